import { AppError, type ErrorCode, type Slot as FreeSlot } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import { LateRefusal } from '../../late-refusal.ts';
import { formatInstant } from '../../time.ts';
import { nearestSlots, nobody } from '../scheduling/index.ts';
import { findTenant } from '../tenants/index.ts';

/** A booking that is not there, or not theirs to see: both look the same. */
export const missing = (): AppError => new AppError('not_found', { what: 'booking', field: 'id' });

/** How many other times are named beside a refusal. */
const NEAREST = 5;

type Slot = {
  readonly service_id: string;
  readonly specialist_id: string | null;
  readonly starts_at: string;
  /** A reservation that whoever asks would give up. */
  readonly giving_up?: string | null;
};

/** Tells the nearest free times beside a refusal, so that nobody is left standing. */
const withNearest = (
  { now, actor }: Ctx,
  slot: Slot,
  { what, tell }: { what: string; tell: (nearest: readonly FreeSlot[]) => AppError },
): LateRefusal => {
  const { service_id, specialist_id, starts_at, giving_up = null } = slot;
  const same_as = JSON.stringify([service_id, specialist_id, starts_at, giving_up, actor.language, what]);
  return new LateRefusal(same_as, async (tx) => {
    const around = { wanted_at: Date.parse(slot.starts_at), now, count: NEAREST };
    // What is given no longer has no other times; the refusal stays what it is.
    return tell((await nearestSlots(tx, { ...slot, language: actor.language }, around).catch(nobody)) ?? []);
  });
};

/** The rules that say that somebody else has the time: the specialist's, all seats, or all rooms. */
const TAKEN: readonly string[] = ['taken', 'full', 'room_taken'];

/** The refusal of a start, with what is free near it. */
export const refusedSlot = (ctx: Ctx, slot: Slot, rule: string): LateRefusal =>
  withNearest(ctx, slot, {
    what: rule,
    tell: (nearest) =>
      TAKEN.includes(rule)
        ? new AppError('slot_taken', { nearest })
        : new AppError('slot_not_offered', { field: 'starts_at', rule, nearest }),
  });

/** The time that was kept is no longer; what is free near it. */
export const expiredHold = (ctx: Ctx, slot: Slot): LateRefusal =>
  withNearest(ctx, slot, { what: 'expired', tell: (nearest) => new AppError('hold_expired', { nearest }) });

/** A refusal that says until when it was possible (Unix milliseconds), and whom to call now. */
export const refusedChange = async ({ tx, actor }: Ctx, code: ErrorCode, until: number): Promise<AppError> => {
  if (code !== 'too_late_to_change' && code !== 'booking_not_changeable') return new AppError(code);
  const { phone } = await findTenant(tx, actor.language);
  return new AppError(code, { changeable_until: formatInstant(until), phone });
};
