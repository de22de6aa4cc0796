import { sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import type { Channel } from './rules-events.ts';
import type { UnsentEvent, Wanted } from './store-firing.ts';

/*
 * What is sent again, for many tenants at once: a transaction of the worker role, by functions that show and change no
 * more than that, like firing (docs/decisions/reminders.md). All arrays go in the order of tenant and id.
 */

/** An event that has been handed over in vain, by a lease that ran out. */
export type OverdueEvent = UnsentEvent & { readonly channel: Channel; readonly max_attempts: number };

const inOrder = <One extends { readonly tenant_id: string }>(
  all: readonly One[],
  idOf: (one: One) => string,
): One[] => {
  const keyOf = (one: One): string => `${one.tenant_id} ${idOf(one)}`;
  return all.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
};

const arrays = (events: readonly OverdueEvent[]) => {
  const all = inOrder(events, ({ event_id }) => event_id);
  return {
    tenants: all.map(({ tenant_id }) => tenant_id),
    ids: all.map(({ event_id }) => event_id),
    attempts: all.map(({ attempt }) => attempt + 1),
  };
};

/** Those whose time for another attempt has come; what was acknowledged, or whose lease goes on, is missing. */
export const listOverdue = (tx: Tx, wanted: readonly Wanted[]): Promise<OverdueEvent[]> => {
  const all = inOrder(wanted, ({ due_id }) => due_id);
  return tx.rows(sql<OverdueEvent>`
    select * from list_overdue_events(${all.map(({ tenant_id }) => tenant_id)}::uuid[],
      ${all.map(({ due_id }) => due_id)}::uuid[])`);
};

/**
 * Events have been handed over once more: their leases begin anew, and in the timetable stands when to look whether they
 * were acknowledged. What was acknowledged meanwhile, or counted by somebody else, is left alone.
 */
export const renewLeases = (tx: Tx, events: readonly OverdueEvent[]): void => {
  const { tenants, ids, attempts } = arrays(events);
  tx.send(sql`select renew_leases(${tenants}::uuid[], ${ids}::uuid[], ${attempts}::integer[])`);
};

/** They were handed over as often as may be, and never acknowledged. */
export const updateDead = (tx: Tx, events: readonly OverdueEvent[]): void => {
  const { tenants, ids } = arrays(events);
  tx.send(sql`select bury_events(${tenants}::uuid[], ${ids}::uuid[])`);
};
