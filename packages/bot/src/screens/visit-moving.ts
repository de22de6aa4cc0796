import {
  type AppError,
  type Booking,
  formatDate,
  formatMonth,
  formatTime,
  localDay,
  weekdayHeadings,
} from '@okno/contract';
import { calendarKeyboard } from '../calendar.ts';
import { nonceOf, type TargetOf } from '../callback-data.ts';
import { monthOf } from '../days.ts';
import type { Turn } from '../turn.ts';
import { type Button, inRows, type Keyboard, tap, type View } from '../view.ts';
import { tapKey } from './book.ts';
import { bookingLines } from './card.ts';
import { homeButton } from './menu.ts';
import { nearView } from './moving-near.ts';
import { offAgain } from './off.ts';
import { momentOf, shortMomentOf } from './staff-words.ts';
import { readNearest } from './taken.ts';
import { visitView } from './visit.ts';
import { zoneOf } from './words.ts';

type Target = TargetOf<'moving'>;

/** Telegram takes 100 buttons a message; the rest is for the arrows. */
const SLOTS = 88;

/** Moves a visit: the day, the time, once more everything, and done. Of a day or a month its noon stands in the button. */
export const openMoving = async (turn: Turn, target: Target): Promise<View> => {
  if (target.step === 'move') return move(turn, target);
  const booking = await turn.ask('bookings.get', { id: target.booking });
  switch (target.step) {
    case 'near':
      return nearView(turn, target, booking);
    case 'day':
    case 'later':
      return timesView(turn, target, booking);
    case 'ask':
      return askView(turn, target, booking);
    default:
      return monthView(turn, target, booking);
  }
};

const atOf = ({ at }: Target, { starts_at }: Booking): string => at ?? starts_at;

const noonOf = (day: string): string => `${day}T12:00:00Z`;

const monthView = async (turn: Turn, target: Target, booking: Booking): Promise<View> => {
  const { service, specialist, time_zone, starts_at } = booking;
  const month = monthOf(atOf(target, booking));
  const glance = await turn.ask('scheduling.month', { service_id: service.id, specialist_id: specialist.id, month });
  const keyboard = calendarKeyboard({
    month,
    loads: new Map(glance.days.map(({ date, load }) => [date, load])),
    window: { today: glance.today, last_day: glance.last_day },
    texts: { title: formatMonth(turn.language, month), weekdays: weekdayHeadings(turn.language) },
    dayTarget: (day) => ({ ...target, step: 'day', at: noonOf(day) }),
    monthTarget: (to) => ({ ...target, step: 'month', at: noonOf(`${to}-15`) }),
  });
  return {
    text: [
      turn.say('visit_moving.pick_day', momentOf(turn, time_zone, starts_at)),
      '',
      ...aboutLines(turn, booking),
    ].join('\n'),
    keyboard: [...keyboard, backRow(turn, target)],
  };
};

const aboutLines = (turn: Turn, { service, client }: Booking): string[] => [
  turn.say('booking.service', { service: service.name }),
  turn.say('booking.client', { client: client.name }),
];

/** To where it began: the visit, or the days off that are being planned. */
const backRow = (turn: Turn, { booking, from, ...target }: Target): Button[] => [
  from === null
    ? tap(turn.label('staff.to_visit'), { screen: 'visit', booking, act: 'show', fresh: false, nonce: 0 })
    : tap(turn.label('off.back'), { ...target, booking, from, step: 'near' }),
  homeButton(turn),
];

const timesView = async (turn: Turn, target: Target, booking: Booking): Promise<View> => {
  const { service, specialist, time_zone } = booking;
  const at = atOf(target, booking);
  const day = target.step === 'later' ? localDay(time_zone, at) : at.slice(0, 10);
  const { slots } = await turn.ask('scheduling.free_slots_day', {
    service_id: service.id,
    specialist_id: specialist.id,
    date: day,
  });
  const shown = target.step === 'later' ? slots.filter((slot) => Date.parse(slot.starts_at) >= Date.parse(at)) : slots;
  const words = { day: formatDate(turn.language, day, turn.now), zone: zoneOf(turn, time_zone) };
  const next = shown[SLOTS];
  const buttons = shown
    .slice(0, SLOTS)
    .map(({ starts_at }) =>
      tap(formatTime(turn.language, time_zone, starts_at), { ...target, step: 'ask', at: starts_at }),
    );
  const leaf: Keyboard = [
    [
      ...(target.step === 'later' ? [tap(turn.label('day.earlier'), { ...target, step: 'day', at: noonOf(day) })] : []),
      ...(next === undefined ? [] : [tap(turn.label('day.later'), { ...target, step: 'later', at: next.starts_at })]),
    ],
  ].filter((row) => row.length > 0);
  return {
    text:
      slots.length > 0
        ? turn.say('visit_moving.pick_time', words)
        : turn.say('visit_moving.no_time', { day: words.day }),
    keyboard: [
      ...inRows(buttons, 4),
      ...leaf,
      [
        tap(turn.label('visit_moving.calendar'), { ...target, step: 'month', at: noonOf(day) }),
        ...backRow(turn, target),
      ],
    ],
  };
};

const askView = (turn: Turn, target: Target, booking: Booking): View => {
  const at = atOf(target, booking);
  const ends_at = new Date(Date.parse(at) + Date.parse(booking.ends_at) - Date.parse(booking.starts_at)).toISOString();
  const before = momentOf(turn, booking.time_zone, booking.starts_at);
  return {
    text: [
      turn.say('visit_moving.ask'),
      '',
      ...bookingLines(turn, { ...booking, starts_at: at, ends_at }),
      turn.say('booking.client', { client: booking.client.name }),
      '',
      turn.say('visit_moving.from', before),
    ].join('\n'),
    keyboard: [
      [tap(turn.label('visit_moving.yes'), { ...target, step: 'move', nonce: nonceOf(turn.update_id) }, 'success')],
      [
        tap(turn.label('visit_moving.calendar'), {
          ...target,
          step: 'month',
          at: noonOf(localDay(booking.time_zone, at)),
        }),
        ...backRow(turn, target),
      ],
    ],
  };
};

/** Moves it. Whoever is clearing days goes on with the next visit on them. */
const move = async (turn: Turn, target: Target): Promise<View> => {
  const { booking: id, at, from, to } = target;
  if (at === null) return openMoving(turn, { ...target, step: 'month' });
  const booking = await turn.ask('bookings.move', { id, starts_at: at }, { idempotency_key: tapKey(turn) });
  const view =
    from === null ? await visitView(turn, booking) : await offAgain(turn, booking.specialist.id, { from, to });
  return { ...view, toast: turn.label('visit_moving.done') };
};

const WHY = { slot_taken: 'visit_moving.taken', already_booked: 'visit_moving.busy_client' } as const;

/** Somebody was faster, or the client has another visit then: the nearest times, each one tap away. */
export const missedView = async (turn: Turn, target: Target, error: AppError): Promise<View> => {
  const booking = await turn.ask('bookings.get', { id: target.booking });
  const { code } = error;
  const why = code === 'slot_taken' || code === 'already_booked' ? WHY[code] : 'visit_moving.gone';
  // A time with somebody else would be another decision.
  const near = readNearest(error.params['nearest']).filter((one) => one.specialist_id === booking.specialist.id);
  const buttons = near.map(({ starts_at }) => momentTap(turn, target, { zone: booking.time_zone, starts_at }));
  return {
    text: [
      turn.say(why),
      buttons.length > 0
        ? turn.say('taken.nearest', { zone: zoneOf(turn, booking.time_zone) })
        : turn.say('taken.other'),
    ].join('\n'),
    keyboard: [
      ...inRows(buttons, 2),
      [tap(turn.label('visit_moving.calendar'), { ...target, step: 'month' }), ...backRow(turn, target)],
    ],
  };
};

const momentTap = (turn: Turn, target: Target, { zone, starts_at }: { zone: string; starts_at: string }): Button => {
  const { day, time } = shortMomentOf(turn, zone, starts_at);
  return tap(`${day}, ${time}`, { ...target, step: 'ask', at: starts_at });
};
