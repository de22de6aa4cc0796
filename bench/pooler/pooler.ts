import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { createInTenant, createPool } from '@okno/backend';
import { PASSWORD, startPgBouncer } from '../../test/support/pgbouncer.ts';
import { findProgram } from '../../test/support/requires.ts';
import { type Benchmark, planFor } from '../lib/benchmark.ts';
import { type BenchDatabase, openDatabase } from '../lib/database.ts';
import { closedLoop } from '../lib/load.ts';
import { alternate, type Measure } from '../lib/rounds.ts';
import { type Figures, ratioOf } from '../lib/stats.ts';

const LOGIN = path.resolve(import.meta.dirname, '../../deploy/postgres/okno/requests.sql');
/** As many as `deploy/pgbouncer/pgbouncer.ini` keeps on two cores. */
const SERVER_CONNECTIONS = 8;
const CALLERS = 16;
/** As if so many processes were connected, each with the connections of one. */
const PROCESSES = 5;

const LOOK = 'select id, name from clients order by id limit 20';
const WRITE = `insert into clients (name) values ('Rhea')`;
const statement = (sql: string) => ({ compile: () => ({ sql, parameters: [] }) });

/** A short transaction as most are: three exchanges, a question, a line that is written. */
const measured = (pools: readonly ReturnType<BenchDatabase['openPool']>[], tenant_id: string): Measure => {
  const open = pools.map((pool) =>
    createInTenant(
      pool,
      () => 0,
      () => {},
    ),
  );
  let turn = 0;
  const send = async () => {
    turn += 1;
    await open[turn % open.length]?.(tenant_id, async (tx) => {
      await tx.rows(statement(LOOK));
      await tx.rows(statement(LOOK));
      tx.send(statement(WRITE));
    });
  };
  return async (ms): Promise<Figures> => {
    const { per_second = 0, p50_ms = 0, p99_ms = 0 } = await closedLoop(CALLERS, ms, send);
    return { per_second, p50_ms, p99_ms };
  };
};

/** The same transactions straight to PostgreSQL, and through PgBouncer, for which nothing has a name. */
export const pooler: Benchmark = async (place, options) => {
  const [pgbouncer, psql] = ['pgbouncer', 'psql'].map((name) => findProgram(name));
  if (!pgbouncer || !psql) throw new Error('this benchmark needs pgbouncer and psql');
  const database = await openDatabase(place);
  const { host = '', port = 0, user = '', password = '' } = database.connection;
  const env = { PATH: process.env['PATH'], PGHOST: host, PGPORT: String(port), PGUSER: user, PGPASSWORD: password };
  await promisify(execFile)(psql, [`--set=password=${PASSWORD}`, `--file=${LOGIN}`, 'postgres'], { env });
  const tenant_id = randomUUID();
  await database.asOwner(
    `insert into tenants (tenant_id, slug, name, time_zone, language, currency) values ($1, 'one', 'One', 'UTC', 'en', 'EUR')`,
    [tenant_id],
  );
  const server = { ...database.connection, database: 'postgres' };
  const url = await startPgBouncer({ after: place.atEnd }, pgbouncer, { server, most: SERVER_CONNECTIONS });
  const through = () => {
    const pool = createPool({
      connection: { connection_string: url },
      role: 'app',
      max: 20,
      pooled: true,
      onError: () => {},
    });
    place.atEnd(() => pool.end());
    return pool;
  };
  const many = <T>(open: () => T): T[] => Array.from({ length: PROCESSES }, open);
  const plan = planFor(2, options);
  const results = await alternate(
    {
      direct: measured(many(database.openPool), tenant_id),
      pgbouncer: measured(many(through), tenant_id),
    },
    plan,
  );
  const [row] = await database.asOwner(
    `select count(*) filter (where usename = 'okno_requests')::int as pooled, count(*) filter (where usename <> 'okno_requests')::int as direct
    from pg_stat_activity where backend_type = 'client backend'`,
  );
  return {
    what: 'short transactions of one business, from five pools of twenty connections',
    rounds: plan.rounds,
    results,
    ratio: ratioOf(results.pgbouncer, results.direct, 'per_second'),
    ratio_of: 'transactions a second through PgBouncer to those without',
    target: null,
    notes: [`connections of the server at the end: ${row?.['direct']} without, ${row?.['pooled']} behind PgBouncer`],
  };
};
