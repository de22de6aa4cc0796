import { tenantLock } from '../moving-locks.ts';
import type { Connection } from '../pool.ts';
import { countCopying, nameOf, startCopy } from './copy.ts';
import { ANSWER_MS, closeEnd, type End, MovingError, openEnd, takeMove } from './ends.ts';
import { land, removeRows, undo, type Way } from './landing.ts';
import {
  AGAIN_MS,
  isTooLong,
  limit,
  type StopOptions,
  stopSealing,
  stopWork,
  stopWriting,
  tookTooLong,
} from './stopping.ts';
import { copyRows, digestOf, listMovingTables, type MovingTable, type MovingTables, numberOn } from './tables.ts';

export { MovingError } from './ends.ts';

type Options = StopOptions & {
  readonly from: Connection;
  readonly to: Connection;
  readonly slug: string;
  /** The source as the target's server reaches it, an address. */
  readonly seen: string;
  /** How long its rows may take to be copied before that. */
  readonly copy_ms: number;
  readonly tell: (sentence: string) => void;
};

/** `stopped_ms`: how long nobody could write to it. `bots`: what to look for at its new place. */
type Moved = { readonly tenant_id: string; readonly stopped_ms: number; readonly bots: readonly string[] };

/**
 * Moves a business to another server while both are at work: its rows are copied by logical replication, then nobody writes
 * to it for a moment, the rest follows, both sides are compared row for row, and it is gone from the first. When anything
 * fails, everything is as before; what is not certain is told and not touched (docs/scaling.md#cells).
 * @throws MovingError when it cannot be done, and why
 */
export const moveTenant = async (options: Options): Promise<Moved> => {
  const source = await openEnd('first', options.from);
  const target = await openEnd('second', options.to).catch((error: unknown) => {
    closeEnd(source);
    throw error;
  });
  const begun = { source, target };
  let ended: Pick<Way, 'source' | 'target'> = begun;
  try {
    const way = { ...begun, ...(await prepare(source, target, options.slug)) };
    // Its new server has nothing to do with it before all is there.
    await target.client.query(`select pg_advisory_lock(${tenantLock('$1')})`, [way.tenant_id]);
    const { began, bots } = await undoing(way, options, async () => {
      await within(copy(way, options), copiedTooLate);
      return within(cut(way, options), (cause) => tookTooLong(options, cause));
    });
    const landed = await land(way, options);
    ended = landed;
    const stopped_ms = options.ticks() - began;
    await announce(landed, bots, options);
    return { tenant_id: way.tenant_id, stopped_ms, bots };
  } finally {
    for (const end of new Set([source, target, ended.source, ended.target])) closeEnd(end);
  }
};

const undoing = async <T>(way: Way, options: Options, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    await undo(way, error, options);
    throw error;
  }
};

/** Says in words what it was that a server gave up for lack of time. */
const within = <T>(work: Promise<T>, say: (cause: unknown) => MovingError): Promise<T> =>
  work.catch((error: unknown) => {
    throw isTooLong(error) ? say(error) : error;
  });

const copiedTooLate = (cause: unknown): MovingError =>
  new MovingError(`its rows were not copied in time (${String(cause)}): try again when it is quieter`, { cause });

/** What is asked when all is done; a server that does not answer keeps nobody from being told. */
const lastly = (text: string, values: readonly string[] = []) => ({
  text,
  values: [...values],
  query_timeout: ANSWER_MS,
});

/**
 * Both cells are told, first the one that has it now. It is moved already: what fails is told, and whoever was not told finds
 * out by looking.
 */
const announce = async ({ source, target, tenant_id }: Way, bots: readonly string[], { tell }: Options) => {
  for (const { called, client } of [target, source])
    try {
      await client.query(lastly('select pg_advisory_unlock_all()'));
      for (const bot_id of bots) await client.query(lastly(`select pg_notify('okno_bots', $1)`, [bot_id]));
      await client.query(lastly(`select pg_notify('okno_texts', $1)`, [tenant_id]));
    } catch (error) {
      tell(`it is moved, but the processes of the ${called} server were not told of it (${String(error)})`);
    }
};

const find = async ({ client }: End, slug: string): Promise<string> => {
  const { rows } = await client.query<{ tenant_id: string }>('select tenant_id from tenants where slug = $1', [slug]);
  const [found] = rows;
  if (found === undefined) throw new MovingError(`there is no business ${slug} on the first server`);
  return found.tenant_id;
};

const prepare = async (first: End, second: End, slug: string): Promise<{ tenant_id: string; tables: MovingTables }> => {
  const [source, target] = [first.client, second.client];
  const tenant_id = await find(first, slug);
  for (const end of [first, second])
    if (!(await takeMove(end, tenant_id))) throw new MovingError('it is being moved already, by somebody else');
  // Another move may have ended just before.
  if ((await find(first, slug)) !== tenant_id) throw new MovingError('it is another business by now: try again');
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
  const late = ticks() + copy_ms;
  await startCopy(source.client, target.client, { tenant_id, tables: tables.early, seen, copy_ms });
  tell(`its rows are being copied (${tables.early.length} tables)`);
  for (; (await countCopying(target.client, tenant_id)) > 0; await pause(AGAIN_MS))
    if (ticks() > late)
      throw new MovingError(
        `its rows were not copied in time (see the log of the second server: ${nameOf(tenant_id)})`,
      );
};

/** What the first server has and the second has not yet: compared until it is the same. */
const awaitSame = async (way: Way, tables: readonly MovingTable[], late: number, options: Options): Promise<void> => {
  const { source, target, tenant_id } = way;
  for (const table of tables) {
    for (const end of [source, target]) await limit(end, late, options);
    const wanted = await digestOf(source.client, table, tenant_id);
    for (; (await digestOf(target.client, table, tenant_id)) !== wanted; await options.pause(AGAIN_MS))
      if (options.ticks() > late) throw new MovingError(`the rows of ${table.name} were not the same in time`);
  }
};

/** All but the two commits: nobody writes to it from here on, and both servers have what they are to have. */
const cut = async (way: Way, options: Options): Promise<{ began: number; bots: string[] }> => {
  const { tenant_id, tables } = way;
  const [source, target] = [way.source.client, way.target.client];
  await stopWork(way, options.ticks() + options.stop_ms, options);
  const began = options.ticks();
  const late = began + options.stop_ms;
  await stopWriting(way, late, options);
  await source.query('begin');
  await stopSealing(way, late, options);
  await awaitSame(way, tables.early, late, options);
  await target.query(`drop subscription ${nameOf(tenant_id)}`);
  await target.query('begin; set local session_replication_role = replica');
  for (const table of tables.late) await copyRows(source, target, table, tenant_id);
  await awaitSame(way, tables.late, late, options);
  for (const table of [...tables.early, ...tables.late]) await numberOn(target, table, tenant_id);
  const { rows } = await source.query<{ bot_id: string }>('select bot_id::text from bots where tenant_id = $1', [
    tenant_id,
  ]);
  for (const end of [way.source, way.target]) await limit(end, late, options);
  await source.query(`drop publication ${nameOf(tenant_id)}`);
  await removeRows(source, [...tables.late, ...tables.early], tenant_id);
  // The last one is the commit: it is not hurried.
  if (options.ticks() > late) throw tookTooLong(options);
  for (const client of [source, target]) await client.query('set statement_timeout = 0');
  return { began, bots: rows.map(({ bot_id }) => bot_id) };
};
