import { lockFromMoves } from '../../db/lock-from-moves.ts';
import type { AcrossTenants, InTenant, Tx } from '../../db/tx.ts';
import type { DueResult, RunDue } from '../../due.ts';
import { isAboutRows, isLocked } from '../../faults.ts';
import { type Outcall, postSigned } from '../../outcall.ts';
import { findWebhook } from '../assistants/index.ts';
import { eventText } from './events.ts';
import type { Hands, Reach, WireEvent } from './fire.ts';
import { gathering } from './gather.ts';
import { pauseAfter } from './rules-events.ts';
import { updateAcked, updateFailed, updateToPoll } from './store-events.ts';
import { notifyAssistants, type Wanted } from './store-firing.ts';
import { listOverdue, type OverdueEvent, renewLeases, updateDead } from './store-resends.ts';

const DONE: DueResult = { done: true };
const AGAIN: DueResult = { done: false, after_ms: 1_000, spread_ms: 2_000 };
/** While one batch is written to the disk the next one is computed. */
const SHARED = { at_once: 2, most: 500 };

type Deps = Hands & { readonly outcall: Outcall };

/**
 * Looks after an event whose lease has run out, or that a webhook waits for: hands it over once more, or buries it when
 * that was done often enough. Those of all tenants that come at the same time share their transactions and their push;
 * webhooks are called one by one. Harmless to repeat: the queue takes the same attempt once, the attempt is counted only
 * when it was made, and what was acknowledged meanwhile is not found.
 */
export const sendEvent = ({ inTenant, across }: Pick<Reach, 'inTenant' | 'across'>, deps: Deps): RunDue => {
  const find = gathering(finding(across), SHARED);
  const push = gathering(pushing(across, deps), SHARED);
  const bury = gathering(burying(across, deps), SHARED);
  const attend = async (event: OverdueEvent): Promise<DueResult> => {
    if (event.attempt >= event.max_attempts) return only(await bury([event]));
    if (event.channel === 'webhook') return post(inTenant, deps, event);
    if (event.channel === 'poll') return DONE;
    return deps.wire === null ? leaveToPoll(inTenant, event) : only(await push([event]));
  };
  return async (item) => {
    const [event] = await find([item]);
    if (event === 'moving') return AGAIN;
    return event === undefined ? DONE : attend(event);
  };
};

/** What came of one of many; throws what it broke of. */
const only = ([result]: readonly (DueResult | Error)[]): DueResult => {
  if (result === undefined || result instanceof Error) throw result ?? new Error('nothing came of it');
  return result;
};

/** Which of them are overdue, or on their way to another server; in place of the others stands nothing. */
const finding = (across: AcrossTenants) => async (items: readonly Wanted[]) => {
  const { found, moving } = await across(async (tx) => {
    const { here, moving } = await lockFromMoves(tx, items);
    return { found: await listOverdue(tx, here), moving: new Set(moving) };
  });
  const known = new Map(found.map((event) => [`${event.tenant_id} ${event.event_id}`, event]));
  return items.map((item) => (moving.has(item) ? 'moving' : known.get(`${item.tenant_id} ${item.due_id}`)));
};

const isError = (one: unknown): one is Error => one instanceof Error;

type Write = (tx: Tx, events: readonly OverdueEvent[]) => void;
type Fates = ReadonlyMap<OverdueEvent, DueResult | Error>;

const allOf = (events: readonly OverdueEvent[], fate: DueResult | Error): Fates =>
  new Map(events.map((event) => [event, fate]));

type Writing = { readonly across: AcrossTenants; readonly onError: Hands['onError']; readonly write: Write };

const writeTogether = async ({ across, write }: Writing, events: readonly OverdueEvent[]): Promise<Fates> => {
  const moving = await across(async (tx) => {
    const { here, moving } = await lockFromMoves(tx, events);
    write(tx, here);
    return moving;
  });
  return new Map([...allOf(events, DONE), ...allOf(moving, AGAIN)]);
};

/** What comes of those of one tenant that cannot be written; what somebody else holds is no fault. */
const fateOf = (reason: unknown, { onError }: Writing): DueResult | Error => {
  if (!isLocked(reason)) return new Error('events were not written', { cause: reason });
  onError(reason);
  return AGAIN;
};

/** Tenant by tenant: the others have nothing to do with what is wrong with one. */
const writeApart = async (writing: Writing, events: readonly OverdueEvent[]): Promise<Fates> => {
  const fates: Fates[] = [];
  for (const [, own] of Map.groupBy(events, ({ tenant_id }) => tenant_id))
    fates.push(await writeTogether(writing, own).catch((reason) => allOf(own, fateOf(reason, writing))));
  return new Map(fates.flatMap((fate) => [...fate]));
};

/** All in one transaction, unless something in it cannot be written. */
const write = async (writing: Writing, events: readonly OverdueEvent[]): Promise<Fates> => {
  try {
    return events.length === 0 ? new Map() : await writeTogether(writing, events);
  } catch (error) {
    if (isAboutRows(error) || isLocked(error)) return writeApart(writing, events);
    throw error;
  }
};

const burying =
  (across: AcrossTenants, { onError }: Deps) =>
  async (events: readonly OverdueEvent[]) => {
    const fates = await write({ across, onError, write: updateDead }, events);
    return events.map((event) => fates.get(event) ?? DONE);
  };

/** Whose queue is gone since waits to be asked for. */
const leaveToPoll = async (inTenant: InTenant, { tenant_id, event_id, assistant_id }: OverdueEvent) => {
  await inTenant(tenant_id, async (tx) => {
    updateToPoll(tx, event_id);
    notifyAssistants(tx, [assistant_id]);
  });
  return DONE;
};

/** What is pushed of an event, or why it cannot be read: the others have nothing to do with that. */
const toWire = (event: OverdueEvent, { secrets }: Deps): WireEvent | Error => {
  try {
    return { key: `${event.event_id}:${event.attempt + 1}`, text: eventText(event, event.tenant_id, secrets) };
  } catch (error) {
    return new Error(`event ${event.event_id} cannot be read`, { cause: error });
  }
};

type Pushing = (events: readonly OverdueEvent[]) => Promise<readonly (DueResult | Error)[]>;

const pushing =
  (across: AcrossTenants, deps: Deps): Pushing =>
  async (events) => {
    const wired = events.map((event) => toWire(event, deps));
    const pushed = events.filter((_, place) => !isError(wired[place]));
    try {
      await deps.wire?.push(wired.filter((one): one is WireEvent => !isError(one)));
    } catch (error) {
      // No attempt: nothing has left. It is tried until the queue is back.
      deps.onError(error);
      return events.map(() => AGAIN);
    }
    const fates = await write({ across, onError: deps.onError, write: renewLeases }, pushed);
    return events.map((event, place) => {
      const one = wired[place];
      return isError(one) ? one : (fates.get(event) ?? DONE);
    });
  };

/** A webhook that answers 2xx has received the event; anything else is an attempt in vain. */
const post = async (inTenant: InTenant, deps: Deps, event: OverdueEvent): Promise<DueResult> => {
  const { secrets, outcall } = deps;
  const { tenant_id } = event;
  const [webhook, now] = await inTenant(tenant_id, (tx) => Promise.all([findWebhook(tx, event.assistant_id), tx.now]));
  if (!webhook?.webhook_sealed || !webhook.webhook_secret_sealed) return leaveToPoll(inTenant, event);
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
