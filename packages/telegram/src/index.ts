export type { LoggedCall } from './core/call-log.ts';
export { type Clock, createClock } from './core/clock.ts';
export type { Fault, FaultScript } from './core/faults.ts';
export { defaultLimits, type Limits } from './core/limits.ts';
export { createEmulator, type Emulator, type EmulatorOptions, type Listening } from './emulator.ts';
export type { NewBot } from './people/add-bot.ts';
export type { NewPerson } from './people/add-person.ts';
export type { ButtonMatcher, PersonInChat } from './people/person.ts';
export { Refusal } from './people/refusal.ts';
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
} from './people-protocol.ts';
export type { Snapshot } from './snapshot.ts';
