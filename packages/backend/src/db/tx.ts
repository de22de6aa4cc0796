import type pg from 'pg';
import { type Answer, type Ask, type Asker, createAsker } from './batch.ts';
import { tenantLock } from './moving-locks.ts';
import { type Query, type Statement, toQuery } from './sql.ts';
import { type DatabaseWatch, watched } from './watch.ts';

/** An open transaction, bound to one tenant: row security shows and takes this tenant's rows only. */
export type Tx = {
  /** The transaction's instant by the database's clock, Unix milliseconds. */
  readonly now: Promise<number>;
  rows<R>(statement: Statement<R>): Promise<R[]>;
  /** The first row, if there is one. */
  row<R>(statement: Statement<R>): Promise<R | undefined>;
  /** The same, asked now: what was asked before, or ahead of time, does not answer it. */
  rowNow<R>(statement: Statement<R>): Promise<R | undefined>;
  /** Sends a question that will surely be asked: whoever asks it next gets this answer, once. */
  foresee(statement: Statement<unknown>): void;
  /** Sends without waiting: statements travel together, and a failure fails the transaction at its end. */
  send(statement: Statement<unknown>): void;
};

/** Runs `work` in one transaction of one tenant: commits when it returns, rolls back when it throws. */
export type InTenant = <T>(tenant_id: string, work: (tx: Tx) => Promise<T>) => Promise<T>;

/**
 * Runs `work`, which only reads, for one tenant. There is no BEGIN and no COMMIT: what travels in one go is a transaction
 * of its own, which the tenant's setting opens and the exchange's end closes. That is half of the exchanges of a short
 * question, and nothing is lost: READ COMMITTED shows each statement what is committed by then, in a transaction too.
 */
export type LookInTenant = InTenant;

/**
 * Runs `work` in one transaction of the worker role: of no tenant, so that it may do only what the worker may do for all of
 * them. Commits when it returns, rolls back when it throws.
 */
export type AcrossTenants = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

/** How far the demo and the tests have moved the clock; 0 in all other cases. */
export type ClockOffset = () => number;

const SET_TENANT = `select set_config('app.tenant_id', $1, true), set_config('app.clock_offset', $2, true),
    extract(epoch from now())::float8 * 1000 + $3::float8 as now`;
const LOOK = { name: 'look_tenant', text: SET_TENANT };

// What follows in the same packet is not done either when this fails.
const OPEN = {
  name: 'open_tenant',
  text: `${SET_TENANT},
    case when not pg_try_advisory_xact_lock_shared(${tenantLock('$1')}) then refuse_moving() end as moving`,
};
const OPEN_ACROSS = {
  name: 'open_across',
  text: `select set_config('app.clock_offset', $1, true), extract(epoch from now())::float8 * 1000 + $2::float8 as now`,
};
const BEGIN = { name: 'begin', text: 'begin', values: [] };
const COMMIT = { name: 'commit', text: 'commit', values: [] };

const valuesFor = (tenant_id: string, offset_ms: number) => [tenant_id, `${offset_ms} ms`, offset_ms];
const openFor = (tenant_id: string, offset_ms: number): Ask => ({ ...OPEN, values: valuesFor(tenant_id, offset_ms) });
const lookFor = (tenant_id: string, offset_ms: number): Ask => ({ ...LOOK, values: valuesFor(tenant_id, offset_ms) });

const openAcross = (offset_ms: number): Ask => ({ ...OPEN_ACROSS, values: [`${offset_ms} ms`, offset_ms] });

const readNow = ({ rows }: Answer): number => Math.floor((rows[0] as { now: number }).now);

const keyOf = ({ name, values }: Ask): string => `${name} ${JSON.stringify(values)}`;

/** Questions that were asked ahead of time, and their answers for whoever asks the same. */
const createForesight = (ask: Asker['ask']) => {
  const foreseen = new Map<string, Promise<Answer>>();
  return {
    foresee: (query: Ask): Promise<Answer> => {
      const answer = ask(query);
      answer.catch(() => {});
      foreseen.set(keyOf(query), answer);
      return answer;
    },
    ask: (query: Ask): Promise<Answer> => {
      const key = foreseen.size === 0 ? '' : keyOf(query);
      const answer = foreseen.get(key);
      foreseen.delete(key);
      return answer ?? ask(query);
    },
  };
};

/**
 * Questions each of which is asked once, whoever asks it how often; nobody changes what was answered. To ask ahead of time is
 * the same as to ask: the answer is there for both.
 */
const createOnce = (ask: Asker['ask']) => {
  const asked = new Map<string, Promise<Answer>>();
  const once = (query: Ask): Promise<Answer> => {
    const key = keyOf(query);
    const known = asked.get(key);
    if (known !== undefined) return known;
    const answer = ask(query);
    answer.catch(() => {});
    asked.set(key, answer);
    return answer;
  };
  return { foresee: once, ask: once };
};

type Opened = {
  readonly tx: Tx;
  readonly sent: readonly Promise<unknown>[];
  /** Whether something was written into the timetable. */
  readonly plans: () => boolean;
};

/** The statements of one transaction, in the order in which they were asked for. */
const openTx = ({ ask }: Asker, opening: Ask): Opened => {
  const sent: Promise<unknown>[] = [ask(BEGIN)];
  const opened = ask(opening);
  const now = opened.then(readNow);
  // Its failure is that of the statement, which is reported at the end of the transaction.
  now.catch(() => {});
  sent.push(opened);
  const ahead = createForesight(ask);
  // Its failure is told to whoever asks for it, and at the end of the transaction.
  let plans = false;
  const noting = (statement: Statement<unknown>): Query => {
    const query = toQuery(statement);
    plans ||= query.plans;
    return query;
  };
  const foresee = (statement: Statement<unknown>) => sent.push(ahead.foresee(toQuery(statement)));
  const rows = async <R>(statement: Statement<R>): Promise<R[]> => (await ahead.ask(noting(statement))).rows as R[];
  const send = (statement: Statement<unknown>) => {
    sent.push(ask(noting(statement)));
  };
  const row = async <R>(statement: Statement<R>): Promise<R | undefined> => (await rows(statement))[0];
  const rowNow = async <R>(statement: Statement<R>): Promise<R | undefined> =>
    (await ask(noting(statement))).rows[0] as R | undefined;
  return { tx: { now, rows, row, rowNow, foresee, send }, sent, plans: () => plans };
};

/** Everything that was sent must have succeeded: COMMIT of a failed transaction is answered with ROLLBACK. */
const commit = async ({ ask }: Asker, sent: readonly Promise<unknown>[]): Promise<void> => {
  const committed = ask(COMMIT);
  await Promise.all([...sent, committed]);
  if ((await committed).command !== 'COMMIT') throw new Error('the transaction was rolled back at its commit');
};

/** The only place where a transaction begins. `ring` is called after a commit that has written into the timetable. */
const transact = <T>(pool: pg.Pool, opening: Ask, ring: () => void, work: (tx: Tx) => Promise<T>): Promise<T> =>
  watched(pool, (watch) => transactOn({ pool, watch }, opening, ring, work));

type Place = { readonly pool: pg.Pool; readonly watch: DatabaseWatch | undefined };

const transactOn = async <T>(
  { pool, watch }: Place,
  opening: Ask,
  ring: () => void,
  work: (tx: Tx) => Promise<T>,
): Promise<T> => {
  const connection = await pool.connect();
  const asker = createAsker(connection, watch);
  const { tx, sent, plans } = openTx(asker, opening);
  let broken: Error | undefined;
  try {
    const result = await work(tx);
    await commit(asker, sent);
    if (plans()) ring();
    return result;
  } catch (error) {
    asker.end();
    broken = await ended(connection, 'rollback');
    throw await reasonOf(error, sent);
  } finally {
    asker.end();
    connection.release(asker.isBroken() || broken);
  }
};

/** All statements before the first awaited answer travel together. */
export const createInTenant =
  (pool: pg.Pool, clockOffset: ClockOffset, ring: () => void): InTenant =>
  (tenant_id, work) =>
    transact(pool, openFor(tenant_id, clockOffset()), ring, work);

/** @param pool acts as the worker role. What it plans nobody is told of: whoever knows how soon that is rings. */
export const createAcrossTenants =
  (pool: pg.Pool, clockOffset: ClockOffset): AcrossTenants =>
  (work) =>
    transact(pool, openAcross(clockOffset()), () => {}, work);

/**
 * For work that only reads; see `LookInTenant`.
 * @param how `once`: what was asked once in a look is not asked again
 */
export const createLookInTenant =
  (pool: pg.Pool, clockOffset: ClockOffset, how: { readonly once: boolean } = { once: false }): LookInTenant =>
  (tenant_id, work) =>
    watched(pool, (watch) => {
      const opening = lookFor(tenant_id, clockOffset());
      return lookOn({ pool, watch }, { opening, ...how }, work);
    });

type Look = { readonly opening: Ask; readonly once: boolean };

const lookOn = async <T>({ pool, watch }: Place, how: Look, work: (tx: Tx) => Promise<T>): Promise<T> => {
  const connection = await pool.connect();
  const asker = createAsker(connection, watch);
  let broken: Error | undefined;
  try {
    return await work(openLook(asker, how));
  } catch (error) {
    asker.end();
    // A failed exchange has ended its transaction with it; but another may still be under way, and fail.
    broken = await ended(connection, '');
    throw error;
  } finally {
    asker.end();
    connection.release(asker.isBroken() || broken);
  }
};

/** Whatever travels in one go begins with `opening`. */
const openLook = ({ ask }: Asker, { opening, once }: Look): Tx => {
  let opened: Promise<Answer> | undefined;
  const open = (): Promise<Answer> => {
    // Before the batch leaves, which is on the next tick as well: better opened twice than not at all.
    if (opened === undefined) process.nextTick(() => (opened = undefined));
    opened ??= ask(opening);
    return opened;
  };
  const asking = (query: Ask) => {
    void open();
    return ask(query);
  };
  const ahead = once ? createOnce(asking) : createForesight(asking);
  const rows = async <R>(statement: Statement<R>): Promise<R[]> => (await ahead.ask(toQuery(statement))).rows as R[];
  const foresee = (statement: Statement<unknown>) => void ahead.foresee(toQuery(statement));
  const now = open().then(readNow);
  now.catch(() => {});
  const send = () => {
    throw new Error('who only looks sends nothing');
  };
  const row = async <R>(statement: Statement<R>): Promise<R | undefined> => (await rows(statement))[0];
  const rowNow = async <R>(statement: Statement<R>): Promise<R | undefined> =>
    (await asking(toQuery(statement))).rows[0] as R | undefined;
  return { now, rows, row, rowNow, foresee, send };
};

/** SQLSTATE of every statement that comes after one that has failed. */
const ABORTED = '25P02';

/** Whoever waits for a later statement learns only that the transaction is lost; why, an earlier one knows. */
const reasonOf = async (error: unknown, sent: readonly Promise<unknown>[]): Promise<unknown> => {
  if ((error as { code?: string }).code !== ABORTED) return error;
  const outcomes = await Promise.allSettled(sent);
  return outcomes.find((outcome) => outcome.status === 'rejected')?.reason ?? error;
};

/** Says its last word to a connection; one that cannot even hear that is thrown away. */
const ended = async (connection: pg.PoolClient, last: 'rollback' | ''): Promise<Error | undefined> => {
  try {
    await connection.query(last);
    return undefined;
  } catch (error) {
    return error as Error;
  }
};
