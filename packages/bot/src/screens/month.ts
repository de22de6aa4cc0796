import { formatMonth, formatShortDay, formatTime, type Slot, weekdayHeadings } from '@okno/contract';
import { calendarKeyboard, fullDays, type Glance } from '../calendar.ts';
import type { TargetOf } from '../callback-data.ts';
import type { Catalogue, Service } from '../memory.ts';
import { findService, findSpecialist, givers, type Turn } from '../turn.ts';
import { type Button, type Keyboard, MAX_LABEL, tap, type View } from '../view.ts';
import type { Voice } from '../voice.ts';
import { homeButton } from './menu.ts';
import { backToServices } from './specialists.ts';
import { waitButton } from './waiting.ts';
import { serviceSummary } from './words.ts';

type Chosen = { readonly service: string; readonly specialist: string | null };

/** A month of free and taken days, edited in place from month to month. */
export const openMonth = async (turn: Turn, target: TargetOf<'month'>): Promise<View> => {
  const { service: service_id, specialist: specialist_id, month } = target;
  const [catalogue, glance] = await Promise.all([
    turn.catalogue(),
    turn.ask('scheduling.month', { service_id, month, ...(specialist_id === null ? {} : { specialist_id }) }),
  ]);
  const service = findService(catalogue, service_id);
  const keyboard = calendarKeyboard({
    month,
    loads: new Map(glance.days.map(({ date, load }) => [date, load])),
    window: { today: glance.today, last_day: glance.last_day },
    texts: { title: formatMonth(turn.language, month), weekdays: weekdayHeadings(turn.language) },
    dayTarget: (day) => ({ screen: 'day', service: service_id, specialist: specialist_id, day, page: 0 }),
    monthTarget: (to) => ({ ...target, month: to, fresh: false }),
  });
  return {
    text: [
      ...heading(turn, service, findSpecialist(catalogue, specialist_id)),
      '',
      turn.say(glance.nearest === null ? 'month.none' : 'month.pick'),
    ].join('\n'),
    keyboard: [
      ...keyboard,
      ...nearestRow(turn, target, glance),
      ...waitRow(turn, target, glance),
      [...backButton(turn, catalogue, service), homeButton(turn)],
    ],
  };
};

/** What has been chosen so far: the service, and the specialist unless any will do. */
export const heading = (turn: Turn, service: Service, specialist: { name: string } | null): string[] => [
  serviceSummary(turn, service),
  ...(specialist === null ? [] : [turn.say('booking.specialist', { specialist: specialist.name })]),
];

const nearestRow = (turn: Turn, target: Chosen, glance: { nearest: Slot | null; time_zone: string }): Keyboard => {
  if (glance.nearest === null) return [];
  const { starts_at } = glance.nearest;
  const label = nearestLabel(turn, glance.time_zone, starts_at);
  return [[tap(label, { screen: 'confirm', service: target.service, specialist: target.specialist, at: starts_at })]];
};

/** The time, with the word for it where a phone has the room: with its year a day is long. */
export const nearestLabel = (voice: Voice, zone: string, starts_at: string | number): string => {
  const words = {
    day: formatShortDay(voice.language, zone, starts_at, voice.now),
    time: formatTime(voice.language, zone, starts_at),
  };
  const label = voice.label('month.nearest', words);
  return [...label].length <= MAX_LABEL ? label : voice.label('month.nearest_short', words);
};

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
