import {
  type Actions,
  AppError,
  formatDate,
  formatMonth,
  formatShortDate,
  localDay,
  type Output,
  weekdayHeadings,
} from '@okno/contract';
import { calendarKeyboard } from '../calendar.ts';
import type { TargetOf } from '../callback-data.ts';
import { addDays, daysOfMonth, monthOf } from '../days.ts';
import { absenceOf, isWorked, planOff, type Wanted } from '../off-plan.ts';
import type { Turn } from '../turn.ts';
import { tap, type View } from '../view.ts';
import { visitsBetween } from '../visits.ts';
import { tapKey } from './book.ts';
import { homeButton } from './menu.ts';
import { askClients, askClientsView, askedView } from './off-asking.ts';
import { close, endedView } from './off-closing.ts';
import { askCancelView, checkView, type Done, doneView } from './off-views.ts';
import { dayButton, toCheck, toHours, toOff } from './staff-ways.ts';
import { momentOf, ofWhom } from './staff-words.ts';
import { todayOf } from './words.ts';

type Target = TargetOf<'off'>;

/** Days off can be chosen a year ahead, and so many at once: more days the backend does not tell of in one answer. */
const [AHEAD_DAYS, MOST_DAYS] = [366, 93];
/** So many absences fit on a screen. */
const SHOWN = 12;

/** Days off: what there is, new ones, and what becomes of the visits on them (docs/rules.md#days-off-in-the-chat). */
export const openOff = async (turn: Turn, target: Target): Promise<View> => {
  const { specialist, first, last, at, step } = target;
  if (first === null || step === 'home') return step === 'first' ? chooseView(turn, target) : homeOf(turn, specialist);
  if (step === 'first' || step === 'last') return chooseView(turn, target);
  const wanted: Wanted = { specialist, first, last, at };
  switch (step) {
    case 'take':
      return take(turn, wanted);
    case 'keep':
      return keep(turn, wanted, target);
    case 'cancel':
      return cancelAll(turn, wanted);
    case 'ask_clients':
      return askClientsView(turn, await planOff(turn, wanted), target);
    case 'offer':
      return offer(turn, wanted, target);
    case 'ask_cancel':
      return askCancelView(turn, await planOff(turn, wanted), toCheck(specialist, wanted));
    default:
      return checkView(turn, await planOff(turn, wanted));
  }
};

/** The plan once more, after one of the visits in its way was moved. */
export const offAgain = (turn: Turn, specialist: string, days: { from: string; to: string | null }): Promise<View> =>
  openOff(turn, toCheck(specialist, { first: days.from, last: days.to }));

const homeOf = async (turn: Turn, specialist: string): Promise<View> => {
  const today = await todayOf(turn, specialist);
  const [absences, overrides, whose] = await Promise.all([
    turn.ask('scheduling.time_off', { id: specialist, limit: SHOWN }),
    turn.ask('scheduling.overrides', { id: specialist, from: today, to: addDays(today, MOST_DAYS - 1) }),
    ofWhom(turn, specialist),
  ]);
  const zone = overrides.time_zone;
  const here = localDay(zone, turn.now);
  const closed = overrides.items.filter(({ intervals, date }) => intervals.length === 0 && date >= here);
  const absence = { screen: 'absence', specialist, absence: null, day: null, remove: false, nonce: 0 } as const;
  const buttons = [
    ...absences.items
      .filter(({ kind }) => kind === 'time_off')
      .map(({ id, starts_at, ends_at }) =>
        tap(`🏖 ${spanLabel(turn, zone, { starts_at, ends_at })}`, { ...absence, absence: id }),
      ),
    ...closed.slice(0, SHOWN).map(({ date }) => tap(`🔒 ${short(turn, date)}`, { ...absence, day: date })),
  ];
  return {
    text: [...whose, turn.say('off.title'), ...(buttons.length === 0 ? [turn.say('off.none')] : [])].join('\n'),
    keyboard: [
      ...buttons.map((button) => [button]),
      [
        tap(turn.label('off.rest'), toCheck(specialist, { first: here, last: null })),
        tap(turn.label('off.tomorrow'), toCheck(specialist, { first: addDays(here, 1), last: addDays(here, 1) })),
      ],
      [tap(turn.label('off.pick'), { ...toOff(specialist), step: 'first', first: here })],
      [tap(turn.label('hours_screens.open'), toHours(specialist))],
      [dayButton(turn, specialist, here), homeButton(turn)],
    ],
  };
};

const short = (turn: Turn, day: string): string => formatShortDate(turn.language, day, turn.now);

/** The days of an absence, from its first to its last. */
const spanLabel = (
  turn: Turn,
  zone: string,
  { starts_at, ends_at }: { starts_at: string; ends_at: string },
): string => {
  const [from, to] = [localDay(zone, starts_at), localDay(zone, Date.parse(ends_at) - 1)];
  return from === to ? short(turn, from) : turn.label('off.span', { from: short(turn, from), to: short(turn, to) });
};

/** The first day, then the last; days with visits are marked, and none is closed to who wants to be away. */
const chooseView = async (turn: Turn, target: Target): Promise<View> => {
  const { specialist, step } = target;
  const today = await todayOf(turn, specialist);
  const first = target.first ?? today;
  const isFirst = step === 'first';
  const shown = isFirst ? first : (target.last ?? first);
  const month = monthOf(shown);
  const days = daysOfMonth(month);
  const visits = await visitsBetween(turn, specialist, { from: `${month}-01`, to: days.at(-1) ?? shown });
  const busy = new Set(visits.map(({ time_zone, starts_at }) => localDay(time_zone, starts_at)));
  const keyboard = calendarKeyboard({
    month,
    loads: new Map(days.map((day) => [day, busy.has(day) ? 'busy' : 'free'])),
    window: isFirst
      ? { today, last_day: addDays(today, AHEAD_DAYS) }
      : { today: first, last_day: addDays(first, MOST_DAYS - 1) },
    texts: { title: formatMonth(turn.language, month), weekdays: weekdayHeadings(turn.language) },
    dayTarget: (day) =>
      isFirst ? { ...target, step: 'last', first: day, last: day } : toCheck(specialist, { first, last: day }),
    monthTarget: (to) => (isFirst ? { ...target, first: `${to}-01` } : { ...target, last: `${to}-01` }),
  });
  const only = tap(
    turn.label('off.only_this', { day: short(turn, first) }),
    toCheck(specialist, { first, last: first }),
  );
  return {
    text: isFirst ? turn.say('off.first') : turn.say('off.last', { day: formatDate(turn.language, first, turn.now) }),
    keyboard: [
      ...keyboard,
      ...(isFirst ? [] : [[only]]),
      [tap(turn.label('off.back'), toOff(specialist)), homeButton(turn)],
    ],
  };
};

/** Takes the time off; refused with what is in the way, should anything be. */
const take = async (turn: Turn, wanted: Wanted): Promise<View> => takeOff(turn, wanted, { what: 'taken', count: 0 });

const takeOff = async (turn: Turn, wanted: Wanted, done: Done): Promise<View> => {
  const plan = await planOff(turn, wanted);
  if (!isWorked(plan)) return checkView(turn, plan);
  await turn.ask('scheduling.add_time_off', absenceOf(plan), { idempotency_key: tapKey(turn) });
  return doneView(turn, plan, done);
};

/** Closes the days for anybody else; who is booked comes. */
const keep = async (turn: Turn, wanted: Wanted, target: Target): Promise<View> => {
  const plan = await planOff(turn, wanted);
  if (!isWorked(plan)) return checkView(turn, plan);
  const ending = await close(turn, plan, target.seen);
  if (ending !== 'closed') return endedView(turn, { target, wanted, ending });
  return doneView(turn, plan, { what: 'kept', count: plan.touched.length });
};

/** Closes the days first, lest somebody is offered a time on them, and asks the clients of the visits on them to move. */
const offer = async (turn: Turn, wanted: Wanted, target: Target): Promise<View> => {
  const plan = await planOff(turn, wanted);
  if (plan.over) return checkView(turn, plan);
  const ending = await close(turn, plan, target.seen);
  if (ending !== 'closed') return endedView(turn, { target, wanted, ending });
  return askedView(turn, plan, await askClients(turn, plan.touched));
};

/** Who was cancelled meanwhile by somebody else needs nobody any more. */
const GONE: readonly AppError['code'][] = ['booking_not_changeable', 'not_found'];

/** Cancels one after the other, each with its message to the client, and then takes the time off. */
const cancelAll = async (turn: Turn, wanted: Wanted): Promise<View> => {
  const plan = await planOff(turn, wanted);
  if (!isWorked(plan)) return checkView(turn, plan);
  let count = 0;
  for (const { id } of plan.touched)
    try {
      await turn.ask('bookings.cancel', { id }, { idempotency_key: `${tapKey(turn)}:${id}` });
      count += 1;
    } catch (error) {
      if (!(error instanceof AppError) || !GONE.includes(error.code)) throw error;
    }
  return takeOff(turn, wanted, { what: 'cancelled', count });
};

type Row = Output<Actions['scheduling.range']>['days'][number]['taken'][number];

/** Something has the time: what it is, and the ways that are left. */
export const inTheWayView = async (turn: Turn, target: Target, error: AppError): Promise<View> => {
  const { specialist, first, last, at } = target;
  if (first === null) return homeOf(turn, specialist);
  const plan = await planOff(turn, { specialist, first, last, at });
  const taken = Array.isArray(error.params['taken']) ? error.params['taken'].filter(isRow) : [];
  const lines = taken.slice(0, SHOWN).map(({ starts_at, ends_at, kind }) => {
    const [from, to] = [momentOf(turn, plan.zone, starts_at), momentOf(turn, plan.zone, ends_at)];
    const words = { from: `${from.day}, ${from.time}`, to: to.time, what: turn.label(`off.${kind}`) };
    return turn.say('off.way_line', words);
  });
  const check = await checkView(turn, plan, { keepable: true });
  return { ...check, text: [turn.say('off.in_the_way'), ...lines, '', check.text].join('\n') };
};

const KINDS: readonly unknown[] = ['booking', 'hold', 'break', 'time_off', 'busy'] satisfies Row['kind'][];

/** The parameters of a refusal are any JSON. */
const isRow = (value: unknown): value is Row => {
  if (typeof value !== 'object' || value === null) return false;
  const { starts_at, ends_at, kind } = value as Partial<Record<keyof Row, unknown>>;
  return typeof starts_at === 'string' && typeof ends_at === 'string' && KINDS.includes(kind);
};
