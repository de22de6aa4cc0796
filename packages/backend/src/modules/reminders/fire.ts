import { lockFromMoves } from '../../db/lock-from-moves.ts';
import type { AcrossTenants, InTenant } from '../../db/tx.ts';
import type { DueResult, RunDueTogether } from '../../due.ts';
import type { ClaimedItem } from '../../due-item.ts';
import { isAboutRows } from '../../faults.ts';
import type { Secrets } from '../../secrets.ts';
import { eventText } from './events.ts';
import { gathering } from './gather.ts';
import { type Crons, createCrons } from './known-crons.ts';
import { type Channel, channelOf } from './rules-events.ts';
import { fire } from './rules-firing.ts';
import {
  beginLeases,
  type DueReminder,
  deleteOldEvents,
  type Fired,
  listUnsent,
  lockDueReminders,
  type NewEvent,
  notifyAssistants,
  type UnsentEvent,
  writeFirings,
} from './store-firing.ts';

/** An event for the queue; the same `key` is put there once, however often it is pushed. */
export type WireEvent = { readonly key: string; readonly text: string };

/** The queue by which events leave; throws when it cannot be reached. */
export type Wire = { push(events: readonly WireEvent[]): Promise<void> };

/** What firing works with; without a wire events wait to be asked for. */
export type Hands = {
  readonly wire: Wire | null;
  readonly secrets: Pick<Secrets, 'open'>;
  /** Hears of what went wrong for some while the others were served. */
  readonly onError: (error: unknown) => void;
};

/** How firing reaches the database. */
export type Reach = {
  readonly across: AcrossTenants;
  readonly inTenant: InTenant;
  /** Wakes whoever does what is due. */
  readonly ring: () => void;
};

const DONE: DueResult = { done: true };
/** Soon, because somebody waits; not at once, because what is away does not come back at once. */
const AGAIN: DueResult = { done: false, after_ms: 1_000, spread_ms: 1_000 };
/** While one batch is written to the disk the next one is computed. */
const BATCHES_AT_ONCE = 2;
/** As many as are claimed together. */
const MOST_AT_ONCE = 500;
/** Events that are pushed together: of the largest payload 8 MB. */
const PUSHED_AT_ONCE = 500;
/** What is due sooner than this would be late if it waited for somebody to look. */
const SOON_MS = 2_500;
/** Old events are few beside new ones; looking for them costs as much as firing some. */
const TURNS_BETWEEN_CLEANINGS = 100;

/** A reminder that is to fire, once in a batch. */
type Firing = Pick<ClaimedItem, 'tenant_id' | 'due_id' | 'scheduled_for'>;

const keyOf = ({ tenant_id, due_id }: Pick<Firing, 'tenant_id' | 'due_id'>): string => `${tenant_id} ${due_id}`;

/** In one order for everybody; of one that was claimed twice the earlier occurrence. */
const inOrder = (items: readonly ClaimedItem[]): Firing[] => {
  const known = new Map<string, Firing>();
  for (const item of items) {
    const before = known.get(keyOf(item));
    if (before === undefined || item.scheduled_for < before.scheduled_for) known.set(keyOf(item), item);
  }
  return [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, firing]) => firing);
};

/**
 * Fires what was claimed together: one transaction for the reminders of all tenants (docs/decisions/reminders.md), then
 * the push, then a transaction that begins the leases. Harmless to repeat: what has fired stands at its next occurrence
 * and is not due; an event that was not on the wire yet is pushed under the same key, so the queue takes it once.
 */
export const fireReminders = (reach: Reach, hands: Hands): RunDueTogether => {
  const crons = createCrons();
  const clean = createCleaner(reach, hands);
  const fireBatch: RunDueTogether = async (items) => {
    const firings = inOrder(items);
    const failed = new Set<string>();
    try {
      for (const part of await fireAll(reach, hands, { firings, crons, failed }))
        await handOver(reach, hands, { ...part, failed });
    } catch (error) {
      // Nothing is lost: what is written down is pushed later, what is not fires later.
      hands.onError(error);
      return items.map(() => AGAIN);
    }
    await clean(firings);
    return items.map((item) => (failed.has(keyOf(item)) ? AGAIN : DONE));
  };
  return gathering(fireBatch, { at_once: BATCHES_AT_ONCE, most: MOST_AT_ONCE });
};

type Part = { readonly firings: readonly Firing[]; readonly unsent: readonly UnsentEvent[] };
type Work = { readonly firings: readonly Firing[]; readonly crons: Crons; readonly failed: Set<string> };

/** All in one transaction; when something in it cannot be written, tenant by tenant: the others have nothing to do with it. */
const fireAll = async (reach: Reach, hands: Hands, work: Work): Promise<Part[]> => {
  try {
    return [{ firings: work.firings, unsent: await firePart(reach, hands, work) }];
  } catch (error) {
    if (!isAboutRows(error)) throw error;
    const parts: Part[] = [];
    for (const [, firings] of Map.groupBy(work.firings, ({ tenant_id }) => tenant_id))
      try {
        parts.push({ firings, unsent: await firePart(reach, hands, { ...work, firings }) });
      } catch (reason) {
        hands.onError(reason);
        for (const firing of firings) work.failed.add(keyOf(firing));
      }
    return parts;
  }
};

type Fate = { readonly assistant_id: string; readonly fired: Fired; readonly events: readonly NewEvent[] };

/** What becomes of one reminder; `channel` null: its assistant comes no more. */
const fateOf = (reminder: DueReminder, channel: Channel | null, crons: Crons, now: number): Fate => {
  const { tenant_id, id, assistant_id, status } = reminder;
  if (channel === null) {
    const fired = { tenant_id, id, status: 'cancelled', next_fire_at: null, triggered: false } as const;
    return { assistant_id, fired, events: [] };
  }
  const { fires, skipped, next } = fire(reminder, crons(reminder, now), now);
  const event = { tenant_id, reminder_id: id, channel };
  const gap = skipped && { ...event, scheduled_for: skipped.from, skipped_until: skipped.until };
  const events = fires.map((scheduled_for) => ({ ...event, scheduled_for, skipped_until: null }));
  const triggered = fires.length > 0;
  const fired = { tenant_id, id, status: next === null ? 'completed' : status, next_fire_at: next, triggered } as const;
  return { assistant_id, fired, events: gap === null ? events : [...events, gap] };
};

/** Whether something of it stands in the timetable that nobody would find in time without being told. */
const isUrgent =
  (now: number) =>
  ({ fired, events }: Fate): boolean =>
    (fired.next_fire_at !== null && fired.next_fire_at < now + SOON_MS) ||
    events.some(({ channel }) => channel === 'webhook');

/** The events, the next occurrences and the timetable, in one transaction; gives what is to be pushed. */
const firePart = async (reach: Reach, hands: Hands, { firings, crons, failed }: Work): Promise<UnsentEvent[]> => {
  const hasWire = hands.wire !== null;
  const { fates, now, unsent, moving } = await reach.across(async (tx) => {
    // Those on their way to another server are left to it. Only a process that was taken for dead has such in its hand.
    const { here, moving } = await lockFromMoves(tx, firings);
    const [due, now] = await Promise.all([lockDueReminders(tx, here), tx.now]);
    const fates = due.map((one) => fateOf(one, channelOf(one, hasWire), crons, now));
    const events = fates.flatMap((fate) => fate.events);
    if (fates.length > 0)
      writeFirings(
        tx,
        fates.map(({ fired }) => fired),
        events,
      );
    return { fates, now, moving, unsent: hasWire ? await listUnsent(tx, here, PUSHED_AT_ONCE) : [] };
  });
  for (const firing of moving) failed.add(keyOf(firing));
  if (fates.some(isUrgent(now))) reach.ring();
  await wakePolls(reach, hands, fates);
  return unsent;
};

/**
 * Tells whoever waits for events. After the commit, because NOTIFY takes a lock of the whole server (docs/due.md#woken);
 * when it is lost, those who wait find the events when they look by themselves.
 */
const wakePolls = async ({ across }: Reach, { onError }: Hands, fates: readonly Fate[]): Promise<void> => {
  const polled = fates.filter(({ events }) => events.some(({ channel }) => channel === 'poll'));
  const ids = new Set(polled.map(({ assistant_id }) => assistant_id));
  if (ids.size > 0) await across(async (tx) => notifyAssistants(tx, [...ids])).catch(onError);
};

/** What is pushed of an event; undefined when it cannot be read: then its reminder has failed. */
const toWire = (event: UnsentEvent, { secrets, onError }: Hands, failed: Set<string>): WireEvent | undefined => {
  const { tenant_id, event_id, reminder_id } = event;
  try {
    return { key: `${event_id}:1`, text: eventText(event, tenant_id, secrets) };
  } catch (error) {
    onError(error);
    failed.add(keyOf({ tenant_id, due_id: reminder_id }));
    return undefined;
  }
};

/** Pushes events and begins their leases, until none is left that can be pushed. */
const handOver = async (reach: Reach, hands: Hands, { firings, unsent, failed }: Part & { failed: Set<string> }) => {
  const { wire } = hands;
  if (wire === null) return;
  let left = unsent;
  while (left.length > 0) {
    const pushed = left.flatMap((event) => {
      const wired = toWire(event, hands, failed);
      return wired === undefined ? [] : [{ event, wired }];
    });
    if (pushed.length === 0) return;
    await wire.push(pushed.map(({ wired }) => wired));
    const isFull = left.length === PUSHED_AT_ONCE;
    const rest = await reach.across(async (tx) => {
      const { here, moving } = await lockFromMoves(tx, firings);
      const ours = new Set(here.map(({ tenant_id }) => tenant_id));
      beginLeases(
        tx,
        pushed.map(({ event }) => event).filter(({ tenant_id }) => ours.has(tenant_id)),
      );
      return { moving, unsent: isFull ? await listUnsent(tx, here, PUSHED_AT_ONCE) : [] };
    });
    for (const firing of rest.moving) failed.add(keyOf(firing));
    left = rest.unsent;
  }
};

/** Forgets what is old, tenant by tenant, each now and then in the course of its firings. */
const createCleaner = ({ inTenant }: Reach, { onError }: Hands) => {
  let turns = 0;
  return async (firings: readonly Firing[]): Promise<void> => {
    for (const tenant_id of new Set(firings.map((firing) => firing.tenant_id))) {
      turns = (turns + 1) % TURNS_BETWEEN_CLEANINGS;
      if (turns === 0) await inTenant(tenant_id, async (tx) => deleteOldEvents(tx)).catch(onError);
    }
  };
};
