import { type Actions, AppError, type Booking, type Call, type Output, type Parsed, type Series } from '@okno/contract';
import { createFakeHours } from './fake-hours.test.ts';
import {
  ANNA,
  clock,
  DAY_MS,
  dayOf,
  daysFrom,
  HAIRCUT,
  HOUR_MS,
  instant,
  midnight,
  NOW,
  page,
  uuid,
  ZONE,
} from './fake-salon.test.ts';

type Absence = Output<Actions['scheduling.time_off']>['items'][number];
type Delay = Output<Actions['bookings.delay']>;
type Line = Output<Actions['bookings.history']>['items'][number];

type Salon = {
  readonly bookings: Map<string, Booking>;
  readonly find: (id: string) => Booking;
};

/** What the staff of the salon in memory may ask: everybody works from ten to six, Monday to Saturday. */
export const createFakeStaff = ({ bookings, find }: Salon) => {
  const absences: Absence[] = [];
  const told = new Map<string, number>();
  const histories = new Map<string, Line[]>();
  const series: Series[] = [];
  const notes: string[] = [];
  const answered = new Map<string, unknown>();
  /** Clients who have no chat, by their ids. */
  const silent = new Set<string>();
  /** Visits whose clients were asked to move them. */
  const asked = new Set<string>();

  /** One key has one effect. */
  const once = <T>(call: Call, work: () => T): T => {
    if (call.idempotency_key === undefined) return work();
    const key = `${call.name} ${call.idempotency_key}`;
    if (!answered.has(key)) answered.set(key, work());
    return answered.get(key) as T;
  };

  const change = (id: string, fields: Partial<Booking>, line: Pick<Line, 'change'> & Partial<Line>): Booking => {
    const before = find(id);
    const booking = { ...before, ...fields };
    bookings.set(id, booking);
    const entry = {
      at: instant(NOW),
      by: 'staff' as const,
      name: 'Anna',
      before: null,
      after: null,
      reason: null,
      ...line,
    };
    histories.set(id, [entry, ...(histories.get(id) ?? [])]);
    return booking;
  };

  const mark = (id: string, status: 'completed' | 'no_show'): Booking => {
    const booking = find(id);
    if (booking.status === 'cancelled') throw new AppError('booking_not_changeable');
    if (Date.parse(booking.starts_at) > NOW) throw new AppError('not_started');
    return change(id, { status }, { change: status });
  };

  const workingOn = (day: string) => {
    const override = overrides.get(day);
    if (override === undefined && new Date(`${day}T12:00:00Z`).getUTCDay() === 0) return [];
    const intervals = override?.intervals ?? [{ from: '10:00', to: '18:00' }];
    return intervals.map(({ from, to }) => ({
      starts_at: instant(clock(day, from)),
      ends_at: instant(clock(day, to)),
    }));
  };

  const visitsOf = (specialist: string) =>
    [...bookings.values()]
      .filter((one) => one.specialist.id === specialist && one.status !== 'cancelled')
      .sort((one, other) => one.starts_at.localeCompare(other.starts_at));

  const { handlers: ofHours, overrides, weeks } = createFakeHours({ visitsOf, once });

  const overlap = (one: { starts_at: string; ends_at: string }, from: number, to: number): boolean =>
    Date.parse(one.starts_at) < to && Date.parse(one.ends_at) > from;

  const delayOf = (input: Parsed<Actions['bookings.delay']>): Delay => ({
    time_zone: ZONE,
    minutes: input.minutes,
    visits: visitsOf(input.id)
      .filter(({ status, starts_at }) => status === 'confirmed' && dayOf(starts_at) === dayOf(NOW))
      .filter(({ starts_at }) => Date.parse(starts_at) > NOW - input.minutes * 60_000)
      .map((booking) => {
        const told_minutes = told.get(booking.id) ?? null;
        const unaware = booking.client.phone === null ? ('no_chat' as const) : ('new' as const);
        return {
          booking,
          late_minutes: input.minutes,
          expected_at: instant(Date.parse(booking.starts_at) + input.minutes * 60_000),
          told_minutes,
          news: told_minutes !== null && told_minutes >= input.minutes ? ('known' as const) : unaware,
        };
      }),
  });

  const addTimeOff = (input: Parsed<Actions['scheduling.add_time_off']>): Absence => {
    const from = input.first_day === undefined ? Date.parse(input.starts_at ?? '') : midnight(input.first_day);
    const last = input.last_day ?? input.first_day ?? '';
    const to = input.first_day === undefined ? Date.parse(input.ends_at ?? '') : midnight(last) + DAY_MS;
    const taken = [...visitsOf(input.id).map((one) => ({ ...one, kind: 'booking' })), ...absences].filter((one) =>
      overlap(one, from, to),
    );
    if (taken.length > 0)
      throw new AppError('time_taken', {
        taken: taken.map(({ id, kind, starts_at, ends_at }) => ({ id, kind, starts_at, ends_at })),
      });
    const id = uuid(700 + absences.length);
    const absence: Absence = { id, kind: 'time_off', starts_at: instant(from), ends_at: instant(to), note: null };
    absences.push(absence);
    return absence;
  };

  const handlers = {
    ...ofHours,
    'bookings.complete': ({ id }: { id: string }, call: Call) => once(call, () => mark(id, 'completed')),
    'bookings.no_show': ({ id }: { id: string }, call: Call) => once(call, () => mark(id, 'no_show')),
    'bookings.cancel': ({ id, reason }: Parsed<Actions['bookings.cancel']>, call: Call) =>
      once(call, () => {
        if (find(id).status === 'cancelled') throw new AppError('booking_not_changeable');
        return change(id, { status: 'cancelled' }, { change: 'cancelled', reason: reason ?? null });
      }),
    'bookings.move': ({ id, starts_at }: Parsed<Actions['bookings.move']>, call: Call) =>
      once(call, () => {
        const before = find(id);
        const taken = visitsOf(before.specialist.id).some(
          (one) => one.id !== id && Date.parse(one.starts_at) === Date.parse(starts_at),
        );
        if (taken) {
          const later = { starts_at: instant(Date.parse(starts_at) + HOUR_MS), specialist_id: before.specialist.id };
          throw new AppError('slot_taken', { nearest: [later] });
        }
        const start = instant(Date.parse(starts_at));
        const fields = { starts_at: start, ends_at: instant(Date.parse(starts_at) + HOUR_MS) };
        return change(id, fields, { change: 'moved', before: { starts_at: before.starts_at }, after: fields });
      }),
    'bookings.history': (input: Parsed<Actions['bookings.history']>) => page(histories.get(input.id) ?? [], input),
    'bookings.ask_to_move': ({ id }: { id: string }) => {
      const visit = find(id);
      const { client, status, starts_at } = visit;
      if (status !== 'confirmed') throw new AppError('booking_not_changeable');
      if (asked.has(id)) return { id, news: 'known' as const };
      if (client.phone === null) return { id, news: 'no_chat' as const };
      asked.add(id);
      bookings.set(id, { ...visit, changeable_until: starts_at });
      return { id, news: 'new' as const };
    },
    'bookings.delay': delayOf,
    'bookings.tell_late': (input: Parsed<Actions['bookings.tell_late']>, call: Call) =>
      once(call, () => {
        const delay = delayOf(input);
        for (const { booking, news, late_minutes } of delay.visits)
          if (news === 'new') told.set(booking.id, late_minutes);
        return delay;
      }),
    'clients.get': ({ id }: { id: string }): Output<Actions['clients.get']> => ({
      ...{
        id,
        name: 'Olga',
        phone: '+79990001122',
        email: null,
        reachable: !silent.has(id),
        telegram_id: silent.has(id) ? null : 4242,
        tags: [],
        created_at: instant(NOW),
      },
      ...{ forgotten_at: null, last_visit: null, upcoming: 1, notes: notes.length },
      record: { visits: 6, completed: 5, no_shows: 1, cancelled: 2 },
    }),
    'clients.list_notes': (input: Parsed<Actions['clients.list_notes']>) =>
      page(
        notes.map((text, index) => ({ id: uuid(800 + index), text, author: 'Anna', at: instant(NOW) })),
        input,
      ),
    'scheduling.range': ({ specialist_id, from, to }: Parsed<Actions['scheduling.range']>) => ({
      time_zone: ZONE,
      days: daysFrom(from, to).map((date) => ({
        date,
        working: workingOn(date),
        taken: [
          ...visitsOf(specialist_id).map((one) => ({ ...one, kind: 'booking' as const, seats: 1, seats_taken: 1 })),
          ...absences.map((one) => ({ ...one, seats: 1, seats_taken: 0 })),
        ].filter((one) => overlap(one, midnight(date), midnight(date) + DAY_MS)),
      })),
    }),
    'scheduling.time_off': (input: Parsed<Actions['scheduling.time_off']>) => page(absences, input),
    'scheduling.add_time_off': (input: Parsed<Actions['scheduling.add_time_off']>, call: Call) =>
      once(call, () => addTimeOff(input)),
    'scheduling.remove_time_off': ({ time_off_id }: Parsed<Actions['scheduling.remove_time_off']>) => {
      const at = absences.findIndex(({ id }) => id === time_off_id);
      const [gone] = at === -1 ? [] : absences.splice(at, 1);
      if (gone === undefined) throw new AppError('not_found');
      return gone;
    },
    'series.list': (input: Parsed<Actions['series.list']>) => page(series, input),
    'series.get': ({ id }: { id: string }) => {
      const found = series.find((one) => one.id === id);
      if (found === undefined) throw new AppError('not_found');
      return found;
    },
  };
  return { handlers, asked, silent, absences, overrides, weeks, told, notes, histories, series };
};

/** A weekly series of Anna's. */
export const seriesOf = (occurrences: Series['occurrences']): Series => ({
  status: 'active',
  ...{ id: uuid(900), ended_reason: null, time_zone: ZONE, rrule: 'FREQ=WEEKLY', exdates: [] },
  service: { id: HAIRCUT, name: 'Haircut' },
  specialist: { id: ANNA, name: 'Anna' },
  client: { id: uuid(21), name: 'Olga' },
  ...{ starts_at_local: '2026-03-03T12:00:00', ends_before: null, extended_until: instant(NOW + 90 * DAY_MS) },
  ...{ follows: null, note: null, created_at: instant(NOW), occurrences },
});
