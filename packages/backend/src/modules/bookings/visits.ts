import { changeableUntil } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import type { InTenant, Tx } from '../../db/tx.ts';
import type { DueResult } from '../../due.ts';
import type { DueItem } from '../../due-item.ts';
import { cancelNotifications } from '../notifications/index.ts';
import { findTenantRules } from '../tenants/index.ts';
import { missing, refusedChange } from './refusals.ts';
import { planReviewRequest } from './review-request.ts';
import { refuseChange, scopeOf } from './rules.ts';
import { actingAs, wayOf } from './rules-states.ts';
import { type By, type LockedBooking, lockBooking } from './store.ts';
import { updateToEnded } from './store-changes.ts';

type Outcome = 'completed' | 'no_show';

const CHANGES = { completed: 'complete', no_show: 'no_show' } as const;

/**
 * Marks in the name of the actor what became of a visit; what was marked before is corrected, and its review counts or
 * counts no longer (docs/rules.md#reviews).
 * @throws AppError `not_found`, `forbidden`, `booking_not_changeable`, `not_started`.
 */
export const markVisit = async (ctx: Ctx, id: string, outcome: Outcome, reviews: CountReview): Promise<void> => {
  const { tx, actor, now } = ctx;
  const [booking, rules] = await Promise.all([lockBooking(tx, id, scopeOf(actor)), findTenantRules(tx)]);
  if (booking === undefined) throw missing();
  const by = actingAs(actor, booking.specialist_id);
  const starts_at = Date.parse(booking.starts_at);
  const refused = refuseChange(CHANGES[outcome], { status: booking.status, starts_at }, { by, now, ...rules });
  if (refused !== null)
    throw await refusedChange(ctx, refused, changeableUntil(starts_at, rules.cancel_notice_minutes));
  await writeOutcome(tx, booking, { outcome, by: { actor: actor.id, acting_as: by } });
  // What had another outcome before may have been reviewed; what is marked for the first time cannot.
  if (booking.status !== outcome) await reviews(tx, id, outcome === 'completed');
};

/**
 * The review of a visit, if there is one, counts from now on, or does so no longer. The caller holds the booking's row.
 * Reviews are a module that comes later, so it is handed in.
 */
export type CountReview = (tx: Tx, booking_id: string, counts: boolean) => Promise<void>;

/**
 * A visit that nobody has marked counts as done a while after its end. Harmless to repeat: what was marked, cancelled
 * or moved meanwhile is left as it is.
 */
export const endVisit =
  (inTenant: InTenant) =>
  ({ tenant_id, due_id }: DueItem): Promise<DueResult> =>
    inTenant(tenant_id, async (tx) => {
      const [now, booking] = await Promise.all([tx.now, lockBooking(tx, due_id, 'all')]);
      if (booking !== undefined && isOver(booking, now))
        await writeOutcome(tx, booking, { outcome: 'completed', by: { actor: 'system', acting_as: 'system' } });
      return { done: true };
    });

const isOver = ({ status, completes_at }: LockedBooking, now: number): boolean =>
  completes_at !== null && Date.parse(completes_at) <= now && wayOf('complete', status, 'system').refused === null;

const writeOutcome = async (
  tx: Tx,
  booking: LockedBooking,
  { outcome, by }: { outcome: Outcome; by: By },
): Promise<void> => {
  const { id, status } = booking;
  const line = { change: outcome, before: { status }, after: { status: outcome }, reason: null };
  updateToEnded(tx, { id, status: outcome }, { by, line });
  // Nobody is told any more what the visit was to be.
  cancelNotifications(tx, id);
  if (outcome === 'completed') await planReviewRequest(tx, booking);
};
