import type { Booking, WaitlistEntry } from '@okno/contract';
import { endHold } from '../modules/bookings/jobs.ts';
import { attendWaitlist } from '../modules/waitlist/jobs.ts';
import type { TestBackend } from './backend.ts';
import { slotAt } from './bookings.ts';
import type { Studio } from './studio.ts';

/** Tuesday the 4th, on which most tests wait. */
export const DAY = '2031-03-04';

/**
 * Works from ten to twelve: two visits of an hour a day, so that a day is soon full. Where the business is it is noon
 * when the tests begin: at night offers would be held until the morning.
 */
export const TWO_A_DAY = {
  business_zone: 'Asia/Dubai',
  intervals: [{ from_minute: 600, to_minute: 720 }],
  service: { step_minutes: 60, duration_minutes: 60 },
} as const;

export const book = ({ as, ...studio }: Studio, who: number, time: string, day = DAY): Promise<Booking> =>
  as(who)('bookings.create', slotAt({ as, ...studio }, time, day));

/** Both hours of a day are taken, by clients 1901 and 1902. */
export const fillDay = async (studio: Studio, day = DAY): Promise<readonly [Booking, Booking]> => [
  await book(studio, 1901, '10:00', day),
  await book(studio, 1902, '11:00', day),
];

type Wish = {
  specialist_id?: string | null;
  from_day?: string;
  to_day?: string;
  from_minute?: number;
  to_minute?: number;
};

/** Somebody waits for the first specialist on Tuesday the 4th, or whatever differs. */
export const wait = (studio: Studio, who: number, wish: Wish = {}): Promise<WaitlistEntry> =>
  studio.as(who)('waitlist.join', {
    service_id: studio.service_id,
    specialist_id: studio.specialist_id,
    from_day: DAY,
    to_day: DAY,
    ...wish,
  });

type Claimed = { readonly due_id: string; readonly kind: 'waitlist' | 'booking_hold' };

/** Takes what is due of holds and of the waiting list out of the timetable, as the engine does. */
export const claim = (
  { rows, clockOffset }: TestBackend,
  { tenant_id }: Studio,
  kinds: readonly Claimed['kind'][] = ['waitlist', 'booking_hold'],
): Promise<Claimed[]> =>
  rows<Claimed>(
    `delete from due where tenant_id = $1 and kind = any($2) and fire_at <= now() + $3 * interval '1 ms'
      returning id as due_id, kind`,
    [tenant_id, kinds, clockOffset()],
  );

/** Runs one thing that is due, as often as one likes. */
export const run = ({ backend }: TestBackend, { tenant_id }: Studio, { due_id, kind }: Claimed) => {
  const job = kind === 'waitlist' ? attendWaitlist : endHold;
  return job(backend.inTenant)({ tenant_id, id: due_id, kind, due_id, attempt: 1 });
};

/** Does what is due of holds and of the waiting list, and what follows from it, until nothing is. */
export const attend = async (world: TestBackend, studio: Studio): Promise<void> => {
  for (let due = await claim(world, studio); due.length > 0; due = await claim(world, studio))
    for (const one of due) {
      let result = await run(world, studio, one);
      while (one.kind === 'waitlist' && !result.done) result = await run(world, studio, one);
    }
};

/** Who is offered what at present: `1001 10:00`. */
export const offersOf = async (studio: Studio): Promise<string[]> => {
  const { items } = await studio.program('waitlist.list', { limit: 100 });
  return items.flatMap(({ client, offer }) =>
    offer === null ? [] : [`${client.name.replace('Person ', '')} ${offer.starts_at.slice(11, 16)}`],
  );
};
