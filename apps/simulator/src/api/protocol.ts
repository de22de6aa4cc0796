/** The words in which the page and the emulator speak; the emulator's package owns them. */
export type {
  BotView,
  BotWords,
  ButtonView,
  ChatSummary,
  ChatView,
  ClockView,
  EntityView,
  MessageView,
  PayResult,
  PersonView,
  ReplyKeyboardView,
  TapResult,
  WorldEvent,
  WorldView,
} from '@okno/telegram';
