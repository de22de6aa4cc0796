import type pg from 'pg';
import { claimLock, tenantLock, WORKERS_LOCK } from '../moving-locks.ts';
import { endCopy, nameOf } from './copy.ts';
import { ANSWER_MS, type End, isAt, MovingError, PATIENCE, renewEnd } from './ends.ts';
import type { MovingTable, MovingTables } from './tables.ts';

/** A business on its way from one server to another. */
export type Way = {
  readonly source: End;
  readonly target: End;
  readonly tenant_id: string;
  readonly tables: MovingTables;
};

export type Time = {
  /** Waits; the time is the caller's. */
  readonly pause: (ms: number) => Promise<unknown>;
  /** Monotonic milliseconds. */
  readonly ticks: () => number;
  /** How long a server that does not answer any more is asked again what it has done. */
  readonly asked_ms: number;
};

const COMMIT = { text: 'commit', query_timeout: ANSWER_MS };

const renew = (end: End, { tenant_id }: Way, { ticks, pause, asked_ms }: Time): Promise<End> =>
  renewEnd(end, tenant_id, { late: ticks() + asked_ms, ticks, pause });

const lookAt = (way: Way): string =>
  `Ask both servers for \`select slug from tenants where tenant_id = '${way.tenant_id}'\`: ` +
  'only where both have it something is to be removed, and never before you have seen it at the other one';

/**
 * Both servers commit, the second one first. A server whose answer is lost is asked by another session what it has done:
 * nothing is guessed. When it is certain that the business did not move, all is as before.
 * @throws MovingError when it did not move, or when a server cannot be asked: then it names both places
 */
export const land = async (begun: Way, time: Time): Promise<Way> => {
  const arrived = await commitTarget(begun, time);
  try {
    await arrived.source.client.query(COMMIT);
    return arrived;
  } catch (error) {
    const way = { ...arrived, source: await askAgain('source', arrived, error, time) };
    if (!(await isAt(way.source, way.tenant_id))) return way;
    await undo(way, error, time);
    throw error;
  }
};

/** The first server waits, and nobody writes there, until it is certain. */
const commitTarget = async (begun: Way, time: Time): Promise<Way> => {
  try {
    await begun.target.client.query(COMMIT);
    return begun;
  } catch (error) {
    const way = { ...begun, target: await askAgain('target', begun, error, time) };
    if (await isAt(way.target, way.tenant_id)) return way;
    await undo(way, error, time);
    throw error;
  }
};

const askAgain = async (which: 'source' | 'target', way: Way, reason: unknown, time: Time): Promise<End> => {
  const end = way[which];
  try {
    return await renew(end, way, time);
  } catch (error) {
    const left =
      which === 'target'
        ? 'The first server has it and serves it; the second may have it as well. Drop the publication okno_move_… on the first when that is clear'
        : 'The second server has it and serves it; the first may have it as well';
    throw new MovingError(
      `the ${end.called} server did not say whether it has committed (${String(reason)}), and cannot be asked (${String(error)}). ${left}. Keep the processes of the ${end.called} server away until you have looked. ${lookAt(way)}`,
      { cause: reason },
    );
  }
};

/** Without what would be done to what points at them: all of it goes. */
export const removeRows = async (
  client: pg.ClientBase,
  tables: readonly MovingTable[],
  tenant_id: string,
): Promise<void> => {
  await client.query('set local session_replication_role = replica');
  for (const { name } of tables) await client.query(`delete from ${name} where tenant_id = $1`, [tenant_id]);
};

/** Takes back what is open; by another session, when the old one is lost. */
const rollback = async (end: End, way: Way, time: Time): Promise<End> => {
  try {
    // As patient as in the beginning, whatever was left of the time.
    await end.client.query(`rollback; ${PATIENCE}`);
    return end;
  } catch {
    return renew(end, way, time);
  }
};

/** It is worked for and written to again; that it is being moved stays so until the end. */
const letGo = async ({ client }: End, { tenant_id }: Way): Promise<void> => {
  await client.query(`select pg_advisory_unlock(${WORKERS_LOCK})`);
  for (const lock of [tenantLock('$1'), claimLock('$1')])
    await client.query(`select pg_advisory_unlock(${lock})`, [tenant_id]);
};

/**
 * Everything as before, at the first server at once: that it has the business is certain, and the second one may not
 * answer for long. What cannot be undone is told beside the reason. Nothing is ever removed from the second server
 * before the first one has shown that it has the business, nor what the second one may have served meanwhile.
 */
export const undo = async (begun: Way, reason: unknown, time: Time): Promise<void> => {
  const { tenant_id, tables } = begun;
  const failures: unknown[] = [];
  const attempt = <T>(work: () => Promise<T>) =>
    work().catch((error: unknown) => {
      failures.push(error);
      return undefined;
    });
  const source = await attempt(() => rollback(begun.source, begun, time));
  // Another session has none of them.
  if (source !== undefined && !source.renewed) await attempt(() => letGo(source, begun));
  const target = await attempt(() => rollback(begun.target, begun, time));
  if (source !== undefined && target !== undefined) {
    await attempt(() => endCopy(source.client, target.client, tenant_id));
    await attempt(async () => {
      if (!(await isAt(source, tenant_id))) throw new Error('the first server does not have it');
      if (target.renewed && (await isAt(target, tenant_id)))
        throw new Error('the second server has it as well, and may have served it');
      await target.client.query('begin');
      await removeRows(target.client, [...tables.late, ...tables.early], tenant_id);
      await target.client.query('commit');
    });
  }
  for (const [end, old] of [
    [source, begun.source],
    [target, begun.target],
  ] as const)
    if (end !== undefined && end !== old) await end.client.end().catch(() => {});
  if (failures.length > 0)
    throw new MovingError(
      `${String(reason)}; and what was begun could not be taken back: ${failures.map(String).join('; ')}. Drop ${nameOf(tenant_id)} (a subscription on the second server, a publication and a replication slot on the first) yourself. ${lookAt(begun)}`,
      { cause: reason },
    );
};
