import type { Tx } from '../../db/tx.ts';
import { DAY_MS, formatInstant, parseInstant } from '../../time.ts';
import { findTenantRules } from '../tenants/index.ts';
import { conditionOf } from './audience.ts';
import { type Opening, openingAt } from './rules.ts';
import { planBroadcast } from './store.ts';
import { expandBroadcast } from './store-people.ts';
import { failWaiting, findRest, listWaiting, type Rest, settleAbandoned, type Waiting } from './store-recipients.ts';
import { beginVisit, releaseVisit, updateFinished, updateOpenUntil, type Visited } from './store-visits.ts';

/** What is to be done next about a broadcast. `open_ms`: for how long it may be sent. */
export type Step =
  | { readonly todo: 'nothing' }
  | { readonly todo: 'go_on' }
  | { readonly todo: 'send'; readonly portion: readonly Waiting[]; readonly open_ms: number }
  | { readonly todo: 'wait'; readonly ms: number };

/** So many clients are looked at in one transaction. */
const BATCH = 1_000;
/** About two seconds of one bot: as long as somebody else waits who changes the broadcast's people. */
const PORTION = 60;
/** While bots on other servers fetch, or others end what they have begun, it is looked at so often. */
const SOON_MS = 5_000;
/** While nobody can speak for a bot. */
const LATER_MS = 60_000;
/** Whoever waits longer than this lets another delivery be at it. */
const LONG_MS = 10_000;

/**
 * Attends to a broadcast for one step, as the delivery `visitor`: its people are written down, then they are told,
 * portion by portion, then it is finished. A step is one short transaction, so a process that dies in between loses
 * nothing, and what it repeats is looked at anew. `silent`: bots that must be silent, and for how long (milliseconds).
 */
export const nextStep = async (
  tx: Tx,
  { id, visitor }: { id: string; visitor: string },
  silent: ReadonlyMap<number, number>,
): Promise<Step> => {
  const [now, broadcast] = await Promise.all([tx.now, beginVisit(tx, id, visitor)]);
  if (broadcast === undefined) return { todo: 'nothing' };
  settleAbandoned(tx, id);
  const opening = await openingOf(tx, broadcast, now);
  const runs = broadcast.status === 'running' && opening.open;
  if (runs && !broadcast.complete) return expand(tx, broadcast);
  const until = opening.open ? opening.until : now;
  updateOpenUntil(tx, id, runs ? endOf(until) : null);
  const portion = await listWaiting(tx, id, { tests_only: !runs, silent: [...silent.keys()], limit: PORTION });
  if (portion.length > 0) {
    const tests_only = portion.every(({ is_test }) => is_test);
    return { todo: 'send', portion, open_ms: tests_only ? Number.POSITIVE_INFINITY : until - now };
  }
  if (broadcast.status !== 'running') return leave(tx, broadcast);
  return opening.open ? rest(tx, broadcast, now, silent) : leaveUntil(tx, id, opening.from);
};

/** As the database writes it. */
const endOf = (until: number): string => (Number.isFinite(until) ? formatInstant(until) : 'infinity');

const openingOf = async (tx: Tx, { quiet_hours }: Visited, now: number): Promise<Opening> => {
  if (!quiet_hours) return { open: true, until: Number.POSITIVE_INFINITY };
  const { time_zone, quiet_from_hour, quiet_to_hour } = await findTenantRules(tx);
  return openingAt(now, time_zone, { from_hour: quiet_from_hour, to_hour: quiet_to_hour });
};

const expand = async (tx: Tx, { id, segment, looked_until }: Visited): Promise<Step> => {
  await expandBroadcast(tx, id, { after: looked_until, size: BATCH, condition: await conditionOf(tx, segment) });
  return { todo: 'go_on' };
};

/** Whoever sets it going plans it anew; one that begins later is planned already. */
const leave = (tx: Tx, { id, status }: Visited): Step => {
  releaseVisit(tx, id);
  if (status !== 'scheduled') planBroadcast(tx, id, null);
  return { todo: 'nothing' };
};

const leaveUntil = (tx: Tx, id: string, from: number): Step => {
  releaseVisit(tx, id);
  planBroadcast(tx, id, formatInstant(from));
  return { todo: 'nothing' };
};

/** Nobody can be told at this moment: it is finished, or somebody has to be waited for. */
const rest = async (tx: Tx, broadcast: Visited, now: number, silent: ReadonlyMap<number, number>): Promise<Step> => {
  const { id } = broadcast;
  const left = await findRest(tx, id);
  if (!left.waiting && !left.sending) {
    releaseVisit(tx, id);
    updateFinished(tx, id);
    return { todo: 'nothing' };
  }
  if (left.waiting && isHopeless(broadcast, left, now)) {
    failWaiting(tx, id, 'nobody could be told for a day');
    return { todo: 'go_on' };
  }
  const ms = pauseOf(left, silent);
  if (ms > LONG_MS) releaseVisit(tx, id);
  return { todo: 'wait', ms };
};

const isHopeless = ({ resumed_at }: Visited, { last_sent_at }: Rest, now: number): boolean =>
  now - Math.max(last_sent_at ?? 0, resumed_at === null ? 0 : parseInstant(resumed_at)) > DAY_MS;

const pauseOf = ({ sending, far, soonest_ms }: Rest, silent: ReadonlyMap<number, number>): number => {
  const soon = sending || far ? SOON_MS : LATER_MS;
  const known = [...silent.values(), ...(soonest_ms === null ? [] : [soonest_ms])];
  return Math.max(0, Math.min(soon, ...known));
};
