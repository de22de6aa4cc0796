import { type Actions, formatShortDay, formatTime, type Output } from '@okno/contract';
import type { Turn } from '../turn.ts';
import { tap, type View } from '../view.ts';
import { homeButton } from './menu.ts';
import { shortMomentOf, withinLimit } from './staff-words.ts';

type Line = Output<Actions['bookings.history']>['items'][number];

/** The latest of them; the rest is the panel's task. */
const LINES = 15;

const CHANGES = ['created', 'held', 'confirmed', 'moved', 'completed', 'no_show', 'cancelled'] as const;

/** Everything that happened to a visit: when, what, who, from when, why. */
export const historyView = async (turn: Turn, id: string): Promise<View> => {
  const [booking, { items, total }] = await Promise.all([
    turn.ask('bookings.get', { id }),
    turn.ask('bookings.history', { id, limit: LINES }),
  ]);
  const more = total - items.length;
  return {
    text: withinLimit(turn, [
      turn.say('staff_change.title'),
      '',
      ...items.map((line) => lineOf(turn, booking.time_zone, line)),
      ...(more > 0 ? [turn.say('staff.more_notes', { count: more })] : []),
    ]),
    keyboard: [[visitBack(turn, id), homeButton(turn)]],
  };
};

/** Back to the card of a visit. */
const visitBack = (turn: Turn, booking: string) =>
  tap(turn.label('staff.to_visit'), { screen: 'visit', booking, act: 'show', fresh: false, nonce: 0 });

const lineOf = (turn: Turn, zone: string, { at, change, by, name, before, reason }: Line): string => {
  const known = CHANGES.find((one) => one === change) ?? 'other';
  const who = turn.label(`staff_change.${by}`);
  const was = before?.starts_at;
  return [
    turn.say('staff_change.line', {
      day: formatShortDay(turn.language, zone, at, turn.now),
      time: formatTime(turn.language, zone, at),
      what: turn.label(`staff_change.${known}`),
    }),
    `   ${name === null ? who : turn.say('staff_change.by', { who, name })}`,
    ...(known === 'moved' && was !== undefined
      ? [`   ${turn.say('staff_change.moved_from', shortMomentOf(turn, zone, was))}`]
      : []),
    ...(reason === null ? [] : [`   ${turn.say('staff_change.reason', { reason })}`]),
  ].join('\n');
};
