import {
  type Actions,
  AppError,
  type ClockInterval,
  formatDate,
  isSameJson,
  localDay,
  type Output,
  ruleIn,
  type WeekRow,
} from '@okno/contract';
import { nonceOf, type TargetOf } from '../callback-data.ts';
import type { Open } from '../dialogues.ts';
import { escapeHtml } from '../html.ts';
import type { HoursChange } from '../managing.ts';
import type { Turn } from '../turn.ts';
import { type Button, tap, type View } from '../view.ts';
import { visitsBetween } from '../visits.ts';
import { hasSeasons, isSameWeek } from '../week-grid.ts';
import { tapKey } from './book.ts';
import { type Change, isByTaps, readChange, SAID_AS_WEEKLY, saidByTaps } from './hours-change.ts';
import { homeButton } from './menu.ts';
import { lostView } from './review-words.ts';
import { toHours, toWeekday } from './staff-ways.ts';
import { shortMomentOf, withinLimit } from './staff-words.ts';
import { unlessChanged } from './versions.ts';
import { hoursWords, weekLines } from './week-words.ts';

/** What would lie outside of the hours. */
type Outside = Output<Actions['scheduling.check_hours']>['outside_hours'];

/** So many visits that would lie outside are named. */
const NAMED = 10;

const keepRow = (turn: Turn, specialist: string): Button[] => [
  tap(turn.label('hours_screens.keep'), toHours(specialist)),
  homeButton(turn),
];

/** Asks for the week in words. */
export const askWeek = async (turn: Turn, specialist: string): Promise<View> => {
  // Whoever may not see them is not asked for others.
  await turn.ask('scheduling.hours', { id: specialist });
  const begun = await turn.dialogues.begin(turn, { name: 'hours', state: 'asked', specialist, day: '' });
  return begun ? { text: turn.say('hours_screens.week_ask'), keyboard: [keepRow(turn, specialist)] } : lostView(turn);
};

/** Asks for the hours of one day. */
export const askDayHours = async (turn: Turn, specialist: string, day: string): Promise<View> => {
  await turn.ask('scheduling.hours', { id: specialist });
  const begun = await turn.dialogues.begin(turn, { name: 'hours', state: 'asked', specialist, day });
  const words = { day: formatDate(turn.language, day, turn.now) };
  return begun
    ? { text: turn.say('hours_screens.day_ask', words), keyboard: [keepRow(turn, specialist)] }
    : lostView(turn);
};

/** Closes a day, after it was shown what that means. */
export const closeDay = (turn: Turn, specialist: string, day: string): Promise<View> =>
  confirm(turn, confirming(turn, specialist, day, 'closed'));

/** Back to the weekly hours on a day, after it was shown what that means. */
export const restoreDay = (turn: Turn, specialist: string, day: string): Promise<View> =>
  confirm(turn, confirming(turn, specialist, day, SAID_AS_WEEKLY));

/** Hours came in words: they are shown beside those of before, with what would lie outside, before they count. */
export const takeHours = async (turn: Turn, { dialogue }: Open<HoursChange>, said: string): Promise<View> => {
  const { specialist, day } = dialogue;
  return confirm(turn, confirming(turn, specialist, day, said));
};

/** What was chosen by taps is shown as a week beside that of before, with what would lie outside, before it counts. */
export const proposeWeek = (turn: Turn, target: TargetOf<'weekday'>): Promise<View> =>
  confirm(turn, confirming(turn, target.specialist, '', saidByTaps(target)));

type Confirming = Extract<HoursChange, { state: 'confirming' }>;
/** Before anybody has looked at the hours it is to change. */
type Unseen = Omit<Confirming, 'seen' | 'seen_version'>;

/** The button that saves it is known by its nonce: one below older words saves nothing. */
const confirming = (turn: Turn, specialist: string, day: string, said: string): Unseen => ({
  ...{ name: 'hours', state: 'confirming', specialist, day, said, nonce: nonceOf(turn.update_id) },
});

const weekOf = (weekly: Extract<Change, { kind: 'week' }>['weekly']) =>
  weekly.map(({ days, from, to }) => ({ days: [...days], from, to }));

/** What is to be changed, as it is now: a week, or the hours of a day; null: the weekly ones. */
type Now = { readonly version: string } & (
  | { readonly weekly: readonly WeekRow[] }
  | { readonly intervals: readonly ClockInterval[] | null }
);

const readNow = (turn: Turn, { specialist: id, day: date }: Place): Promise<Now> =>
  date === '' ? turn.ask('scheduling.hours', { id }) : turn.ask('scheduling.day_hours', { id, date });

/** What is about a day is about no week. */
const weekIn = (now: Now): readonly WeekRow[] => ('weekly' in now ? now.weekly : []);

/** `news`: what has to be said above it. */
const confirm = async (turn: Turn, next: Unseen, news: readonly string[] = []): Promise<View> => {
  const now = await readNow(turn, next);
  const weekly = weekIn(now);
  // What was tapped means one week; by now there are several.
  if (isByTaps(next.said) && hasSeasons(weekly)) return askWeek(turn, next.specialist);
  const change = readChange(next, weekly);
  if ('wrong' in change) {
    const key = next.day === '' ? 'hours_screens.week_wrong' : 'hours_screens.day_wrong';
    return wrongView(turn, next, turn.say(key, { what: change.wrong }));
  }
  try {
    const view = await confirmView(turn, next, { weekly, change, news });
    const kept = await turn.dialogues.begin(turn, { ...next, seen: JSON.stringify(weekly), seen_version: now.version });
    return kept ? view : lostView(turn);
  } catch (error) {
    const rule = error instanceof AppError && error.code === 'invalid_input' ? error.params['rule'] : undefined;
    if (typeof rule !== 'string') throw error;
    const words = { rule: ruleIn(turn.texts, turn.language, rule) };
    return wrongView(turn, next, turn.say('hours_screens.refused', words));
  }
};

/** Other words are waited for; whoever taps is led back to the week. */
const wrongView = (turn: Turn, next: Unseen, text: string): View => ({
  text,
  keyboard: [...(isByTaps(next.said) ? [[againButton(turn, next)]] : []), keepRow(turn, next.specialist)],
});

/** Back to where it was chosen, or written. */
const againButton = (turn: Turn, { specialist, day, said }: Unseen): Button => {
  if (isByTaps(said)) return tap(turn.label('weekday.again'), toWeekday(specialist, 'week'));
  const write = day === '' ? ({ act: 'write' } as const) : ({ act: 'write_day', day } as const);
  return tap(turn.label('hours_screens.again'), { ...toHours(specialist), ...write });
};

type Shown = { readonly weekly: readonly WeekRow[]; readonly change: Change; readonly news: readonly string[] };

const confirmView = async (turn: Turn, next: Unseen, { weekly, change, news }: Shown): Promise<View> => {
  const { specialist, day, nonce } = next;
  const outside = await outsideOf(turn, { specialist, day }, change);
  const save = { ...toHours(specialist), act: 'save', nonce } as const;
  const lines = [...news, ...beforeAndAfter(turn, day, { weekly, change })];
  return {
    text: withinLimit(turn, [...lines, '', ...(await outsideLines(turn, specialist, outside))]),
    keyboard: [
      [tap(turn.label('hours_screens.save'), save, 'success')],
      [againButton(turn, next)],
      keepRow(turn, specialist),
    ],
  };
};

type Place = { readonly specialist: string; readonly day: string };

const beforeAndAfter = (turn: Turn, day: string, { weekly, change }: Omit<Shown, 'news'>): string[] => {
  if (change.kind === 'week') {
    return [
      turn.say('hours_screens.check'),
      '',
      turn.say('hours_screens.before'),
      ...weekLines(turn, weekly).map(escapeHtml),
      '',
      turn.say('hours_screens.after'),
      ...weekLines(turn, change.weekly).map(escapeHtml),
    ];
  }
  const { intervals } = change;
  const after = intervals === null ? turn.label('hours_screens.as_weekly') : hoursWords(intervals);
  return [
    turn.say('hours_screens.day_title', { day: formatDate(turn.language, day, turn.now) }),
    after === '' ? turn.label('hours_screens.closed') : after,
  ];
};

/** What the backend says would lie outside; it changes nothing. */
const outsideOf = async (turn: Turn, { specialist: id, day }: Place, change: Change): Promise<Outside> => {
  const { outside_hours } =
    change.kind === 'week'
      ? await turn.ask('scheduling.check_hours', { id, weekly: weekOf(change.weekly) })
      : await turn.ask('scheduling.check_override', {
          ...{ id, date: day },
          intervals: change.intervals === null ? null : [...change.intervals],
        });
  return outside_hours;
};

const outsideLines = async (turn: Turn, specialist: string, outside: Outside): Promise<string[]> => {
  const [first, last] = [outside[0], outside.slice(0, NAMED).at(-1)];
  if (first === undefined || last === undefined) return [turn.say('hours_screens.untouched')];
  const { time_zone: zone } = await turn.ask('scheduling.hours', { id: specialist });
  const visits = await visitsBetween(turn, specialist, {
    from: localDay(zone, first.starts_at),
    to: localDay(zone, last.starts_at),
  });
  const nameAt = (starts_at: string): string =>
    visits.find((one) => Date.parse(one.starts_at) === Date.parse(starts_at))?.client.name ?? '';
  const named = outside.slice(0, NAMED).map(({ starts_at }) => {
    const { day, time } = shortMomentOf(turn, zone, starts_at);
    return turn.say('hours_screens.outside_line', { day, time, client: nameAt(starts_at) }).trimEnd();
  });
  const more = outside.length - named.length;
  return [
    turn.say('hours_screens.outside', { count: outside.length }),
    ...named,
    ...(more > 0 ? [turn.say('agenda.more', { count: more })] : []),
  ];
};

/**
 * Saves what was shown above this button; what somebody else has changed since is shown anew instead
 * (docs/rules.md#changing-hours). Written before the dialogue ends: the same hours twice are the same hours.
 * `show`: how they are shown then.
 */
export const saveHours = async (
  turn: Turn,
  { specialist, nonce }: Pick<TargetOf<'week_hours'>, 'specialist' | 'nonce'>,
  show: (turn: Turn, specialist: string) => Promise<View>,
): Promise<View> => {
  const found = await turn.dialogues.find(turn);
  if (typeof found === 'string' || found.dialogue.name !== 'hours') return lostView(turn);
  const { dialogue } = found;
  if (dialogue.state !== 'confirming' || dialogue.specialist !== specialist || dialogue.nonce !== nonce)
    return lostView(turn);
  const change = readChange(dialogue, JSON.parse(dialogue.seen) as WeekRow[]);
  if ('wrong' in change) return lostView(turn);
  if (!(await save(turn, dialogue, change)) && !(await isDone(turn, dialogue, change))) {
    const key = change.kind === 'week' ? 'hours_screens.meanwhile' : 'hours_screens.day_meanwhile';
    return confirm(turn, confirming(turn, specialist, dialogue.day, dialogue.said), [turn.say(key), '']);
  }
  await turn.dialogues.goOn(turn, found, null);
  return { ...(await show(turn, specialist)), toast: turn.label('hours_screens.saved') };
};

/** Whether it is as it was meant to be: the same tap, come twice, may have saved it already. */
const isDone = async (turn: Turn, place: Place, change: Change): Promise<boolean> => {
  const now = await readNow(turn, place);
  if (change.kind === 'week') return isSameWeek(change.weekly, weekIn(now));
  return 'intervals' in now && isSameJson(change.intervals, now.intervals);
};

/** False when it is not any more what was shown beside it: then nothing is changed (docs/rules.md#two-editors). */
const save = async (
  turn: Turn,
  { specialist: id, day: date, seen_version }: Confirming,
  change: Change,
): Promise<boolean> => {
  const options = { idempotency_key: tapKey(turn), if_match: [seen_version] };
  if (change.kind === 'week')
    return unlessChanged(turn.ask('scheduling.set_hours', { id, weekly: weekOf(change.weekly) }, options));
  if (change.intervals === null) return unlessChanged(turn.ask('scheduling.remove_override', { id, date }, options));
  const intervals = [...change.intervals];
  return unlessChanged(turn.ask('scheduling.set_override', { id, date, intervals }, options));
};
