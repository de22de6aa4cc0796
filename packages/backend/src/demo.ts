import { randomUUID } from 'node:crypto';
import type { Transport } from '@okno/contract';
import type { InTenant, Tx } from './db/tx.ts';
import { DEMO_CLIENTS, DEMO_OWNER, DEMO_SERVICES, DEMO_SPECIALISTS, DEMO_TENANT } from './demo-content.ts';
import { isLocked } from './faults.ts';
import { insertBooking } from './modules/bookings/index.ts';
import { insertClient, insertSpecialist, saveStaff } from './modules/people/index.ts';
import { insertReservation, insertWorkingHours, saveOverride, takeTimeOff } from './modules/scheduling/index.ts';
import { insertGiver, insertService } from './modules/services/index.ts';
import { insertTenantOnce } from './modules/tenants/index.ts';
import { epochToDay, formatInstant, instantToLocal, localToInstant, MINUTE_MS, weekdayOf } from './time.ts';

type Given = { readonly service_id: string; readonly specialist_id: string };

/** Whose the studio is when somebody else was first; otherwise what was made, and when. */
type Made = { readonly owner: string } | { readonly now: number; readonly given: readonly Given[] };

/** Whoever is about to make it may need longer than a lock is waited for (ten seconds): it is asked for so often. */
const ATTEMPTS = 6;

/**
 * Fills a database with the studio of the demo: specialists, services, hours, last week's visits and some bookings
 * ahead. The bookings ahead go through the one door like everybody's. Returns the id of the tenant; of several processes that
 * begin at once with an empty database one makes it, and the others take it as it is.
 */
export const seedDemo = async ({ inTenant, call }: { inTenant: InTenant; call: Transport }): Promise<string> => {
  const tenant_id = randomUUID();
  const make = async (tx: Tx): Promise<Made> => {
    const owner = await insertTenantOnce(tx, DEMO_TENANT);
    if (owner !== tenant_id) return { owner };
    const given = insertTeam(tx);
    const now = await tx.now;
    await insertAbsences(tx, now, given);
    await insertPast(tx, now, given);
    return { now, given };
  };
  const made = await unlessLocked(() => inTenant(tenant_id, make));
  if ('owner' in made) return made.owner;
  await bookAhead(call, made.now, made.given);
  return tenant_id;
};

/** Done anew when a lock was not to be had in time; @throws what it threw at last, and at once what is no lock */
const unlessLocked = async <T>(work: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; attempt < ATTEMPTS; attempt += 1)
    try {
      return await work();
    } catch (error) {
      if (!isLocked(error)) throw error;
    }
  return work();
};

/** The staff and what they give; one pair of ids for every service and giver. */
const insertTeam = (tx: Tx): Given[] => {
  const ids = new Map<string, string>();
  for (const [position, { key, en, telegram_id, weekdays, intervals, ...row }] of DEMO_SPECIALISTS.entries()) {
    const id = randomUUID();
    ids.set(key, id);
    insertSpecialist(tx, { id, ...row, position, translations: { en }, time_zone: DEMO_TENANT.time_zone });
    insertWorkingHours(tx, { specialist_id: id, weekdays, intervals });
    saveStaff(tx, { telegram_id, name: row.name, role: 'specialist', specialist_id: id });
  }
  saveStaff(tx, { ...DEMO_OWNER, role: 'super_admin', specialist_id: null });
  return DEMO_SERVICES.flatMap(({ by, en, ...row }, position) => {
    const service_id = randomUUID();
    const money = { currency: DEMO_TENANT.currency, horizon_days: 60 };
    insertService(tx, { id: service_id, ...row, ...money, position, translations: { en } });
    return by.map((key) => {
      const specialist_id = ids.get(key) ?? '';
      insertGiver(tx, { service_id, specialist_id });
      return { service_id, specialist_id };
    });
  });
};

/** Even here somebody is away for a while, and somebody works other hours on a day. */
const insertAbsences = async (tx: Tx, now: number, given: readonly Given[]): Promise<void> => {
  const zone = DEMO_TENANT.time_zone;
  const today = instantToLocal(zone, now).day;
  const [first, last] = [given[0], given.at(-1)];
  if (first === undefined || last === undefined) return;
  const [starts_at, ends_at] = [today + 16, today + 19].map((day) => formatInstant(localToInstant(zone, day, 0)));
  await takeTimeOff(tx, {
    specialist_id: first.specialist_id,
    kind: 'time_off',
    starts_at: `${starts_at}`,
    ends_at: `${ends_at}`,
    note: 'Отпуск',
  });
  const early = [{ from_minute: 8 * 60, to_minute: 12 * 60 }];
  saveOverride(tx, { specialist_id: last.specialist_id, day: epochToDay(today + 8), intervals: early });
};

const PAST_DAYS = 7;
const [STYLING] = DEMO_SERVICES;

/** Last week's visits to the first specialist, one each working day at noon. */
const insertPast = async (tx: Tx, now: number, [styling]: readonly Given[]): Promise<void> => {
  if (styling === undefined) return;
  const today = instantToLocal(DEMO_TENANT.time_zone, now).day;
  const workdays: readonly number[] = DEMO_SPECIALISTS[0].weekdays;
  for (let ago = PAST_DAYS; ago > 0; ago -= 1) {
    if (!workdays.includes(weekdayOf(today - ago))) continue;
    const client_id = randomUUID();
    insertClient(tx, { id: client_id, name: `${DEMO_CLIENTS[ago % DEMO_CLIENTS.length]?.name}`, phone: null });
    await insertVisit(tx, {
      ...styling,
      client_id,
      start: localToInstant(DEMO_TENANT.time_zone, today - ago, 12 * 60),
    });
  }
};

const insertVisit = async (tx: Tx, visit: Given & { client_id: string; start: number }): Promise<void> => {
  const { start, ...ids } = visit;
  const time = {
    starts_at: formatInstant(start),
    ends_at: formatInstant(start + STYLING.duration_minutes * MINUTE_MS),
  };
  const room = { ...ids, ...time, buffer_before_minutes: 0, buffer_after_minutes: 0, seats: 1 };
  const reservation = await insertReservation(tx, room);
  if (reservation === undefined) return;
  const price = { price_minor: STYLING.price_minor, currency: DEMO_TENANT.currency };
  const id = randomUUID();
  const over = { status: 'completed', held_until: null, completes_at: null } as const;
  const row = { id, ...ids, ...time, ...price, ...over, reservation_id: reservation.id };
  insertBooking(tx, row, { actor: 'demo', acting_as: 'system', message: null });
};

/** The bookings ahead: for each pair the first free start of one of the coming days, so that calendars look lived in. */
const bookAhead = async (call: Transport, now: number, given: readonly Given[]): Promise<void> => {
  const caller = { via: 'service', tenant: DEMO_TENANT.slug, language: DEMO_TENANT.language } as const;
  const ask = (name: string, input: unknown) => call({ name, input, caller, request_id: 'demo' });
  const today = instantToLocal(DEMO_TENANT.time_zone, now).day;
  for (const [index, pair] of given.entries())
    for (let ahead = 1 + (index % 2); ahead <= 9; ahead += 3) {
      const day = epochToDay(today + ahead);
      const { slots } = (await ask('scheduling.free_slots_day', { ...pair, date: day })) as {
        slots: { starts_at: string }[];
      };
      const slot = slots[(index * 2 + ahead) % Math.max(1, slots.length)];
      if (slot === undefined) continue;
      const client = DEMO_CLIENTS[(index * 3 + Math.floor(ahead / 3)) % DEMO_CLIENTS.length];
      await ask('bookings.create', { ...pair, starts_at: slot.starts_at, client });
    }
};
