import type { MessageView } from '../api/protocol.ts';
import type { Outgoing } from '../state/chat.ts';

/** One bubble: a message of the emulator's, or a text still on its way. */
export type Bubble = {
  readonly id: string;
  readonly from: 'bot' | 'person';
  readonly sent_at: number;
  readonly message?: MessageView;
  readonly outgoing?: Outgoing;
  /** First and last of a run by one side; the last has the tail. */
  readonly first: boolean;
  readonly last: boolean;
};

export type Day = { readonly number: number; readonly at: number; readonly bubbles: readonly Bubble[] };

/** Bubbles of one side closer than this belong together. */
const RUN_MS = 5 * 60_000;

type Loose = Omit<Bubble, 'first' | 'last'>;

/** A chat as days of bubbles, oldest first; `dayOf` numbers the days of the reader's calendar. */
export const timeline = (
  messages: readonly MessageView[],
  outgoing: readonly Outgoing[],
  dayOf: (instant: number) => number,
): readonly Day[] => {
  const loose: readonly Loose[] = [
    ...messages.map((message) => ({
      id: `m${message.message_id}`,
      message,
      from: message.from,
      sent_at: message.sent_at,
    })),
    ...outgoing.map((text) => ({ id: `o${text.id}`, outgoing: text, from: 'person' as const, sent_at: text.sent_at })),
  ];
  const belongs = (a: Loose | undefined, b: Loose | undefined) =>
    a?.from === b?.from && a && b ? b.sent_at - a.sent_at < RUN_MS && dayOf(a.sent_at) === dayOf(b.sent_at) : false;
  const bubbles = loose.map((bubble, at) => ({
    ...bubble,
    first: !belongs(loose[at - 1], bubble),
    last: !belongs(bubble, loose[at + 1]),
  }));
  return byDay(bubbles, dayOf);
};

const byDay = (bubbles: readonly Bubble[], dayOf: (instant: number) => number): readonly Day[] => {
  const days: { number: number; at: number; bubbles: Bubble[] }[] = [];
  for (const bubble of bubbles) {
    const number = dayOf(bubble.sent_at);
    const day = days.at(-1);
    if (day?.number === number) day.bubbles.push(bubble);
    else days.push({ number, at: bubble.sent_at, bubbles: [bubble] });
  }
  return days;
};
