import type pg from 'pg';
import { ALARM } from './db/alarm.ts';
import { OWNER_LOCK } from './db/owners.ts';

/** What a process is told over the connection that shows it alive. */
export type Hears = {
  /** The connection broke, and the lock with it: others take over what this process has in hand. */
  gone(): void;
  /** Somebody has planned what may be due at once. */
  alarm(): void;
};

/**
 * Holds the lock by which others see that `owner` is alive, and listens for the alarm, over a connection of its own that
 * goes to the server itself: behind a pooler of transactions neither would hold.
 */
export const showAlive = async (pool: pg.Pool, owner: number, hears: Hears): Promise<{ end(): void }> => {
  const client = await pool.connect();
  let released = false;
  // It ends by our wish or by breaking, and may break once more while it ends.
  const release = () => {
    if (!released) client.release(true);
    released = true;
  };
  client.on('error', () => {
    if (!released) hears.gone();
    release();
  });
  client.on('notification', hears.alarm);
  await client.query('select pg_advisory_lock($1, $2)', [OWNER_LOCK, owner]);
  await client.query(`listen ${ALARM}`);
  return { end: release };
};
