import type { InTenant } from '../../db/tx.ts';
import type { DueResult, RunDue } from '../../due.ts';
import { type Outcall, postSigned } from '../../outcall.ts';
import { findWebhook } from '../assistants/index.ts';
import { eventText } from './events.ts';
import type { Hands } from './fire.ts';
import { pauseAfter } from './rules-events.ts';
import {
  findOverdueEvent,
  type StoredEvent,
  updateAcked,
  updateDead,
  updateFailed,
  updateSent,
  updateToPoll,
} from './store-events.ts';
import { notifyAssistants } from './store-firing.ts';

const DONE: DueResult = { done: true };
const AGAIN: DueResult = { done: false, after_ms: 1_000, spread_ms: 2_000 };

type Deps = Hands & { readonly outcall: Outcall };

type Overdue = NonNullable<Awaited<ReturnType<typeof findOverdueEvent>>>;

/**
 * Looks after an event whose lease has run out, or that a webhook waits for: hands it over once more, or buries it when
 * that was done often enough. Harmless to repeat: the queue takes the same attempt once, the attempt is counted only
 * when it was made, and what was acknowledged meanwhile is not found.
 */
export const sendEvent =
  (inTenant: InTenant, deps: Deps): RunDue =>
  async ({ tenant_id, due_id }) => {
    const event = await inTenant(tenant_id, (tx) => findOverdueEvent(tx, due_id));
    if (event === undefined) return DONE;
    if (event.attempt >= event.max_attempts) {
      await inTenant(tenant_id, async (tx) => updateDead(tx, due_id));
      return DONE;
    }
    if (event.channel === 'webhook') return post(inTenant, deps, tenant_id, event);
    return event.channel === 'queue' ? pushAgain(inTenant, deps, tenant_id, event) : DONE;
  };

/** Whose queue is gone since waits to be asked for. */
const leaveToPoll = async (inTenant: InTenant, tenant_id: string, { event_id, assistant_id }: StoredEvent) => {
  await inTenant(tenant_id, async (tx) => {
    updateToPoll(tx, event_id);
    notifyAssistants(tx, [assistant_id]);
  });
  return DONE;
};

const pushAgain = async (inTenant: InTenant, deps: Deps, tenant_id: string, event: Overdue): Promise<DueResult> => {
  const { wire, secrets, onError } = deps;
  if (wire === null) return leaveToPoll(inTenant, tenant_id, event);
  const attempt = event.attempt + 1;
  try {
    await wire.push([{ key: `${event.event_id}:${attempt}`, text: eventText(event, tenant_id, secrets) }]);
  } catch (error) {
    // No attempt: nothing has left. It is tried until the queue is back.
    onError(error);
    return AGAIN;
  }
  await inTenant(tenant_id, async (tx) => updateSent(tx, [event.event_id], attempt));
  return DONE;
};

/** A webhook that answers 2xx has received the event; anything else is an attempt in vain. */
const post = async (inTenant: InTenant, deps: Deps, tenant_id: string, event: Overdue): Promise<DueResult> => {
  const { secrets, outcall } = deps;
  const [webhook, now] = await inTenant(tenant_id, (tx) => Promise.all([findWebhook(tx, event.assistant_id), tx.now]));
  if (!webhook?.webhook_sealed || !webhook.webhook_secret_sealed) return leaveToPoll(inTenant, tenant_id, event);
  const attempt = event.attempt + 1;
  const body = eventText(event, tenant_id, secrets);
  const { taken } = await postSigned(outcall, secrets.open(tenant_id, webhook.webhook_sealed), {
    event_id: event.event_id,
    attempt,
    body,
    secrets: [secrets.open(tenant_id, webhook.webhook_secret_sealed)],
    now,
  });
  await inTenant(tenant_id, async (tx) => {
    if (taken) updateAcked(tx, [event.event_id], { done: false, result_sealed: null });
    else updateFailed(tx, event.event_id, attempt, pauseAfter(attempt));
  });
  return DONE;
};
