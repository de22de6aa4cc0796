/**
 * Who waits for a lock in the database that is asked. The server has others, those of tests that run at the same time, and
 * `pg_locks` shows all of them.
 */
export const WAITING_FOR_LOCK = `select 1 from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock'`;
