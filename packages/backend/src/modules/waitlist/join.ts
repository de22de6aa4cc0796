import { randomUUID } from 'node:crypto';
import { type Actions, AppError, MAX_RANGE_DAYS, type Parsed, type WaitlistEntry } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import { daysBetween, dayToEpoch, formatInstant, startOfDay } from '../../time.ts';
import { checkPhone, clientOf, lockClient } from '../bookings/index.ts';
import { insertFreedRange, lastDay, loadOffer, localDay, type Offer, offerDays, toSlot } from '../scheduling/index.ts';
import { findTenantRules } from '../tenants/index.ts';
import { isWished, MAX_OPEN_ENTRIES } from './rules.ts';
import { findCrowd, findEntry, insertEntry, type NewEntry } from './store.ts';

type Input = Parsed<Actions['waitlist.join']>;

/** How many free times are named to somebody who need not wait. */
const NEAREST = 5;

/**
 * Somebody waits for a time (docs/rules.md#waitlist), at the end of the queue.
 * @throws AppError `not_found`, `invalid_input`, `phone_needed`, `slots_are_free` with the first of them, `already_waiting`,
 * `waitlist_limit_reached`.
 */
export const joinWaitlist = async (ctx: Ctx, input: Input): Promise<WaitlistEntry> => {
  const { tx, actor } = ctx;
  checkRange(input);
  const [client, rules, offer] = await Promise.all([
    clientOf(ctx, input),
    findTenantRules(tx),
    loadOffer(tx, { ...input, language: actor.language }, { from: input.from_day, to: input.to_day }),
  ]);
  checkPhone(ctx, rules);
  const wish = wishOf(input, offer.zone, client.id);
  checkBookable(ctx, input, offer);
  // Whoever waits twice at the same moment waits here for themselves.
  lockClient(tx, client.id);
  const { open, same } = await findCrowd(tx, wish);
  if (same) throw new AppError('already_waiting');
  if (open >= MAX_OPEN_ENTRIES) throw new AppError('waitlist_limit_reached', { limit: MAX_OPEN_ENTRIES });
  const free = freeOf(ctx, offer, { input, wish });
  if (free.length > 0) throw new AppError('slots_are_free', { nearest: free.slice(0, NEAREST).map(toSlot) });
  const id = randomUUID();
  insertEntry(tx, { id, ...wish });
  // What became free while this was decided is found once it is certain.
  insertFreedRange(
    tx,
    offer.givers.map(({ specialist_id }) => specialist_id),
    { starts_at: wish.begins_at, ends_at: wish.ends_at },
  );
  const entry = await findEntry(tx, id, { scope: 'all', language: actor.language });
  if (entry === undefined) throw new Error('an entry that was written down is not there');
  return entry;
};

const checkRange = ({ from_day, to_day, from_minute = 0, to_minute = 1440 }: Input): void => {
  const days = daysBetween(from_day, to_day) + 1;
  if (days < 1) throw new AppError('invalid_input', { field: 'to_day', rule: 'must not be before from_day' });
  if (days > MAX_RANGE_DAYS)
    throw new AppError('invalid_input', { field: 'to_day', rule: `at most ${MAX_RANGE_DAYS} days at once` });
  if (from_minute >= to_minute)
    throw new AppError('invalid_input', { field: 'to_minute', rule: 'must be after from_minute' });
};

/** Waiting makes sense for what can still be booked, and can already. */
const checkBookable = ({ now }: Ctx, { from_day, to_day }: Input, { staff, zone }: Offer): void => {
  if (to_day < localDay(zone, now)) throw new AppError('invalid_input', { field: 'to_day', rule: 'is over' });
  if (from_day > lastDay(staff, zone, now))
    throw new AppError('invalid_input', { field: 'from_day', rule: 'is not open for booking yet' });
};

const wishOf = (input: Input, zone: string, client_id: string): Omit<NewEntry, 'id'> => ({
  client_id,
  service_id: input.service_id,
  specialist_id: input.specialist_id,
  time_zone: zone,
  from_day: input.from_day,
  to_day: input.to_day,
  from_minute: input.from_minute ?? null,
  to_minute: input.to_minute ?? null,
  begins_at: formatInstant(startOfDay(zone, dayToEpoch(input.from_day))),
  ends_at: formatInstant(startOfDay(zone, dayToEpoch(input.to_day) + 1)),
});

type Asked = { readonly input: Input; readonly wish: Omit<NewEntry, 'id'> };

const freeOf = ({ now }: Ctx, { staff, zone }: Offer, { input, wish }: Asked) => {
  const span = { begins_at: Date.parse(wish.begins_at), ends_at: Date.parse(wish.ends_at) };
  return offerDays(staff, { zone, from_day: input.from_day, to_day: input.to_day }, now)
    .flatMap(({ slots }) => slots)
    .filter(({ starts_at }) => isWished(starts_at, { ...wish, ...span }));
};
