import { type Booking, formatDate, formatDayInMonth } from '@okno/contract';
import { nonceOf, type Target } from '../callback-data.ts';
import { monthOf } from '../days.ts';
import { countDays, hoursSeen, isWorked, type Plan } from '../off-plan.ts';
import { listReachable } from '../off-reach.ts';
import type { Turn } from '../turn.ts';
import { type Button, fit, inRows, type Keyboard, tap, type View } from '../view.ts';
import { homeButton } from './menu.ts';
import { toNear } from './moving-ways.ts';
import { dayButton, toOff } from './staff-ways.ts';
import { momentOf, visitWords, withinLimit } from './staff-words.ts';

/** So many visits have buttons of their own; when they are dealt with, the next ones have. */
const BUTTONS = 12;
/** Phones cut what is longer. */
const LABEL = 28;

/** The days in words: one, several, or the rest of today. */
export const daysWords = (turn: Turn, { first, last, span, rest, zone }: Plan): string => {
  const date = (day: string): string => formatDate(turn.language, day, turn.now);
  if (rest && span !== null) return turn.label('off.rest_of', momentOf(turn, zone, span.from));
  return first === last ? date(first) : turn.label('off.span', { from: date(first), to: date(last) });
};

const lines = (turn: Turn, visits: readonly Booking[]): string[] =>
  visits.map((visit) => turn.say('off.line', visitWords(turn, visit)));

/** What the days off touch, and what can be done about it. `keepable`: also where no visit is touched. */
export const checkView = async (turn: Turn, plan: Plan, { keepable = false } = {}): Promise<View> => {
  const { touched, specialist } = plan;
  const title = turn.say('off.check', { days: daysWords(turn, plan) });
  const back = [tap(turn.label('off.back'), toOff(specialist)), homeButton(turn)];
  if (!isWorked(plan)) return { text: [title, turn.say('off.not_working')].join('\n'), keyboard: [back] };
  const numbers = { count: touched.length, days: countDays(plan) };
  const keepRow = [tap(turn.label('off.keep', { days: numbers.days }), act(turn, plan, 'keep'))];
  if (touched.length === 0)
    return {
      text: [title, turn.say('off.untouched')].join('\n'),
      keyboard: [
        [tap(turn.label('off.take', { days: numbers.days }), act(turn, plan, 'take'), 'primary')],
        ...(keepable ? [keepRow] : []),
        back,
      ],
    };
  const { size } = await listReachable(turn, touched);
  return {
    text: withinLimit(turn, [
      title,
      turn.say('off.touched', { count: touched.length }),
      ...lines(turn, touched),
      '',
      turn.say('off.how', numbers),
    ]),
    keyboard: [
      ...moveRows(turn, plan),
      [tap(turn.label('off_asking.ask', { count: size }), act(turn, plan, 'ask_clients'))],
      [tap(turn.label('off.cancel_all', { count: touched.length }), act(turn, plan, 'ask_cancel'), 'danger')],
      keepRow,
      back,
    ],
  };
};

type Step = 'take' | 'keep' | 'ask_cancel' | 'cancel' | 'ask_clients';

/** What was shown is what is done: the button carries from when on it is today, and what the hours were. */
const act = (turn: Turn, plan: Plan, step: Step): Target => {
  const { specialist, first, last, span, rest } = plan;
  return {
    ...toOff(specialist),
    step,
    first,
    last: rest ? null : last,
    at: span === null ? null : new Date(span.from).toISOString(),
    seen: hoursSeen(plan),
    nonce: nonceOf(turn.update_id),
  };
};

/** Of several days each says its day, and takes the row for itself. */
const moveRows = (turn: Turn, plan: Plan): Keyboard => {
  const { touched, first, last, rest } = plan;
  const days = { from: first, to: rest ? null : last };
  const of = touched.slice(0, BUTTONS);
  if (first === last) {
    const buttons = of.map((visit): Button => {
      const { time, client } = visitWords(turn, visit);
      return tap(turn.label('off.move_one', { time, client }), toNear(visit.id, days));
    });
    return inRows(buttons, 2);
  }
  return of.map((visit) => [tap(dayLabel(turn, plan, visit), toNear(visit.id, days))]);
};

/** "🔁 Tue 24, 12:00 Dmitri Or…"; the month as well where the days lie in two, for the same numbers come again. */
const dayLabel = (turn: Turn, { first, last }: Plan, visit: Booking): string => {
  const { language } = turn;
  const { time_zone, starts_at, client } = visit;
  const { day: withMonth, time } = visitWords(turn, visit);
  const day = monthOf(first) === monthOf(last) ? formatDayInMonth(language, time_zone, starts_at) : withMonth;
  const room = LABEL - turn.label('off.move_of_day', { day, time, client: '' }).length;
  return turn.label('off.move_of_day', { day, time, client: fit(client.name, room) });
};

/** Asks once more before all are cancelled. */
export const askCancelView = (turn: Turn, plan: Plan, back: Target): View => ({
  text: withinLimit(turn, [
    turn.say('off.ask_cancel', { count: plan.touched.length, days: countDays(plan) }),
    '',
    ...lines(turn, plan.touched),
  ]),
  keyboard: [
    [tap(turn.label('off.yes_cancel', { count: plan.touched.length }), act(turn, plan, 'cancel'), 'danger')],
    [tap(turn.label('off.back'), back)],
  ],
});

/** How many visits were cancelled for it, or stay. */
export type Done = { readonly what: 'taken' | 'cancelled' | 'kept'; readonly count: number };

export const doneView = (turn: Turn, plan: Plan, { what, count }: Done): View => {
  const days = daysWords(turn, plan);
  const text = {
    taken: () => turn.say('off.done', { days }),
    cancelled: () => (count === 0 ? turn.say('off.done', { days }) : turn.say('off.done_cancelled', { days, count })),
    kept: () => turn.say('off.kept', { days, count }),
  }[what]();
  return {
    text,
    keyboard: [
      [tap(turn.label('staff.off'), toOff(plan.specialist))],
      [dayButton(turn, plan.specialist, plan.first), homeButton(turn)],
    ],
  };
};
