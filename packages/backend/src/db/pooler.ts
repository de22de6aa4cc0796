import pg from 'pg';

/** A pooler that cannot be used as it is set up; the message says what to do. */
export class PoolerError extends Error {}

type Asked = { readonly name?: string; readonly submit?: unknown };

/** The driver's own pieces of work carry no name of a statement. */
const withoutName = (asked: unknown): unknown =>
  typeof asked === 'object' && asked !== null && (asked as Asked).submit === undefined
    ? { ...asked, name: undefined }
    : asked;

const query = pg.Client.prototype.query as (...given: readonly unknown[]) => unknown;

/**
 * A connection through a pooler of transactions: each goes to whichever connection of the server is free, and none of them
 * knows the statements of the others. So nothing has a name here, and every statement is parsed each time.
 */
export class NamelessClient extends pg.Client {}
NamelessClient.prototype.query = function (this: pg.Client, asked: unknown, ...rest: readonly unknown[]) {
  return query.call(this, withoutName(asked), ...rest);
} as typeof pg.Client.prototype.query;

/** What the login behind a pooler is, and what holds for its sessions from their beginning. */
const LOOK = `
  select current_user as role,
    exists (select from pg_roles where rolname in ('okno_owner', 'okno_worker', 'okno_backup')
      and pg_has_role(session_user, oid, 'member')) as may_more,
    current_setting('plan_cache_mode') = 'force_generic_plan' and current_setting('enable_seqscan') = 'off'
      and current_setting('TimeZone') = 'UTC' and current_setting('statement_timeout') <> '0'
      and current_setting('idle_in_transaction_session_timeout') <> '0' as prepared`;

/**
 * Nothing can be set for a session behind a pooler of transactions: whatever is said to one is heard by another. So it has
 * to be the login's own, as `deploy/postgres/okno/requests.sql` makes it; and the login must be able to act as nobody else.
 * @throws PoolerError when it is another one
 */
export const checkPooler = async (client: pg.ClientBase): Promise<void> => {
  const { rows } = await client.query<{ role: string; may_more: boolean; prepared: boolean }>(LOOK);
  const [login] = rows;
  if (login?.role !== 'okno_app' || login.may_more || !login.prepared)
    throw new PoolerError(
      'the login of DATABASE_POOL_URL has to be one for requests alone: make it with deploy/postgres/okno/requests.sql',
    );
};

const WHICH =
  'select (select system_identifier::text from pg_control_system()) as server, current_database() as database';

/**
 * @param pooled leads through the pooler, `direct` does not
 * @throws PoolerError when the two lead to different databases
 */
export const checkSameDatabase = async (pooled: pg.Pool, direct: pg.Pool): Promise<void> => {
  const [one, other] = await Promise.all([pooled, direct].map(async (pool) => (await pool.query(WHICH)).rows[0]));
  if (one.server !== other.server || one.database !== other.database)
    throw new PoolerError(
      'DATABASE_POOL_URL and DATABASE_URL lead to different databases: write the same one into both',
    );
};
