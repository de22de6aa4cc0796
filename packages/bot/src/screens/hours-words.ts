import { type Actions, AppError, formatDate, localDay, type Output, ruleIn } from '@okno/contract';
import { nonceOf, type TargetOf } from '../callback-data.ts';
import type { Open } from '../dialogues.ts';
import { escapeHtml } from '../html.ts';
import type { HoursChange } from '../managing.ts';
import type { Turn } from '../turn.ts';
import { type Hours, readTypedDay, readTypedWeek, type WeekLine } from '../typed-hours.ts';
import { type Button, tap, type View } from '../view.ts';
import { visitsBetween } from '../visits.ts';
import { tapKey } from './book.ts';
import { homeButton } from './menu.ts';
import { lostView } from './review-words.ts';
import { toHours, toWeekday } from './staff-ways.ts';
import { shortMomentOf, withinLimit } from './staff-words.ts';
import { hoursWords, weekLines } from './week-words.ts';

/** What would lie outside of the hours. */
type Outside = Output<Actions['scheduling.check_hours']>['outside_hours'];

/** So many visits that would lie outside are named. */
const NAMED = 10;
/** A week that was chosen by taps, as JSON behind it; nobody can type it either. */
const CHOSEN = '\u0000week';
/** Lets the weekly hours hold again on a day; nobody can have typed it. */
const WEEKLY = '\u0000weekly';

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
  confirm(turn, confirming(turn, specialist, day, WEEKLY));

/** Hours came in words: they are shown beside those of before, with what would lie outside, before they count. */
export const takeHours = async (turn: Turn, { dialogue }: Open<HoursChange>, said: string): Promise<View> => {
  const { specialist, day } = dialogue;
  return confirm(turn, confirming(turn, specialist, day, said));
};

/** A week chosen by taps is shown beside that of before, with what would lie outside, before it counts. */
export const proposeWeek = (turn: Turn, specialist: string, week: readonly WeekLine[]): Promise<View> =>
  confirm(turn, confirming(turn, specialist, '', `${CHOSEN}${JSON.stringify(week)}`));

type Confirming = Extract<HoursChange, { state: 'confirming' }>;

/** The button that saves it is known by its nonce: one below older words saves nothing. */
const confirming = (turn: Turn, specialist: string, day: string, said: string): Confirming => ({
  ...{ name: 'hours', state: 'confirming', specialist, day, said, nonce: nonceOf(turn.update_id) },
});

/** What somebody means to change. */
type Change =
  | { readonly kind: 'week'; readonly weekly: readonly WeekLine[] }
  | { readonly kind: 'day'; readonly intervals: readonly Hours[] | null };

/** What was said, understood; or what was not. */
const readChange = ({ day, said }: Confirming): Change | { readonly wrong: string } => {
  if (said === WEEKLY) return { kind: 'day', intervals: null };
  if (said.startsWith(CHOSEN)) return { kind: 'week', weekly: JSON.parse(said.slice(CHOSEN.length)) as WeekLine[] };
  if (day === '') {
    const read = readTypedWeek(said);
    return 'wrong' in read ? read : { kind: 'week', weekly: read.week };
  }
  const read = readTypedDay(said);
  return 'wrong' in read ? read : { kind: 'day', intervals: read.hours };
};

const weekOf = (weekly: readonly WeekLine[]) => weekly.map(({ days, from, to }) => ({ days: [...days], from, to }));

const confirm = async (turn: Turn, next: Confirming): Promise<View> => {
  const change = readChange(next);
  const again = (text: string): View => ({ text, keyboard: [keepRow(turn, next.specialist)] });
  if ('wrong' in change)
    return again(
      turn.say(next.day === '' ? 'hours_screens.week_wrong' : 'hours_screens.day_wrong', { what: change.wrong }),
    );
  try {
    const view = await confirmView(turn, next, change);
    return (await turn.dialogues.begin(turn, next)) ? view : lostView(turn);
  } catch (error) {
    const rule = error instanceof AppError && error.code === 'invalid_input' ? error.params['rule'] : undefined;
    if (typeof rule !== 'string') throw error;
    return again(turn.say('hours_screens.refused', { rule: ruleIn(turn.texts, turn.language, rule) }));
  }
};

const confirmView = async (turn: Turn, { specialist, day, said, nonce }: Confirming, change: Change): Promise<View> => {
  const [lines, outside] = await Promise.all([
    beforeAndAfter(turn, { specialist, day }, change),
    outsideOf(turn, { specialist, day }, change),
  ]);
  const save = { ...toHours(specialist), act: 'save', nonce } as const;
  const again = said.startsWith(CHOSEN)
    ? tap(turn.label('weekday.again'), toWeekday(specialist, 'week'))
    : tap(turn.label('hours_screens.again'), {
        ...toHours(specialist),
        ...(day === '' ? ({ act: 'write' } as const) : ({ act: 'write_day', day } as const)),
      });
  return {
    text: withinLimit(turn, [...lines, '', ...(await outsideLines(turn, specialist, outside))]),
    keyboard: [[tap(turn.label('hours_screens.save'), save, 'success')], [again], keepRow(turn, specialist)],
  };
};

type Place = { readonly specialist: string; readonly day: string };

const beforeAndAfter = async (turn: Turn, { specialist: id, day }: Place, change: Change): Promise<string[]> => {
  if (change.kind === 'week') {
    const { weekly } = await turn.ask('scheduling.hours', { id });
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
 * Saves what was shown above this button. Written before the dialogue ends: the same hours twice are the same hours.
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
  const change = readChange(dialogue);
  if ('wrong' in change) return lostView(turn);
  await save(turn, dialogue, change);
  await turn.dialogues.goOn(turn, found, null);
  return { ...(await show(turn, specialist)), toast: turn.label('hours_screens.saved') };
};

const save = async (turn: Turn, { specialist: id, day: date }: Place, change: Change): Promise<void> => {
  const key = { idempotency_key: tapKey(turn) };
  if (change.kind === 'week') await turn.ask('scheduling.set_hours', { id, weekly: weekOf(change.weekly) }, key);
  else if (change.intervals === null) await turn.ask('scheduling.remove_override', { id, date }, key);
  else await turn.ask('scheduling.set_override', { id, date, intervals: [...change.intervals] }, key);
};
