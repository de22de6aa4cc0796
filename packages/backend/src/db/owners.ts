/** Class of the advisory locks by which processes show that they are alive. */
export const OWNER_LOCK = 4242;

/** The owners whose lock is held: their processes are alive, however long they take. */
export const ALIVE = `array(select objid::int from pg_locks where locktype = 'advisory' and classid = ${OWNER_LOCK} and granted)`;

/** Whether some process that is alive has something of a business in its hand, and has not written down how it ended. */
export const IN_HAND = `
  select from deliveries where tenant_id = $1 and dead_at is null and owner = any(${ALIVE})
  union all select from handfuls where tenant_id = $1 and owner = any(${ALIVE}) limit 1`;
