import { type Actions, formatMonth, type Output, weekdayHeadings } from '@okno/contract';
import { calendarKeyboard, fullDays, type Glance } from '../calendar.ts';
import type { Target, TargetOf } from '../callback-data.ts';
import { monthOf } from '../days.ts';
import type { Catalogue, Service } from '../memory.ts';
import { findService, findSpecialist, givers, type Turn } from '../turn.ts';
import { type Button, type Keyboard, tap, type View } from '../view.ts';
import type { Voice } from '../voice.ts';
import { homeButton } from './menu.ts';
import { nearestRow } from './nearest.ts';
import { backToServices } from './specialists.ts';
import { waitButton } from './waiting.ts';
import { serviceSummary } from './words.ts';

/** A month of free and taken days, edited in place from month to month. */
export const openMonth = async (turn: Turn, target: TargetOf<'month'>): Promise<View> => {
  const { service: service_id, specialist: specialist_id, month } = target;
  const [catalogue, glance] = await Promise.all([
    turn.catalogue(),
    turn.ask('scheduling.month', { service_id, month, ...(specialist_id === null ? {} : { specialist_id }) }),
  ]);
  // A button of a month that has passed leads to this one: paging stops there.
  const first = monthOf(glance.today);
  if (month < first) return openMonth(turn, { ...target, month: first });
  const service = findService(catalogue, service_id);
  return {
    text: [
      ...heading(turn, service, findSpecialist(catalogue, specialist_id)),
      '',
      turn.say(glance.nearest === null ? 'month.none' : 'month.pick'),
    ].join('\n'),
    keyboard: [
      ...monthRows(turn, glance, {
        month,
        day: (day) => ({ screen: 'day', service: service_id, specialist: specialist_id, day, page: 0 }),
        to: (to) => ({ ...target, month: to, fresh: false }),
      }),
      ...nearestRow(turn, glance, (at) => ({ screen: 'confirm', service: service_id, specialist: specialist_id, at })),
      ...waitRow(turn, target, glance),
      [...backButton(turn, catalogue, service), homeButton(turn)],
    ],
  };
};

type Month = Output<Actions['scheduling.month']>;

/** The days of a month, and the way to the months beside it. */
export const monthRows = (
  { language }: Voice,
  { days, today, last_day }: Month,
  ways: { month: string; day: (day: string) => Target; to: (month: string) => Target },
): Keyboard =>
  calendarKeyboard({
    month: ways.month,
    loads: new Map(days.map(({ date, load }) => [date, load])),
    window: { today, last_day },
    texts: { title: formatMonth(language, ways.month), weekdays: weekdayHeadings(language) },
    dayTarget: ways.day,
    monthTarget: ways.to,
  });

/** What has been chosen so far: the service, and the specialist unless any will do. */
export const heading = (turn: Turn, service: Service, specialist: { name: string } | null): string[] => [
  serviceSummary(turn, service),
  ...(specialist === null ? [] : [turn.say('booking.specialist', { specialist: specialist.name })]),
];

/**
 * In a month in which everything is taken, one can wait for any of its days; where only some days are full, for one of
 * those, because nobody waits for days on which there is free time (docs/rules.md#waitlist).
 */
const waitRow = (turn: Turn, { service, specialist, month }: TargetOf<'month'>, glance: Glance): Keyboard => {
  const full = fullDays(glance);
  const [first, last] = [full[0], full.at(-1)];
  if (first === undefined || last === undefined) return [];
  const some = glance.days.some(({ load }) => load === 'free' || load === 'busy');
  return some
    ? [[tap(turn.label('month.full_days'), { screen: 'full_days', service, specialist, month })]]
    : [[waitButton(turn, { service, specialist, from: first, to: last })]];
};

const backButton = (turn: Turn, catalogue: Catalogue, service: Service): Button[] =>
  givers(catalogue, service).length > 1
    ? [tap(turn.label('menu.back'), { screen: 'specialists', service: service.id, page: 0 })]
    : backToServices(turn, catalogue);
