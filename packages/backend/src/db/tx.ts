import type pg from 'pg';
import { type Statement, toQuery } from './sql.ts';

/** An open transaction, bound to one tenant: row security shows and takes this tenant's rows only. */
export type Tx = {
  /** The transaction's instant by the database's clock, Unix milliseconds. */
  readonly now: Promise<number>;
  rows<R>(statement: Statement<R>): Promise<R[]>;
  /** The first row, if there is one. */
  row<R>(statement: Statement<R>): Promise<R | undefined>;
  /** Sends without waiting: statements travel together, and a failure fails the transaction at its end. */
  send(statement: Statement<unknown>): void;
};

/** Runs `work` in one transaction of one tenant: commits when it returns, rolls back when it throws. */
export type InTenant = <T>(tenant_id: string, work: (tx: Tx) => Promise<T>) => Promise<T>;

/** How far the demo and the tests have moved the clock; 0 in all other cases. */
export type ClockOffset = () => number;

const OPEN = {
  name: 'open_tenant',
  text: `select set_config('app.tenant_id', $1, true), set_config('app.clock_offset', $2, true),
    extract(epoch from now())::float8 * 1000 + $3::float8 as now`,
};

const quiet = () => {};

type Ask = <R extends pg.QueryResultRow>(query: string | pg.QueryConfig) => Promise<pg.QueryResult<R>>;

type Opened = { readonly tx: Tx; readonly ask: Ask; readonly sent: readonly Promise<unknown>[]; end(): void };

/** The statements of one transaction, in the order in which they were asked for. */
const openTx = (connection: pg.PoolClient, tenant_id: string, offset_ms: number): Opened => {
  let over = false;
  const ask: Ask = (query) => {
    // Later the connection serves another tenant.
    if (over) throw new Error('a statement came after the end of its transaction');
    return connection.query(query);
  };
  const sent: Promise<unknown>[] = [ask('begin')];
  const opened = ask<{ now: number }>({ ...OPEN, values: [tenant_id, `${offset_ms} ms`, offset_ms] });
  const now = opened.then(({ rows }) => Math.floor(rows[0]?.now ?? Number.NaN));
  sent.push(now);
  const rows = async <R>(statement: Statement<R>): Promise<R[]> => (await ask(toQuery(statement))).rows as R[];
  const send = (statement: Statement<unknown>) => {
    const done = ask(toQuery(statement));
    // Its failure is reported at the end of the transaction; until then nobody is listening.
    done.catch(quiet);
    sent.push(done);
  };
  for (const one of sent) one.catch(quiet);
  const end = () => {
    over = true;
  };
  return { tx: { now, rows, row: async (statement) => (await rows(statement))[0], send }, ask, sent, end };
};

/** Everything that was sent must have succeeded: COMMIT of a failed transaction is answered with ROLLBACK. */
const commit = async (ask: Ask, sent: readonly Promise<unknown>[]): Promise<void> => {
  const committed = ask('commit');
  await Promise.all([...sent, committed]);
  if ((await committed).command !== 'COMMIT') throw new Error('the transaction was rolled back at its commit');
};

/** The only place where a transaction begins. All statements before the first awaited answer travel together. */
export const createInTenant =
  (pool: pg.Pool, clockOffset: ClockOffset): InTenant =>
  async (tenant_id, work) => {
    const connection = await pool.connect();
    let broken: Error | undefined;
    const { tx, ask, sent, end } = openTx(connection, tenant_id, clockOffset());
    try {
      const result = await work(tx);
      await commit(ask, sent);
      return result;
    } catch (error) {
      end();
      broken = await rollback(connection);
      throw await reasonOf(error, sent);
    } finally {
      end();
      connection.release(broken);
    }
  };

/** SQLSTATE of every statement that comes after one that has failed. */
const ABORTED = '25P02';

/** Whoever waits for a later statement learns only that the transaction is lost; why, an earlier one knows. */
const reasonOf = async (error: unknown, sent: readonly Promise<unknown>[]): Promise<unknown> => {
  if ((error as { code?: string }).code !== ABORTED) return error;
  const outcomes = await Promise.allSettled(sent);
  return outcomes.find((outcome) => outcome.status === 'rejected')?.reason ?? error;
};

/** A connection that cannot even roll back is thrown away. */
const rollback = async (connection: pg.PoolClient): Promise<Error | undefined> => {
  try {
    await connection.query('rollback');
    return undefined;
  } catch (error) {
    return error as Error;
  }
};
