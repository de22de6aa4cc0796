import {
  type ActionName,
  type Actions,
  AppError,
  actions,
  type Booking,
  type Call,
  type Input,
  type Language,
  type Output,
  type Parsed,
  type Transport,
} from '@okno/contract';
import { createFakeBroadcasts } from './fake-broadcasts.test.ts';
import { createFakeOffice, parseAs } from './fake-office.test.ts';
import {
  ANNA,
  BORIS,
  daysFrom,
  freeTime,
  HAIRCUT,
  HOUR_MS,
  inOrder,
  instant,
  NOW,
  page,
  roleOf,
  salonServices,
  salonSpecialists,
  salonStatistics,
  uuid,
  YOGA,
  ZONE,
} from './fake-salon.test.ts';
import { createFakeSelf } from './fake-self.test.ts';
import { createFakeSeries } from './fake-series.test.ts';
import { createFakeStaff } from './fake-staff.test.ts';
import { createFakeTexts } from './fake-texts.test.ts';
import { createFakeWishes } from './fake-wishes.test.ts';

export { ANNA, BORIS, HAIRCUT, NOW, uuid, YOGA, ZONE };

type Handlers = { [N in ActionName]?: (input: Parsed<Actions[N]>, call: Call) => Output<Actions[N]> };
type Me = Output<Actions['people.me']>;

export type FakeBackend = ReturnType<typeof createFakeBackend>;

/** A salon in memory behind the contract: what goes in and out is checked by it, as in the real one. */
export const createFakeBackend = (
  options: { business?: string; language?: Language; staff?: boolean | 'moderator'; role?: Me['role'] } = {},
) => {
  const bookings = new Map<string, Booking>();
  /** Days on which everything is taken. */
  const full = new Set<string>();
  const answered = new Map<string, Booking>();
  /** Answers by action and idempotency key: whoever asks with the same key again is told the same, and nothing happens. */
  const kept = new Map<string, unknown>();
  const calls: Call[] = [];
  type Failure = { readonly error: Error; left: number };
  const failures = new Map<string, Failure>();
  const losses = new Map<string, Failure>();
  const failAs = (planned: Map<string, Failure>, name: string): void => {
    const failure = planned.get(name);
    if (failure === undefined || --failure.left >= 0) return;
    planned.delete(name);
    throw failure.error;
  };
  const reachable = new Map<number, boolean>();
  const languages = new Map<string, Language>();
  const { handlers: ofSelf, self, ...own } = createFakeSelf(bookings);
  const wordings = createFakeTexts();
  const statistics = salonStatistics();
  const services = salonServices();
  const specialists = salonSpecialists();
  const office = createFakeOffice(bookings, { services });
  /** What the person may do; a test may take it away. */
  const rights: { role: Me['role'] } = { role: options.role ?? roleOf(options.staff) };

  const me = ({ caller }: Call): Me => {
    const [key, name] = caller.via === 'telegram' ? [`${caller.bot_id}:${caller.telegram_id}`, caller.name] : ['', ''];
    return {
      role: rights.role,
      name,
      language: languages.get(key) ?? options.language ?? caller.language ?? 'ru',
      client_id: self.client_id,
      specialist_id: options.staff === true ? ANNA : null,
      tenant: {
        slug: 'demo',
        name: options.business ?? 'Salon',
        time_zone: ZONE,
        cancel_notice_minutes: 1440,
        phone: '+74951234567',
        address: 'Arbat 1',
      },
    };
  };

  const slotsOf = (date: string, service_id: string, specialist_id: string | undefined) => {
    if (full.has(date) || new Date(`${date}T00:00:00Z`).getUTCDay() === 0) return [];
    const giving = specialists.filter((one) => one.service_ids.includes(service_id));
    return Array.from({ length: 8 }, (_, hour) => Date.parse(`${date}T07:00:00Z`) + hour * HOUR_MS)
      .filter((start) => start > NOW)
      .flatMap((start) =>
        giving
          .filter((one) => specialist_id === undefined || one.id === specialist_id)
          .map((one) => ({
            starts_at: instant(start),
            ends_at: instant(start + HOUR_MS),
            specialist_id: one.id,
            seats_left: service_id === YOGA ? 3 : 1,
          })),
      )
      .filter(
        (slot) =>
          ![...bookings.values()].some(
            (one) =>
              one.status === 'confirmed' &&
              one.starts_at === slot.starts_at &&
              one.specialist.id === slot.specialist_id,
          ),
      );
  };

  /** Olga, unless the staff book for somebody they know. */
  const clientOf = (id: string | undefined): Booking['client'] => {
    const known = id === undefined ? undefined : office.clients.get(id);
    return known ?? { id: uuid(21), name: 'Olga', phone: '+79990001122' };
  };

  const create = (input: Parsed<Actions['bookings.create']>, call: Call): Booking => {
    const key = call.idempotency_key ?? '';
    const before = answered.get(key);
    if (before !== undefined) return before;
    const specialist_id = input.specialist_id ?? BORIS;
    const booking: Booking = {
      id: uuid(100 + bookings.size),
      status: 'confirmed',
      starts_at: input.starts_at,
      ends_at: instant(Date.parse(input.starts_at) + HOUR_MS),
      time_zone: ZONE,
      service: { id: input.service_id, name: services.find(({ id }) => id === input.service_id)?.name ?? '' },
      specialist: { id: specialist_id, name: specialists.find(({ id }) => id === specialist_id)?.name ?? '' },
      room: null,
      client: clientOf(input.client_id),
      price_minor: 200_000,
      currency: 'RUB',
      changeable_until: instant(Date.parse(input.starts_at) - 24 * HOUR_MS),
      held_until: null,
      created_at: instant(NOW),
    };
    bookings.set(booking.id, booking);
    answered.set(key, booking);
    return booking;
  };

  const loadOf = (date: string, free: number) => {
    if (full.has(date)) return 'full' as const;
    return free > 0 ? ('free' as const) : ('closed' as const);
  };

  const find = (id: string): Booking => {
    const booking = bookings.get(id);
    if (booking === undefined) throw new AppError('not_found');
    return booking;
  };

  const staff = createFakeStaff({ bookings, find });
  const names = (ids: { service_id: string; specialist_id: string; client_id: string }) => ({
    service: { id: ids.service_id, name: services.find(({ id }) => id === ids.service_id)?.name ?? '' },
    specialist: { id: ids.specialist_id, name: specialists.find(({ id }) => id === ids.specialist_id)?.name ?? '' },
    client: { id: ids.client_id, name: clientOf(ids.client_id).name },
  });
  const { handlers: ofSeries, elsewhere } = createFakeSeries({ bookings, series: staff.series, names });
  const broadcasts = createFakeBroadcasts();
  const { handlers: ofWishes, ...wishes } = createFakeWishes({ bookings, find, services, specialists });

  const handlers: Handlers = {
    ...wordings.handlers,
    ...statistics.handlers,
    'people.accept_invitation': ({ code }, call) => {
      const invitation = office.invited.find((one) => one.code === code);
      if (invitation === undefined) throw new AppError('not_found');
      rights.role = invitation.role;
      return me(call);
    },
    'people.me': (_, call) => me(call),
    'people.update_me': ({ language }, call) => {
      const { caller } = call;
      if (language && caller.via === 'telegram') languages.set(`${caller.bot_id}:${caller.telegram_id}`, language);
      return me(call);
    },
    'people.set_reachable': (input, { caller }) => {
      if (caller.via === 'telegram') reachable.set(caller.telegram_id, input.reachable);
      return input;
    },
    'people.list_specialists': (input) => page(specialists, input),
    'services.list': (input) => page(services, input),
    ...freeTime(slotsOf, loadOf),
    'bookings.create': create,
    'bookings.get': ({ id }) => find(id),
    'bookings.list': (input) =>
      page(
        [...bookings.values()]
          .filter(({ status }) => input.status === undefined || status === input.status)
          .filter(({ specialist }) => input.specialist_id === undefined || specialist.id === input.specialist_id)
          .filter(({ ends_at }) => input.from === undefined || Date.parse(ends_at) > Date.parse(input.from))
          .filter(({ starts_at }) => input.to === undefined || Date.parse(starts_at) < Date.parse(input.to)),
        input,
      ),
    'bookings.agenda': ({ date, specialist_id = ANNA }) => ({
      time_zone: ZONE,
      date: date ?? '2026-03-02',
      working: [{ starts_at: `${date ?? '2026-03-02'}T07:00:00Z`, ends_at: `${date ?? '2026-03-02'}T15:00:00Z` }],
      bookings: [...bookings.values()].filter(
        ({ starts_at, specialist }) => starts_at.startsWith(date ?? '2026-03-02') && specialist.id === specialist_id,
      ),
    }),
    ...ofWishes,
    ...broadcasts.handlers,
    ...ofSeries,
    'scheduling.free_slots_range': ({ from, to, service_id, specialist_id }) => ({
      time_zone: ZONE,
      days: daysFrom(from, to).map((date) => {
        const slots = slotsOf(date, service_id, specialist_id);
        return { date, load: loadOf(date, slots.length), slots };
      }),
    }),
    ...inOrder(options, { self: ofSelf, office: office.handlers, staff: staff.handlers }),
  };

  const transport: Transport = async (call) => {
    calls.push(call);
    failAs(failures, call.name);
    const name = call.name as ActionName;
    if (!actions[name].roles.includes(rights.role)) throw new AppError('forbidden');
    const handler = handlers[name] as ((input: unknown, call: Call) => unknown) | undefined;
    if (handler === undefined) throw new AppError('not_found');
    const key = `${name} ${call.idempotency_key}`;
    if (call.idempotency_key !== undefined && kept.has(key)) return kept.get(key);
    const output = actions[name].output.parse(handler(parseAs(name, call.input), call));
    kept.set(key, output);
    failAs(losses, call.name);
    return output;
  };

  return {
    transport,
    staff,
    wordings,
    summary: statistics.summary,
    calls,
    office,
    rights,
    bookings,
    ...wishes,
    broadcasts,
    elsewhere,
    self,
    ...own,
    full,
    services,
    specialists,
    reachable,
    /** Makes the next call of an action fail, or one after so many that do not. */
    fail: (name: ActionName, error: Error, after = 0) => failures.set(name, { error, left: after }),
    /** The same after the effect: the work is done, and its answer is lost. */
    lose: (name: ActionName, after = 0) => losses.set(name, { error: new AppError('unavailable'), left: after }),
    callsOf: (name: ActionName) => calls.filter((call) => call.name === name),
    /** A booking made outside the bot. */
    book: (input: Input<Actions['bookings.create']>): Booking =>
      create(actions['bookings.create'].input.parse(input), {
        name: 'bookings.create',
        input,
        caller: { via: 'service', tenant: 'demo', language: 'en' },
        request_id: 'outside',
        idempotency_key: `outside-${bookings.size}`,
      }),
  };
};
