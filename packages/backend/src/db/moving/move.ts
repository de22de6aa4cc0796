import type pg from 'pg';
import { type Connection, createClient } from '../pool.ts';
import { TENANT_LOCK } from '../tx.ts';
import { countCopying, endCopy, nameOf, startCopy } from './copy.ts';
import { copyRows, digestOf, listMovingTables, type MovingTable, type MovingTables, numberOn } from './tables.ts';

/** A business that cannot be moved; the message says why and what to do. */
export class MovingError extends Error {}

/** A business on its way from one server to another; both with the rights of a superuser. */
type Way = {
  readonly source: pg.Client;
  readonly target: pg.Client;
  readonly tenant_id: string;
  readonly tables: MovingTables;
};

type Options = {
  readonly from: Connection;
  readonly to: Connection;
  readonly slug: string;
  /** The source as the target's server reaches it, an address. */
  readonly seen: string;
  /** How long nobody may write to the business, at most; then all is as before. */
  readonly stop_ms: number;
  /** How long its rows may take to be copied before that. */
  readonly copy_ms: number;
  /** Waits; the time is the caller's. */
  readonly pause: (ms: number) => Promise<unknown>;
  /** Monotonic milliseconds. */
  readonly ticks: () => number;
  readonly tell: (sentence: string) => void;
};

/** `stopped_ms`: how long nobody could write to it. `bots`: what to look for at its new place. */
type Moved = { readonly tenant_id: string; readonly stopped_ms: number; readonly bots: readonly string[] };

const AGAIN_MS = 50;
/** What is shown as text shows the same on both. */
const SESSION = `set time zone 'UTC'; set datestyle to iso; set extra_float_digits = 1; set statement_timeout = 0`;

const connect = async (connection: Connection): Promise<pg.Client> => {
  const client = createClient(connection);
  // What is asked next is told of it.
  client.on('error', () => {});
  await client.connect();
  await client.query(SESSION);
  return client;
};

/**
 * Moves a business to another server while both are at work: its rows are copied by logical replication, then nobody writes
 * to it for a moment, the rest follows, both sides are compared row for row, and it is gone from the first. Other
 * businesses notice nothing. When anything fails, everything is as before (docs/scaling.md#cells).
 * @throws MovingError when it cannot be done, and why
 */
export const moveTenant = async (options: Options): Promise<Moved> => {
  const source = await connect(options.from);
  const target = await connect(options.to);
  try {
    const way = { source, target, ...(await prepare(source, target, options.slug)) };
    try {
      // Its new server has nothing to do with it before all is there.
      await target.query(`select pg_advisory_lock(${TENANT_LOCK})`, [way.tenant_id]);
      await copy(way, options);
      return await cut(way, options);
    } catch (error) {
      await undo(way, error);
      throw error;
    }
  } finally {
    await Promise.allSettled([source.end(), target.end()]);
  }
};

const prepare = async (
  source: pg.Client,
  target: pg.Client,
  slug: string,
): Promise<{ tenant_id: string; tables: MovingTables }> => {
  const { rows } = await source.query<{ tenant_id: string }>('select tenant_id from tenants where slug = $1', [slug]);
  const [found] = rows;
  if (found === undefined) throw new MovingError(`there is no business ${slug} on the first server`);
  const { tenant_id } = found;
  const [level] = (await source.query("select current_setting('wal_level') as level")).rows;
  if (level.level !== 'logical')
    throw new MovingError('the first server needs wal_level = logical: set it, and start that server anew');
  const schemas = await Promise.all(
    [source, target].map(async (one) =>
      JSON.stringify((await one.query('select version, checksum from migrations order by version')).rows),
    ),
  );
  if (schemas[0] !== schemas[1])
    throw new MovingError('the two servers have different schemas: update both to the same version first');
  const tables = await listMovingTables(source);
  for (const table of [...tables.early, ...tables.late]) {
    const { rowCount } = await target.query(`select from ${table.name} where tenant_id = $1 limit 1`, [tenant_id]);
    if (rowCount !== 0)
      throw new MovingError(`the second server has rows of this business already (${table.name}): look what they are`);
  }
  const { rowCount: taken } = await target.query('select from tenants where slug = $1', [slug]);
  if (taken !== 0) throw new MovingError(`the second server has another business that is called ${slug}`);
  return { tenant_id, tables };
};

const copy = async ({ source, target, tenant_id, tables }: Way, options: Options): Promise<void> => {
  const { seen, copy_ms, ticks, pause, tell } = options;
  await startCopy(source, target, { tenant_id, tables: tables.early, seen });
  tell(`its rows are being copied (${tables.early.length} tables)`);
  for (const late = ticks() + copy_ms; (await countCopying(target, tenant_id)) > 0; await pause(AGAIN_MS))
    if (ticks() > late)
      throw new MovingError(
        `its rows were not copied in time (see the log of the second server: ${nameOf(tenant_id)})`,
      );
};

/** Nobody writes to it from here on, and nothing of it is under way to Telegram. */
const stopWriting = async ({ source, tenant_id }: Way, late: number, { ticks, pause }: Options): Promise<void> => {
  const SENDING = `select from notifications where tenant_id = $1 and status = 'sending' limit 1`;
  for (;;) {
    await source.query(`select pg_advisory_lock(${TENANT_LOCK})`, [tenant_id]);
    const { rowCount } = await source.query(SENDING, [tenant_id]);
    if (rowCount === 0) return;
    await source.query(`select pg_advisory_unlock(${TENANT_LOCK})`, [tenant_id]);
    if (ticks() > late) throw new MovingError('it sends without a pause: try again when it is quieter');
    await pause(AGAIN_MS);
  }
};

/** What the first server has and the second has not yet: compared until it is the same. */
const awaitSame = async (way: Way, tables: readonly MovingTable[], late: number, options: Options): Promise<void> => {
  const { source, target, tenant_id } = way;
  for (const table of tables) {
    const wanted = await digestOf(source, table, tenant_id);
    for (; (await digestOf(target, table, tenant_id)) !== wanted; await options.pause(AGAIN_MS))
      if (options.ticks() > late) throw new MovingError(`the rows of ${table.name} were not the same in time`);
  }
};

const cut = async (way: Way, options: Options): Promise<Moved> => {
  const { source, target, tenant_id, tables } = way;
  const began = options.ticks();
  const late = began + options.stop_ms;
  await stopWriting(way, late, options);
  await source.query('begin');
  for (const name of tables.taken)
    await source.query(`select from ${name} where tenant_id = $1 for update`, [tenant_id]);
  await awaitSame(way, tables.early, late, options);
  await target.query(`drop subscription ${nameOf(tenant_id)}`);
  await target.query('begin; set local session_replication_role = replica');
  for (const table of tables.late) await copyRows(source, target, table, tenant_id);
  await awaitSame(way, tables.late, late, options);
  for (const table of [...tables.early, ...tables.late]) await numberOn(target, table, tenant_id);
  const { rows } = await source.query<{ bot_id: string }>('select bot_id::text from bots where tenant_id = $1', [
    tenant_id,
  ]);
  await source.query(`drop publication ${nameOf(tenant_id)}`);
  await removeRows(source, [...tables.late, ...tables.early], tenant_id);
  if (options.ticks() > late)
    throw new MovingError(`its stop took longer than ${options.stop_ms} ms: try again when it is quieter`);
  // Between these two it is at both places, with nobody who may write to either: they are one exchange apart.
  await target.query('commit');
  await source.query('commit');
  const bots = rows.map(({ bot_id }) => bot_id);
  for (const client of [source, target]) {
    await client.query(`select pg_advisory_unlock(${TENANT_LOCK})`, [tenant_id]);
    for (const bot_id of bots) await client.query(`select pg_notify('okno_bots', $1)`, [bot_id]);
    await client.query(`select pg_notify('okno_texts', $1)`, [tenant_id]);
  }
  return { tenant_id, stopped_ms: options.ticks() - began, bots };
};

/** Without what would be done to what points at them: all of it goes. */
const removeRows = async (client: pg.Client, tables: readonly MovingTable[], tenant_id: string): Promise<void> => {
  await client.query('set local session_replication_role = replica');
  for (const { name } of tables) await client.query(`delete from ${name} where tenant_id = $1`, [tenant_id]);
};

/** Everything as before. What cannot be undone is told beside the reason. */
const undo = async ({ source, target, tenant_id, tables }: Way, reason: unknown): Promise<void> => {
  const failures: unknown[] = [];
  const attempt = (work: () => Promise<unknown>) => work().catch((error: unknown) => failures.push(error));
  await attempt(() => target.query('rollback'));
  await attempt(() => source.query('rollback'));
  await attempt(() => endCopy(source, target, tenant_id));
  await attempt(async () => {
    await target.query('begin');
    await removeRows(target, [...tables.late, ...tables.early], tenant_id);
    await target.query('commit');
  });
  if (failures.length > 0)
    throw new MovingError(
      `${String(reason)}; and what was begun could not be taken back: ${failures.map(String).join('; ')}. Drop ${nameOf(tenant_id)} (a subscription on the second server, a publication and a replication slot on the first) yourself`,
      { cause: reason },
    );
};
