import type { CalendarError } from '@okno/contract';
import type { InTenant, Tx } from '../../db/tx.ts';
import type { DueResult } from '../../due.ts';
import type { DueItem } from '../../due-item.ts';
import type { Secrets } from '../../secrets.ts';
import { listBookingsAmong } from '../bookings/index.ts';
import { mergeWindows } from '../scheduling/index.ts';
import { takeBusyTime } from './busy.ts';
import type { ReadCalendar } from './reader.ts';
import type { NamedEvent } from './reading.ts';
import { countingWindow, MAX_WINDOWS, pauseAfter, roundOutwards, WHOLE_EVERY_MS } from './rules.ts';
import {
  type Contents,
  findHorizonDays,
  findSync,
  lockImport,
  type Sync,
  updateFailing,
  updateNextSync,
  updateWorking,
} from './store.ts';

/** What came of asking for an outside calendar. */
export type Fetched =
  | { readonly status: 'fetched'; readonly text: string; readonly etag: string | null }
  /** It is still the one with the tag that was sent along. */
  | { readonly status: 'unchanged' }
  | { readonly status: 'failed'; readonly error: CalendarError };

/** Asks for an outside calendar; keeps away from our own networks, and never throws for what is there. */
export type FetchCalendar = (url: string, known: { readonly etag: string | null }) => Promise<Fetched>;

export type CalendarDeps = {
  readonly fetchCalendar: FetchCalendar;
  readonly readCalendar: ReadCalendar;
  readonly secrets: Pick<Secrets, 'open'>;
  /** Between 0 and 1. */
  readonly random: () => number;
};

const DONE: DueResult = { done: true };
/** Too many calendars are being read in this process: this one's turn comes later. */
const LATER: DueResult = { done: false, after_ms: 20_000, spread_ms: 20_000 };

type Outcome =
  | { readonly status: 'read'; readonly contents: Contents | null }
  | { readonly status: 'failed'; readonly error: CalendarError }
  | { readonly status: 'later' };

/**
 * Reads one outside calendar and takes its busy time: asks, reads, settles; only the last is a transaction that writes.
 * Harmless to repeat: the calendar is read once more, what is right already is not touched, and the import stands in
 * the timetable once. While it cannot be read everything stays as it was (docs/rules.md#imports).
 */
export const syncCalendar =
  (inTenant: InTenant, deps: CalendarDeps) =>
  async ({ tenant_id, due_id }: DueItem): Promise<DueResult> => {
    const known = await inTenant(tenant_id, (tx) => prepare(tx, due_id));
    if (known === undefined) return DONE;
    const outcome = await look(inTenant, tenant_id, known, deps);
    if (outcome.status === 'later') return LATER;
    await inTenant(tenant_id, (tx) => settle(tx, known.sync, outcome, deps.random()));
    return DONE;
  };

type Prepared = { readonly sync: Sync; readonly now: number; readonly horizon_days: number };

const prepare = async (tx: Tx, id: string): Promise<Prepared | undefined> => {
  const sync = await findSync(tx, id);
  if (sync === undefined) return undefined;
  return { sync, now: await tx.now, horizon_days: await findHorizonDays(tx, sync.specialist_id) };
};

const look = async (
  inTenant: InTenant,
  tenant_id: string,
  { sync, now, horizon_days }: Prepared,
  deps: CalendarDeps,
): Promise<Outcome> => {
  const url = openUrl(deps.secrets, tenant_id, sync.url_sealed);
  if (url === null) return { status: 'failed', error: 'address_lost' };
  const fresh = sync.read_at !== null && now - Date.parse(sync.read_at) < WHOLE_EVERY_MS;
  const fetched = await deps.fetchCalendar(url, { etag: fresh ? sync.etag : null });
  if (fetched.status === 'failed') return fetched;
  if (fetched.status === 'unchanged') return { status: 'read', contents: null };
  const window = countingWindow(now, horizon_days);
  const reading = await deps.readCalendar(fetched.text, { zone: sync.time_zone, ...window });
  if (reading.status === 'later') return reading;
  if (reading.status === 'failed') return reading;
  const strange = await inTenant(tenant_id, (tx) => besidesOwn(tx, sync.specialist_id, reading.named));
  const all = [...reading.busy, ...strange.flatMap(({ busy }) => busy)];
  const busy = mergeWindows(roundOutwards(all));
  if (busy.length > MAX_WINDOWS) return { status: 'failed', error: 'too_complex' };
  const events = reading.events + strange.length;
  return { status: 'read', contents: { busy, events, unread_events: reading.unread_events, etag: fetched.etag } };
};

/**
 * The events that are no bookings of this specialist, whatever they are called: those take their time themselves, while
 * one of another business here is busy time like any other.
 */
const besidesOwn = async (tx: Tx, specialist_id: string, named: readonly NamedEvent[]): Promise<NamedEvent[]> => {
  if (named.length === 0) return [];
  const ids = named.map(({ booking_id }) => booking_id);
  const own = new Set(await listBookingsAmong(tx, ids, specialist_id));
  return named.filter(({ booking_id }) => !own.has(booking_id));
};

/** Null: without the key it was sealed with nobody can read it. */
const openUrl = (secrets: CalendarDeps['secrets'], tenant_id: string, sealed: string): string | null => {
  try {
    return secrets.open(tenant_id, sealed);
  } catch {
    return null;
  }
};

const settle = async (
  tx: Tx,
  sync: Sync,
  outcome: Exclude<Outcome, { status: 'later' }>,
  chance: number,
): Promise<void> => {
  const known = await lockImport(tx, sync.id, 'all');
  // It was deleted meanwhile, and its busy time with it.
  if (known === undefined) return;
  const [now, current] = await Promise.all([tx.now, findSync(tx, sync.id)]);
  // It was read by the clock of another time zone than the specialist has by now: it is read once more.
  if (current?.time_zone !== sync.time_zone) return updateNextSync(tx, sync.id, now);
  if (outcome.status === 'failed') updateFailing(tx, sync.id, outcome.error);
  else updateWorking(tx, sync.id, outcome.contents);
  const failures = outcome.status === 'failed' ? sync.failures + 1 : 0;
  // Somebody who asked for another look meanwhile keeps it.
  if (known.card.next_sync_at === sync.next_sync_at) updateNextSync(tx, sync.id, now + pauseAfter(failures, chance));
  // Also when nothing is new: what was booked over an event may have been cancelled.
  await takeBusyTime(tx, sync.specialist_id, now);
};
