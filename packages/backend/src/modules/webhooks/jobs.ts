import type { InTenant, Tx } from '../../db/tx.ts';
import type { DueResult, RunDue } from '../../due.ts';
import { type Outcall, type Outcome, postSigned } from '../../outcall.ts';
import type { Secrets } from '../../secrets.ts';
import { DAY_MS, formatInstant } from '../../time.ts';
import { insertWebhookGivenUp } from '../notifications/index.ts';
import { isGivenUp, pauseAfter } from './rules.ts';
import {
  type DueDelivery,
  deleteOldDeliveries,
  findDueDelivery,
  lockWebhook,
  updateDelivered,
  updateFailed,
  updateInactive,
} from './store.ts';

type Deps = { readonly outcall: Outcall; readonly secrets: Pick<Secrets, 'open'> };

const DONE: DueResult = { done: true };
const KEPT_MS = 30 * DAY_MS;

/** What is told, the same however often it is. */
const bodyOf = ({ event, event_id, data, created_at }: DueDelivery): string =>
  JSON.stringify({ id: event_id, event, created_at, data });

/** When nothing was taken for days it is switched off, and the owners are told. */
const giveUp = (tx: Tx, webhook_id: string): void => {
  updateInactive(tx, webhook_id, { given_up: true });
  insertWebhookGivenUp(tx, webhook_id);
};

const settle = async (tx: Tx, id: string, { webhook_id, attempts }: DueDelivery, outcome: Outcome): Promise<void> => {
  // The webhook before its deliveries, like whoever switches it off; it may be gone by now, and its deliveries with it.
  if ((await lockWebhook(tx, webhook_id)) === undefined) return;
  if (outcome.taken) return updateDelivered(tx, { id, webhook_id });
  const pause_ms = pauseAfter(attempts + 1);
  const [failing_since, now] = await Promise.all([
    updateFailed(tx, { id, webhook_id, error: outcome.reason, pause_ms }),
    tx.now,
  ]);
  if (failing_since !== null && isGivenUp(Date.parse(failing_since), now)) giveUp(tx, webhook_id);
};

/** About one delivery in sixteen takes old ones away. */
const bringsTheBroom = (id: string): boolean => id.endsWith('0');

/**
 * Tells an outside system what has happened. Harmless to repeat: what was taken, given up or put off is not found; what was
 * sent in the moment of a crash is sent again under the same id, which its receiver knows it by.
 */
export const tellWebhook =
  (inTenant: InTenant, { outcall, secrets }: Deps): RunDue =>
  async ({ tenant_id, due_id }) => {
    const [delivery, now] = await inTenant(tenant_id, (tx) => Promise.all([findDueDelivery(tx, due_id), tx.now]));
    if (delivery === undefined) return DONE;
    const outcome = await postSigned(outcall, secrets.open(tenant_id, delivery.url_sealed), {
      event_id: delivery.event_id,
      attempt: delivery.attempts + 1,
      body: bodyOf(delivery),
      secrets: delivery.secrets_sealed.map((sealed) => secrets.open(tenant_id, sealed)),
      now,
    });
    await inTenant(tenant_id, async (tx) => {
      await settle(tx, due_id, delivery, outcome);
      if (bringsTheBroom(due_id)) deleteOldDeliveries(tx, formatInstant(now - KEPT_MS));
    });
    return DONE;
  };
