import {
  type Aside,
  type ClockOffset,
  createAside,
  createLookInTenant,
  createPool,
  type DatabaseWatch,
  watchStandby,
} from '@okno/backend';
import type { KeyValue } from '@okno/contract';
import type pg from 'pg';
import type { Config } from './config.ts';
import type { Logger } from './log.ts';

/** A standby that answers what may be a little old. */
export type Reading = {
  readonly aside: Aside;
  readonly pool: pg.Pool;
  /** How old is what it shows, at most; infinite when nobody knows. */
  readonly age_ms: () => number;
  close(): Promise<void>;
};

/** So often the log is told that the standby is of no use. */
const TELL_MS = 60_000;

/** Somebody waits, and the primary answers in milliseconds: one that hangs is given up long before it counts as too old. */
const PATIENCE_MS = 1_000;

type Settings = Pick<Config, 'DATABASE_READ_URL' | 'DATABASE_READ_LAG_MS' | 'WORK_AT_ONCE'>;

/**
 * Opens the standby of `DATABASE_READ_URL`; null without one. Nobody waits for it, now or later: while it is away, or
 * further behind than `DATABASE_READ_LAG_MS`, everything is asked of the primary.
 * @param counters what all processes share without asking the database; null: there is nothing like that
 */
export const openReading = (
  config: Settings,
  deps: {
    primary: pg.Pool;
    counters: KeyValue | null;
    clockOffset: ClockOffset;
    log: Logger;
    name: string | undefined;
    watch?: DatabaseWatch | undefined;
  },
): Reading | null => {
  if (config.DATABASE_READ_URL === undefined) return null;
  const { primary, counters, clockOffset, log, name, watch } = deps;
  let told = Number.NEGATIVE_INFINITY;
  const onLost = (error: unknown) => {
    if (performance.now() < told + TELL_MS) return;
    told = performance.now();
    log.warn({ event: 'standby_lost', reason: String(error) }, 'the standby is of no use now; the primary is asked');
  };
  const pool = createPool({
    connection: { connection_string: config.DATABASE_READ_URL },
    role: 'app',
    max: config.WORK_AT_ONCE,
    answer_ms: PATIENCE_MS,
    connect_ms: PATIENCE_MS,
    onError: onLost,
    watch,
    ...(name !== undefined && { name }),
  });
  const ticks = () => performance.now();
  const { age_ms, close } = watchStandby({ primary, standby: pool, ticks, onLost });
  const look = createLookInTenant(pool, clockOffset);
  const most_ms = config.DATABASE_READ_LAG_MS;
  return {
    aside: createAside({ look, age_ms, most_ms, store: counters, ticks, onFailed: onLost }),
    pool,
    age_ms,
    close: async () => {
      await close();
      await pool.end();
    },
  };
};
