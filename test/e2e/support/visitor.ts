import { createTexts, type Language, type ParamsOf, type TextKey } from '@okno/contract';
import type { ButtonView, MessageView, PersonInChat, TapResult } from '@okno/telegram';

const texts = createTexts();

/** What people read in the chat: the catalogue's text without its markup. */
export const words = <K extends TextKey>(language: Language, key: K, ...params: ParamsOf<K>): string =>
  texts(language, key, ...params).replace(/<[^>]+>/g, '');

type Target = string | RegExp | ((button: ButtonView) => boolean);

/** Somebody in a chat who reads before tapping on. */
export type Visitor = {
  readonly chat: PersonInChat;
  readonly language: Language;
  readonly say: <K extends TextKey>(key: K, ...params: ParamsOf<K>) => string;
  /** The newest of the bot's messages that says this, as soon as there is one. */
  readonly sees: (text: string) => Promise<MessageView>;
  /** Taps, and waits until the bot says this. */
  readonly press: (button: Target, text: string) => Promise<MessageView>;
  readonly tap: (button: Target) => Promise<TapResult>;
  readonly type: (text: string, answer: string) => Promise<MessageView>;
  /** How many of the bot's messages say this. */
  readonly count: (text: string) => number;
};

const WAIT_MS = 25_000;

export const createVisitor = (chat: PersonInChat, language: Language): Visitor => {
  const ofBot = () => chat.messages().filter(({ from }) => from === 'bot');
  const say: Visitor['say'] = (key, ...params) => words(language, key, ...params);
  const sees = (text: string) =>
    chat.waitFor(() => ofBot().findLast((message) => message.text.includes(text)), { timeout_ms: WAIT_MS });
  return {
    chat,
    language,
    say,
    sees,
    press: async (button, text) => {
      await chat.tap(button);
      return sees(text);
    },
    tap: (button) => chat.tap(button),
    type: async (text, answer) => {
      const id = await chat.type(text);
      return chat.waitFor(() => ofBot().find((one) => one.message_id > id && one.text.includes(answer)), {
        timeout_ms: WAIT_MS,
      });
    },
    count: (text) => ofBot().filter((message) => message.text.includes(text)).length,
  };
};

/** The demo's names of what is booked here. */
export const HAIRCUT = { ru: 'Стрижка и укладка', en: 'Haircut and styling' } as const;
export const BY_MARIA = { ru: 'Мария', en: 'Maria' } as const;
export const STUDIO = { ru: 'Студия «Окно»', en: 'Okno Studio' } as const;
const PICK_TIME = { ru: 'выберите время', en: 'please pick a time' } as const;

const isDay = ({ text }: ButtonView): boolean => /^\d+(🟢|🟡)$/u.test(text);
/** Translations are the business's own: one that has none shows its own words to everybody. */
const oneOf =
  (names: Readonly<Record<Language, string>>) =>
  ({ text }: ButtonView): boolean =>
    Object.values(names).includes(text);
const titleOf = (month: MessageView | undefined) => month?.inline_keyboard?.[0]?.[1]?.text;
const isTime = ({ text }: ButtonView): boolean => /^\d\d:\d\d$/.test(text);

/** From `/book` to the free times of a day of the next month, the first that `skip` others come before. */
export const walkToDay = async ({ chat, say, language, press, type }: Visitor, skip: number): Promise<MessageView> => {
  await type('/book', say('services.title'));
  await press(oneOf(HAIRCUT), say('specialists.title'));
  const month = titleOf(await press(oneOf(BY_MARIA), say('month.pick')));
  await chat.tap('›');
  await chat.waitFor(() => titleOf(chat.lastMessage('bot')) !== month);
  const days = chat.keyboard().flat().filter(isDay);
  const day = days[skip];
  if (day === undefined) throw new Error(`only ${days.length} days are free next month`);
  return press(day.text, PICK_TIME[language]);
};

/** On to the question whether everything is right, for the n-th free time of the day. */
export const walkToConfirm = async (visitor: Visitor, at: { day: number; time: number }): Promise<MessageView> => {
  await walkToDay(visitor, at.day);
  const times = visitor.chat.keyboard().flat().filter(isTime);
  const time = times[at.time];
  if (time === undefined) throw new Error(`only ${times.length} times are free on that day`);
  return visitor.press(time.text, visitor.say('confirm.title'));
};

/** Books; gives the card. */
export const book = async (visitor: Visitor, at: { day: number; time: number }): Promise<MessageView> => {
  await walkToConfirm(visitor, at);
  return visitor.press(visitor.say('confirm.yes'), visitor.say('status.confirmed'));
};
