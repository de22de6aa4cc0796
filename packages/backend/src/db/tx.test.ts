import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { toRefusal } from '../faults.ts';
import { testBackend } from '../test-support/backend.ts';
import { openStudio, type Studio } from '../test-support/studio.ts';
import { tenantLock } from './moving-locks.ts';
import { sql } from './sql.ts';
import { createLookInTenant, type Tx } from './tx.ts';

const world = await testBackend({ after }, { connections: 4 });
const { inTenant } = world.backend;
const ours = await openStudio(world);
const theirs = await openStudio(world);

/** Every table with rows of the other studio, so that there is something to be hidden. */
const theirRows = async (): Promise<string[]> => {
  const tables = await world.rows<{ name: string }>(`select relname as name from pg_class
    join pg_attribute on attrelid = pg_class.oid and attname = 'tenant_id'
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`);
  const filled: string[] = [];
  for (const { name } of tables) {
    const found = await world.rows(`select 1 from ${name} where tenant_id = $1 limit 1`, [theirs.tenant_id]);
    if (found.length > 0) filled.push(name);
  }
  return filled;
};

const book = ({ as, service_id, specialist_id }: Studio) =>
  as(1001)(
    'bookings.create',
    { service_id, specialist_id, starts_at: '2031-03-05T10:00:00Z' },
    { idempotency_key: 'first' },
  );

test('a question outside a tenant is an error, in every table', async () => {
  const tables = await world.rows<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and not relispartition and relname <> 'migrations'`,
  );
  const connection = await world.pool.connect();
  try {
    for (const { name } of tables)
      await assert.rejects(connection.query(`select 1 from ${name}`), /app\.tenant_id|invalid input syntax/, name);
  } finally {
    connection.release(true);
  }
});

test('rows of another tenant are not there, and nothing can be done to them', async () => {
  await Promise.all([book(ours), book(theirs)]);
  const tables = await theirRows();
  assert.ok(tables.length >= 14, `there is something to hide in ${tables.length} tables`);
  const before = await contents();
  for (const name of tables) {
    const table = sql.raw(name);
    const other = sql`tenant_id = ${theirs.tenant_id}`;
    const seen = await inTenant(ours.tenant_id, (tx) => tx.rows(sql`select 1 from ${table} where ${other}`));
    assert.equal(seen.length, 0, `${name} shows rows`);
    for (const change of [
      sql`update ${table} set tenant_id = tenant_id where ${other}`,
      sql`delete from ${table} where ${other}`,
    ])
      await inTenant(ours.tenant_id, async (tx) => tx.send(change)).catch(isDenied);
  }
  assert.deepEqual(await contents(), before);
});

/** What the other studio has, in every table. */
const contents = async (): Promise<unknown[]> => {
  const all: unknown[] = [];
  for (const name of await theirRows())
    all.push(
      await world.rows(
        `select '${name}' as name, to_jsonb(line) from ${name} line where tenant_id = $1 order by line::text`,
        [theirs.tenant_id],
      ),
    );
  return all;
};

/** A right the app does not have at all is as good as a row it cannot see. */
const isDenied = (error: unknown): void => assert.match(String(error), /permission denied/);

test('a row cannot be written into another tenant, nor moved there', async () => {
  const id = '22222222-2222-4222-8222-222222222222';
  const insert = sql`insert into clients (tenant_id, id, name) values (${theirs.tenant_id}, ${id}, 'Spy')`;
  const move = sql`update clients set tenant_id = ${theirs.tenant_id} where telegram_id = 1001`;
  for (const statement of [insert, move])
    await assert.rejects(
      inTenant(ours.tenant_id, async (tx) => tx.send(statement)),
      /violates row-level security policy/,
    );
  const own = sql`insert into clients (tenant_id, id, name) values (${ours.tenant_id}, ${id}, 'Friend')`;
  await inTenant(ours.tenant_id, async (tx) => tx.send(own));
});

test('connections that serve two tenants in turn never mix them up', async () => {
  const own = sql<{
    slug: string;
    tenant_id: string;
  }>`select slug, current_setting('app.tenant_id') as tenant_id from tenants`;
  const answers = await Promise.all(
    Array.from({ length: 500 }, async (_, index) => {
      const { tenant_id, slug } = index % 2 === 0 ? ours : theirs;
      const rows = await inTenant(tenant_id, (tx) => tx.rows(own)).catch((error: unknown) => error);
      return JSON.stringify(rows) === JSON.stringify([{ slug, tenant_id }]);
    }),
  );
  assert.equal(answers.filter((right) => right).length, 500);
});

test('a connection that has served a tenant belongs to nobody afterwards', async () => {
  await inTenant(ours.tenant_id, (tx) => tx.rows(sql`select 1`));
  const connection = await world.pool.connect();
  try {
    await assert.rejects(connection.query('select 1 from tenants'));
  } finally {
    connection.release();
  }
});

test('what is thrown undoes everything, also what was sent without waiting', async () => {
  const rename = sql`update clients set name = 'Renamed'`;
  const failed = inTenant(ours.tenant_id, async (tx) => {
    tx.send(rename);
    await tx.rows(rename);
    throw new Error('enough');
  });
  await assert.rejects(failed, /enough/);
  assert.deepEqual(await world.rows(`select 1 from clients where name = 'Renamed'`), []);
});

test('a statement that was sent without waiting and fails takes everything with it', async () => {
  const failed = inTenant(ours.tenant_id, async (tx) => {
    tx.send(sql`update clients set name = 'Renamed'`);
    tx.send(sql`insert into clients (name) values ('')`);
  });
  await assert.rejects(failed, /clients_name_check/);
  assert.deepEqual(await world.rows(`select 1 from clients where name = 'Renamed'`), []);
});

test('a cut connection fails its own call only', async () => {
  const cut = inTenant(ours.tenant_id, async (tx) => {
    const [self] = await tx.rows(sql<{ pid: number }>`select pg_backend_pid() as pid`);
    await world.rows('select pg_terminate_backend($1)', [self?.pid]);
    return tx.rows(sql`select 1`);
  });
  await assert.rejects(cut);
  const after_that = await Promise.all(
    Array.from({ length: 8 }, () => inTenant(ours.tenant_id, (tx) => tx.row(sql<{ one: number }>`select 1 as one`))),
  );
  assert.deepEqual(after_that, Array(8).fill({ one: 1 }));
});

test('a failure is told by its own reason, also when a later statement was waited for', async () => {
  const failed = inTenant(ours.tenant_id, async (tx) => {
    tx.send(sql`insert into clients (name) values ('')`);
    return tx.rows(sql`select 1`);
  });
  await assert.rejects(failed, /clients_name_check/);
});

test('a transaction that is over takes no more statements', async () => {
  for (const fails of [false, true]) {
    let kept: Tx | undefined;
    const work = inTenant(ours.tenant_id, async (tx) => {
      kept = tx;
      if (fails) throw new Error('enough');
    });
    await work.catch((error: unknown) => assert.match(String(error), /enough/));
    assert.throws(() => kept?.send(sql`select 1`), /after the end of its transaction/);
    await assert.rejects(async () => kept?.rows(sql`select 1`), /after the end of its transaction/);
  }
});

const lookInTenant = createLookInTenant(world.pool, world.clockOffset);
const SEEN = sql<{ tenant_id: string; now: Date }>`select tenant_id, okno_now() as now from tenants`;

test('a look sees its own tenant in each of its exchanges, by the moved clock, and leaves nothing behind', async () => {
  const looks = [ours, theirs, ours, theirs, ours, theirs].map(({ tenant_id }) =>
    lookInTenant(tenant_id, async (tx) => {
      const together = await Promise.all([tx.rows(SEEN), tx.rows(SEEN)]);
      const now = await tx.now;
      const later = await tx.rows(SEEN);
      for (const rows of [...together, later])
        assert.deepEqual(
          rows.map((row) => row.tenant_id),
          [tenant_id],
        );
      assert.ok(Math.abs(Date.parse(String(later[0]?.now)) - now) < 60_000, 'the clock stands where it was moved');
    }),
  );
  await Promise.all(looks);
  // The pool has four connections, and all of them have looked.
  const connections = await Promise.all([0, 1, 2, 3].map(() => world.pool.connect()));
  for (const connection of connections) {
    await assert.rejects(connection.query('select 1 from tenants'), /app\.tenant_id|invalid input syntax/);
    connection.release();
  }
});

test('a look that fails says why, and its connection serves the next one', async () => {
  for (let time = 0; time < 8; time += 1) {
    const failing = lookInTenant(ours.tenant_id, (tx) => Promise.all([tx.rows(SEEN), tx.rows(sql`select 1 / 0`)]));
    await assert.rejects(failing, /division by zero/);
  }
  assert.equal((await lookInTenant(ours.tenant_id, (tx) => tx.rows(SEEN))).length, 1);
});

test('who only looks sends nothing', async () => {
  const sending = lookInTenant(ours.tenant_id, async (tx) => tx.send(sql`delete from bookings`));
  await assert.rejects(sending, /sends nothing/);
});

test('whoever writes to a business that is being moved is told to come again; who reads, and other businesses, notice nothing', async () => {
  const holder = await world.pool.connect();
  try {
    await holder.query(`select pg_advisory_lock(${tenantLock('$1')})`, [ours.tenant_id]);
    // It is not even done when all of it travels in one go.
    const write = (id: string) => inTenant(id, async (tx) => tx.send(sql`update tenants set name = 'Moved'`));
    const refused = await write(ours.tenant_id).catch((error: unknown) => error);
    assert.equal(toRefusal(refused, 'clients.create').code, 'unavailable');
    const look = createLookInTenant(world.pool, world.clockOffset);
    const name = await look(ours.tenant_id, (tx) => tx.row<{ name: string }>(sql`select name from tenants`));
    assert.notEqual(name?.name, 'Moved');
    await write(theirs.tenant_id);
    await holder.query('select pg_advisory_unlock_all()');
    await write(ours.tenant_id);
  } finally {
    holder.release(true);
  }
});

test('what is written for a business that has gone to another server is refused like one that nobody knows', async () => {
  const gone = '33333333-3333-4333-8333-333333333333';
  const write = inTenant(gone, async (tx) => tx.send(sql`insert into clients (name) values ('Late')`));
  assert.equal(toRefusal(await write.catch((error: unknown) => error), 'clients.create').code, 'not_found');
});
