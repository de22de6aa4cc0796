import { type Actions, AppError, type BulkSelection, type ItemStatus, isSameJson, type Output } from '@okno/contract';
import { type Actor, type Ctx, nobody } from '../../ctx.ts';
import type { InTenant, Tx } from '../../db/tx.ts';
import { isDeadlock, toRefusal } from '../../faults.ts';
import { LateRefusal } from '../../late-refusal.ts';
import {
  actingAs,
  cancelBooking,
  findBooking,
  listBookings,
  lockBooking,
  lockMoves,
  markVisit,
  moveBooking,
  refuseChange,
} from '../bookings/index.ts';
import { countReview } from '../reviews/index.ts';
import { findTenantRules } from '../tenants/index.ts';
import { type BookingChange, differing, lastFirst, type Standing, standingAfter } from './rules-bulk-bookings.ts';
import { type Bulk, lockBulk, updateBulk } from './store.ts';
import { findNextBooking, type SettledBooking, settleBooking } from './store-bulk-bookings.ts';

type Sample = Output<Actions['editing.bulk_preview']>['samples'][number];

const missing = (): AppError => new AppError('not_found', { what: 'booking', field: 'id' });

const standingOf = async ({ tx, actor }: Ctx, id: string): Promise<Standing & { readonly name: string }> => {
  const booking = await findBooking(tx, id, { scope: 'all', language: actor.language });
  if (booking === undefined) throw missing();
  const { status, starts_at, specialist, client } = booking;
  return { status, starts_at, specialist_id: specialist.id, name: client.name };
};

/** The bookings that are meant, as they stand; of ids those that are there. */
export const listChosen = async ({ tx, actor }: Ctx, selection: BulkSelection, limit: number) => {
  const {
    ids = null,
    status,
    specialist_id = null,
    service_id = null,
    client_id = null,
    from = null,
    to = null,
  } = selection;
  const filter = {
    ids,
    statuses: status === undefined ? null : [status],
    specialist_id,
    service_id,
    client_id,
    from,
    to,
  };
  const view = { scope: 'all', language: actor.language, page: 1, limit } as const;
  const found = await listBookings(tx, { ...filter, order: 'asc' }, view);
  return found.map((one) => ({
    id: one.id,
    status: one.status,
    starts_at: one.starts_at,
    specialist_id: one.specialist.id,
  }));
};

/** What would become of one; whether its new time is free is not tried. */
export const sampleOfBooking = async (ctx: Ctx, change: BookingChange, id: string): Promise<Sample> => {
  const nothing = { id, name: '', before: {}, after: {}, reason: null, rule: null };
  try {
    const [{ name, ...standing }, rules] = await Promise.all([standingOf(ctx, id), findTenantRules(ctx.tx)]);
    const after = standingAfter(standing, change);
    const known = { ...nothing, name, before: differing(standing, after), after: differing(after, standing) };
    if (isSameJson(standing, after)) return known;
    const booking = { status: standing.status, starts_at: Date.parse(standing.starts_at) };
    const by = actingAs(ctx.actor, standing.specialist_id);
    const refused = refuseChange(change.act, booking, { by, now: ctx.now, ...rules });
    return refused === null ? known : { ...nothing, name, reason: refused };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ...nothing, reason: error.code };
  }
};

/** Whoever asked for it, as far as it matters by now: people act as staff, everything else as a program. */
const actorOf = (tenant_id: string, { actor, by }: Bulk): Actor => ({
  ...nobody(tenant_id, actor, 'en'),
  name: by,
  ...(actor.startsWith('telegram:')
    ? ({ role: 'moderator', via: 'session' } as const)
    : ({ role: 'bot', via: 'service' } as const)),
});

/** Held from others until the end; a booking's moves come before all other locks (docs/rules.md#booking). */
const hold = async ({ tx }: Ctx, id: string, moves: boolean): Promise<void> => {
  if (moves) lockMoves(tx, id);
  else await lockBooking(tx, id, 'all');
};

type Bringing = Pick<BookingChange, 'act' | 'reason'> & { readonly outside_rules: boolean };

const bring = async (ctx: Ctx, id: string, to: Standing, how: Bringing): Promise<void> => {
  const { starts_at, specialist_id, status } = to;
  const { act, reason = null, outside_rules } = how;
  if (act === 'move') await moveBooking(ctx, { id, starts_at, specialist_id, outside_rules, reason, message: null });
  else if (status === 'cancelled') await cancelBooking(ctx, { id, reason });
  else if (status === 'completed' || status === 'no_show') await markVisit(ctx, id, status, countReview);
  else throw new AppError('booking_not_changeable');
};

const apply = async (ctx: Ctx, change: BookingChange, id: string): Promise<SettledBooking> => {
  await hold(ctx, id, change.act === 'move');
  const { name: _, ...before } = await standingOf(ctx, id);
  const after = standingAfter(before, change);
  if (isSameJson(before, after)) return { status: 'unchanged' };
  await bring(ctx, id, after, { ...change, outside_rules: change.outside_rules === true });
  return { status: 'changed', before, after };
};

type Done = { readonly before: Standing | null; readonly after: Standing | null };

/** What somebody has changed since stays (docs/rules.md#bulk-edit). Back it goes whatever the hours, but never over what is taken. */
const takeBack = async (
  ctx: Ctx,
  change: BookingChange,
  id: string,
  { before, after }: Done,
): Promise<SettledBooking> => {
  await hold(ctx, id, change.act === 'move');
  const { name: _, ...standing } = await standingOf(ctx, id);
  if (before === null || !isSameJson(standing, after)) throw new AppError('changed_meanwhile');
  await bring(ctx, id, before, { act: change.act, outside_rules: true });
  return { status: 'undone' };
};

/** The booking that is being dealt with, and whether it is taken back. */
type Tried = { readonly id: string; readonly undoing: boolean };

const stateBefore = (undoing: boolean): ItemStatus => (undoing ? 'changed' : 'waiting');

type Of = { readonly tenant_id: string; readonly bulk_id: string };

/** Does the next one, of which `onTry` hears before; false when there is none left. */
const doNext = async (tx: Tx, { tenant_id, bulk_id }: Of, onTry: (tried: Tried) => void): Promise<boolean> => {
  const bulk = await lockBulk(tx, bulk_id);
  if (bulk === undefined || bulk.status === 'done' || bulk.status === 'undone') return false;
  const undoing = bulk.status === 'undoing';
  const next = await findNextBooking(tx, {
    bulk_id,
    status: stateBefore(undoing),
    last_first: lastFirst(bulk.change, undoing),
  });
  if (next === undefined) {
    updateBulk(tx, bulk_id, undoing ? 'undone' : 'done', true);
    return false;
  }
  onTry({ id: next.id, undoing });
  const ctx: Ctx = { tx, actor: actorOf(tenant_id, bulk), now: await tx.now, request_id: bulk_id };
  const change = bulk.change as BookingChange;
  const settled = undoing ? await takeBack(ctx, change, next.id, next) : await apply(ctx, change, next.id);
  settleBooking(tx, { bulk_id, id: next.id, from: stateBefore(undoing) }, settled);
  return true;
};

const refusalOf = async (tx: Tx, error: unknown): Promise<AppError> =>
  error instanceof LateRefusal ? error.explain(tx) : toRefusal(error, 'bookings.move');

/**
 * Does the next of a change of many bookings, in a transaction of its own: what is refused by the database, maybe only at its
 * commit, ends it; and locks of several bookings would be taken in an order that nobody else keeps. Whether there is more to do.
 * @throws what is no refusal
 */
export const changeNextBooking = async (inTenant: InTenant, of: Of): Promise<boolean> => {
  let tried: Tried | undefined;
  try {
    return await inTenant(of.tenant_id, (tx) =>
      doNext(tx, of, (one) => {
        tried = one;
      }),
    );
  } catch (error) {
    const failed = tried;
    if (failed === undefined) throw error;
    // Nothing of it was done, and it is tried again.
    if (isDeadlock(error)) return true;
    await inTenant(of.tenant_id, async (tx) => {
      await lockBulk(tx, of.bulk_id);
      const refusal = await refusalOf(tx, error);
      if (refusal.status >= 500) throw error;
      const { id, undoing } = failed;
      const status = undoing ? 'kept' : 'skipped';
      // Another process may have managed in between.
      settleBooking(tx, { bulk_id: of.bulk_id, id, from: stateBefore(undoing) }, { status, reason: refusal.code });
    });
    return true;
  }
};
