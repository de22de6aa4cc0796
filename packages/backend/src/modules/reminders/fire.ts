import { LRUCache } from 'lru-cache';
import type { InTenant, Tx } from '../../db/tx.ts';
import type { DueResult, RunDueTogether } from '../../due.ts';
import type { ClaimedItem } from '../../due-item.ts';
import type { Secrets } from '../../secrets.ts';
import { listDeliveries } from '../assistants/index.ts';
import { eventText } from './events.ts';
import { cronOf } from './rules.ts';
import type { CronRule } from './rules-cron.ts';
import { channelOf } from './rules-events.ts';
import { fire } from './rules-firing.ts';
import { listUnsent, type StoredEvent, updateSent } from './store-events.ts';
import {
  type Channel,
  type DueReminder,
  deleteOldEvents,
  type Fired,
  insertEvents,
  lockDueReminders,
  type NewEvent,
  notifyAssistants,
  updateFired,
} from './store-firing.ts';

/** An event for the queue; the same `key` is put there once, however often it is pushed. */
export type WireEvent = { readonly key: string; readonly text: string };

/** The queue by which events leave; throws when it cannot be reached. */
export type Wire = { push(events: readonly WireEvent[]): Promise<void> };

/** What firing works with; without a wire events wait to be asked for. */
export type Hands = {
  readonly wire: Wire | null;
  readonly secrets: Pick<Secrets, 'open'>;
  /** Hears of what went wrong for one tenant while the others were served. */
  readonly onError: (error: unknown) => void;
};

const DONE: DueResult = { done: true };
/** Soon, because somebody waits; not at once, because what is away does not come back at once. */
const AGAIN: DueResult = { done: false, after_ms: 1_000, spread_ms: 1_000 };
/** Tenants whose reminders fire at the same time: few connections, because requests need them as well. */
const TENANTS_AT_ONCE = 4;
/** Events that are pushed together, as many as are claimed together: of the largest payload 8 MB. */
const PUSHED_AT_ONCE = 500;
/** Old events are few beside new ones; looking for them costs as much as firing some. */
const BATCHES_BETWEEN_CLEANINGS = 100;
/** About 1 kB each; reading an expression takes longer than asking it. */
const KNOWN_CRONS = 10_000;

/**
 * Fires what was claimed together, tenant by tenant: one transaction for all of a tenant's (docs/decisions/reminders.md),
 * then the push, then a transaction that begins the leases. Harmless to repeat: what has fired stands at its next
 * occurrence and is not due; an event that was not on the wire yet is pushed under the same key, so the queue takes it once.
 */
export const fireReminders = (inTenant: InTenant, hands: Hands): RunDueTogether => {
  const crons = createCrons();
  let batches = 0;
  const fireTenant = async (tenant_id: string, items: readonly ClaimedItem[]): Promise<DueResult> => {
    try {
      batches = (batches + 1) % BATCHES_BETWEEN_CLEANINGS;
      const ways = { wire: hands.wire !== null, crons, cleans: batches === 0 };
      let unsent = await inTenant(tenant_id, (tx) => fireAll(tx, items, ways));
      while (unsent.length > 0) unsent = await handOver(inTenant, hands, { tenant_id, items, unsent });
      return DONE;
    } catch (error) {
      // The others of the batch have nothing to do with it.
      hands.onError(error);
      return AGAIN;
    }
  };
  return async (items) => {
    const tenants = [...Map.groupBy(items, ({ tenant_id }) => tenant_id)];
    const results = new Map<string, DueResult>();
    const workers = Array.from({ length: TENANTS_AT_ONCE }, async () => {
      for (let next = tenants.shift(); next !== undefined; next = tenants.shift())
        results.set(next[0], await fireTenant(...next));
    });
    await Promise.all(workers);
    return items.map(({ tenant_id }) => results.get(tenant_id) ?? AGAIN);
  };
};

type Crons = (reminder: DueReminder, now: number) => CronRule | null;

/** Expressions that have been read once. One that is no rule any more, because its zone is gone, is null. */
const createCrons = (): Crons => {
  const known = new LRUCache<string, CronRule>({ max: KNOWN_CRONS });
  return ({ cron_expression, timezone }, now) => {
    if (cron_expression === null) return null;
    const key = `${timezone} ${cron_expression}`;
    const kept = known.get(key);
    if (kept !== undefined) return kept;
    const read = cronOf(cron_expression, timezone, now);
    if ('field' in read) return null;
    const rule = remembering(read);
    known.set(key, rule);
    return rule;
  };
};

/** Many wake at the same time by the same rule (`0 9 * * *`), and asking it takes longer than all the rest. */
const remembering = ({ next }: CronRule): CronRule => {
  let last: { readonly after: number; readonly answer: number | null } | undefined;
  return {
    next: (after) => {
      if (last?.after !== after) last = { after, answer: next(after) };
      return last.answer;
    },
  };
};

type Fate = { readonly fired: Fired; readonly events: readonly NewEvent[] };

/** What becomes of one reminder; `channel` null: its assistant comes no more. */
const fateOf = (reminder: DueReminder, channel: Channel | null, cron: CronRule | null, now: number): Fate => {
  const { id, status } = reminder;
  if (channel === null) return { fired: { id, status: 'cancelled', next_fire_at: null, triggered: false }, events: [] };
  const { fires, skipped, next } = fire(reminder, cron, now);
  const event = { reminder_id: id, channel };
  const gap = skipped && { ...event, scheduled_for: skipped.from, skipped_until: skipped.until };
  const events = fires.map((scheduled_for) => ({ ...event, scheduled_for, skipped_until: null }));
  return {
    fired: { id, status: next === null ? 'completed' : status, next_fire_at: next, triggered: fires.length > 0 },
    events: gap === null ? events : [...events, gap],
  };
};

type Ways = { readonly wire: boolean; readonly crons: Crons; readonly cleans: boolean };

/** The events, the next occurrences and the timetable, in one transaction; gives what is to be pushed. */
const fireAll = async (
  tx: Tx,
  items: readonly ClaimedItem[],
  { wire, crons, cleans }: Ways,
): Promise<StoredEvent[]> => {
  const [due, now] = await Promise.all([lockDueReminders(tx, [...new Set(items.map(({ due_id }) => due_id))]), tx.now]);
  if (due.length > 0) {
    const assistants = await listDeliveries(tx, [...new Set(due.map(({ assistant_id }) => assistant_id))]);
    const channels = new Map(assistants.map((one) => [one.id, channelOf(one, wire)]));
    const fates = due.map((one) => fateOf(one, channels.get(one.assistant_id) ?? null, crons(one, now), now));
    insertEvents(
      tx,
      fates.flatMap(({ events }) => events),
    );
    updateFired(
      tx,
      fates.map(({ fired }) => fired),
    );
    notifyAssistants(
      tx,
      [...channels].filter(([, channel]) => channel === 'poll').map(([id]) => id),
    );
    if (cleans) deleteOldEvents(tx);
  }
  return wire ? listUnsent(tx, items, PUSHED_AT_ONCE) : [];
};

type Unsent = {
  readonly tenant_id: string;
  readonly items: readonly ClaimedItem[];
  readonly unsent: readonly StoredEvent[];
};

/** Pushes events, begins their leases, and gives those that are left. */
const handOver = async (inTenant: InTenant, { wire, secrets }: Hands, { tenant_id, items, unsent }: Unsent) => {
  if (wire === null) return [];
  await wire.push(unsent.map((event) => ({ key: `${event.event_id}:1`, text: eventText(event, tenant_id, secrets) })));
  return inTenant(tenant_id, async (tx) => {
    const ids = unsent.map(({ event_id }) => event_id);
    updateSent(tx, ids, 1);
    return unsent.length < PUSHED_AT_ONCE ? [] : listUnsent(tx, items, PUSHED_AT_ONCE);
  });
};
