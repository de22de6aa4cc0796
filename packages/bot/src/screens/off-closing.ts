import { AppError, type ClockInterval, formatDate, isSameJson } from '@okno/contract';
import { nonceOf, type TargetOf } from '../callback-data.ts';
import { hoursSeen, isAsSeen, type Plan, planOff, remainingHours, type Wanted } from '../off-plan.ts';
import type { Turn } from '../turn.ts';
import { tap, type View } from '../view.ts';
import { tapKey } from './book.ts';
import { checkView } from './off-views.ts';
import { toOff } from './staff-ways.ts';
import { unlessChanged } from './versions.ts';

type Target = TargetOf<'off'>;

/**
 * What ended the closing before its end: somebody has changed one of the days since it was shown, and theirs stays
 * (docs/rules.md#two-editors), or something broke. `closed`: the days that are closed by now; `seen`: the hours there are then.
 */
type Ended = { readonly why: 'changed' | 'broken'; readonly closed: readonly string[]; readonly seen: number };

type OpenDay = { readonly date: string; readonly intervals: ClockInterval[]; readonly version: string };

/** The days of the plan that still have other hours than they are to have. */
const listOpen = async (turn: Turn, plan: Plan): Promise<OpenDay[]> => {
  const open: OpenDay[] = [];
  for (const { date, intervals: left } of remainingHours(plan)) {
    const intervals = date === plan.first ? left : [];
    const now = await turn.ask('scheduling.day_hours', { id: plan.specialist, date });
    if (!isSameJson(now.intervals, intervals)) open.push({ date, intervals, version: now.version });
  }
  return open;
};

/** The days before this one that are closed already, by a tap before this one perhaps. */
const listClosed = async (turn: Turn, plan: Plan, before: string): Promise<string[]> => {
  const { specialist: id, first: from } = plan;
  const { items } = await turn.ask('scheduling.overrides', { id, from, to: before });
  const closed = items.filter(({ intervals }) => intervals.length === 0).map(({ date }) => date);
  // Of the hours of today those remain that are over: it is worked, and closed all the same.
  const worked = remainingHours(plan).map(({ date }) => date);
  return [...new Set([...worked, ...closed])].filter((date) => date < before).sort();
};

/**
 * Closes the days of the plan, one by one, because the backend has no other way: what was closed before a refusal stays
 * closed. `seen`: the hours that were shown.
 * @throws AppError of the backend when none of them is closed.
 */
export const close = async (turn: Turn, plan: Plan, seen: number): Promise<'closed' | Ended> => {
  const { specialist: id, first: from, last: to } = plan;
  const open = await listOpen(turn, plan);
  const [next] = open;
  // The same tap, come twice.
  if (next === undefined) return 'closed';
  const closed = await listClosed(turn, plan, next.date);
  // Read after the versions: what changes from here on is refused by them.
  const { days: schedule } = await turn.ask('scheduling.range', { specialist_id: id, from, to });
  const ended = (why: Ended['why']): Ended => ({
    ...{ why, closed },
    seen: hoursSeen({ ...plan, schedule: schedule.filter(({ date }) => !closed.includes(date)) }),
  });
  if (!isAsSeen(seen, { ...plan, schedule })) return ended('changed');
  try {
    for (const { date, intervals, version } of open) {
      const options = { idempotency_key: `${tapKey(turn)}:${date}`, if_match: [version] };
      if (!(await unlessChanged(turn.ask('scheduling.set_override', { id, date, intervals }, options))))
        return ended('changed');
      closed.push(date);
    }
    return 'closed';
  } catch (error) {
    // With nothing done it is a refusal like any other.
    if (!(error instanceof AppError) || closed.length === 0) throw error;
    return ended('broken');
  }
};

type Ending = { readonly target: Target; readonly wanted: Wanted; readonly ending: Ended };

/** What is closed already, and the way on: the same days once more, as they are by now. */
export const endedView = async (turn: Turn, { target, wanted, ending }: Ending): Promise<View> => {
  const done = closedWords(turn, ending.closed);
  if (ending.why === 'broken') {
    const rest = { ...target, seen: ending.seen, nonce: nonceOf(turn.update_id) };
    return {
      text: [...done, turn.say('off_partly.broken')].join('\n'),
      keyboard: [
        [tap(turn.label('off_partly.go_on'), rest, 'primary')],
        [tap(turn.label('off.back'), toOff(target.specialist))],
      ],
    };
  }
  const check = await checkView(turn, await planOff(turn, wanted));
  return { ...check, text: [...done, turn.say('off_versions.meanwhile'), '', check.text].join('\n') };
};

/** They were closed in their order, so they lie between the first and the last of them. */
const closedWords = (turn: Turn, closed: readonly string[]): string[] => {
  const [first, last] = [closed[0], closed.at(-1)];
  if (first === undefined || last === undefined) return [];
  const date = (day: string): string => formatDate(turn.language, day, turn.now);
  const days = first === last ? date(first) : turn.label('off.span', { from: date(first), to: date(last) });
  return [turn.say('off_partly.closed', { days })];
};
