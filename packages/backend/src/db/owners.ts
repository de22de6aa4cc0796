/** Class of the advisory locks by which processes show that they are alive. */
export const OWNER_LOCK = 4242;

/**
 * The owners whose lock is held: their processes are alive, however long they take. Of this database alone: another one of
 * the same server may have an owner of the same number.
 */
export const ALIVE = `array(select objid::int from pg_locks where locktype = 'advisory' and classid = ${OWNER_LOCK} and granted
  and database = (select oid from pg_database where datname = current_database()))`;

/** Whether some process that is alive has something of a business in its hand, and has not written down how it ended. */
export const IN_HAND = `
  select from deliveries where tenant_id = $1 and dead_at is null and owner = any(${ALIVE})
  union all select from handfuls where tenant_id = $1 and owner = any(${ALIVE}) limit 1`;
