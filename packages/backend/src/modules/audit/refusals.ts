import type { InTenant } from '../../db/tx.ts';
import { toRefusal } from '../../faults.ts';
import { type AuditEntry, insertAuditEntries } from './store.ts';

/** A call that was refused, of a business that is known. */
export type Refused = AuditEntry & { readonly tenant_id: string };

/** So long refusals are gathered before they are written. */
const EVERY_MS = 1_000;

/** So many different ones of one business are kept until then, and of all together; more are counted only. */
const MOST_OF_TENANT = 500;
const MOST = 5_000;

type Gathered = { readonly entries: Map<string, AuditEntry & { times: number }>; omitted: number };

type Deps = {
  readonly inTenant: InTenant;
  /** Hears of lines that could not be written. */
  readonly onError: (error: unknown) => void;
  /** For tests. */
  readonly most_of_tenant?: number;
};

/** The line that says how many refusals have no line of their own. */
const omission = (times: number) => ({
  ...{ request_id: '', via: 'system', role: 'system', actor: 'system', bot_id: null, key_id: null },
  ...{ action: 'audit.omit', subject_id: null, outcome: 'omitted', times },
});

/**
 * Writes refusals down. Their own transaction is gone, so they are gathered and written together, once a second: a storm
 * of them costs one transaction a second. The same one of the same person is one line that tells how often. What does
 * not fit is counted, and the count is a line; what a killed process had gathered is lost (docs/rules.md#audit).
 */
export const createRefusalLog = ({ inTenant, onError, most_of_tenant = MOST_OF_TENANT }: Deps) => {
  let gathered = new Map<string, Gathered>();
  let size = 0;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const add = (tenant_id: string, entry: AuditEntry, times: number): void => {
    const own = gathered.get(tenant_id) ?? { entries: new Map(), omitted: 0 };
    gathered.set(tenant_id, own);
    const key = JSON.stringify({ ...entry, request_id: '' });
    const known = own.entries.get(key);
    if (known !== undefined) known.times += times;
    else if (own.entries.size >= most_of_tenant || size >= MOST) own.omitted += times;
    else {
      own.entries.set(key, { ...entry, times });
      size += 1;
    }
  };

  /** While the database is away they wait for it; what it will never take is told, and given up. */
  const giveBack = (tenant_id: string, { entries, omitted }: Gathered, error: unknown): void => {
    onError(error);
    if (toRefusal(error, 'audit.list').code !== 'unavailable') return;
    for (const { times, ...entry } of entries.values()) add(tenant_id, entry, times);
    const own = gathered.get(tenant_id) ?? { entries: new Map(), omitted: 0 };
    own.omitted += omitted;
    gathered.set(tenant_id, own);
    begin();
  };

  const write = async (): Promise<void> => {
    const taken = gathered;
    gathered = new Map();
    size = 0;
    for (const [tenant_id, own] of taken) {
      const lines = [...own.entries.values(), ...(own.omitted === 0 ? [] : [omission(own.omitted)])];
      try {
        await inTenant(tenant_id, async (tx) => insertAuditEntries(tx, lines));
      } catch (error) {
        giveBack(tenant_id, own, error);
      }
    }
  };

  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(write);
    return writing;
  };

  const begin = (): void => {
    timer ??= setTimeout(flush, EVERY_MS).unref();
  };

  return {
    /** Takes a refusal; it is written within a second or so. Never throws, and nobody waits for it. */
    note: ({ tenant_id, ...entry }: Refused): void => {
      add(tenant_id, entry, 1);
      begin();
    },
    /** Writes what has been gathered so far; called before the connections are closed, and by tests. */
    flush,
  };
};
