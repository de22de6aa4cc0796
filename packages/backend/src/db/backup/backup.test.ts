import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { describeSchema } from '../../../../../scripts/describe-schema.ts';
import { testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { emptyDatabase } from '../../test-support/database.ts';
import { openStudio } from '../../test-support/studio.ts';
import { until } from '../../test-support/until.ts';
import { createClient } from '../pool.ts';
import { createDigest } from './digest.ts';
import { dumpDatabase } from './dump.ts';
import { giveMemory, loadDatabase } from './load.ts';
import { BackupError, type BackupPart } from './parts.ts';

/** Two businesses with bookings, and a backup of them; nobody changes them. */
const openWorld = async () => {
  const world = await testBackend({ after });
  for (const person of [1001, 2001]) {
    const studio = await openStudio(world);
    await studio.as(person)('bookings.create', slotAt(studio, '10:00'));
  }
  return { world, parts: await collect(dumpDatabase(world.connection)) };
};

const collect = async (parts: AsyncIterable<BackupPart>): Promise<BackupPart[]> => {
  const all: BackupPart[] = [];
  for await (const part of parts) all.push(part.part === 'rows' ? { ...part, bytes: Buffer.from(part.bytes) } : part);
  return all;
};

const TABLES = `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`;

async function* stream(parts: readonly BackupPart[]): AsyncGenerator<BackupPart> {
  yield* parts;
}

const contents = (parts: readonly BackupPart[]) =>
  parts.flatMap((part) => (part.part === 'table_end' ? [[part.name, part.rows, part.digest]] : []));

const { world, parts } = await openWorld();

test('a backup comes back row for row, of every tenant, and another backup of it says the same', async (t) => {
  const { connection, rows } = await emptyDatabase(t);
  const loaded = await loadDatabase(connection, stream(parts));
  assert.ok(loaded.rows > 50, `${loaded.rows} rows`);
  const again = await collect(dumpDatabase(connection));
  assert.deepEqual(contents(again), contents(parts));
  const [count] = await rows<{ bookings: number; tenants: number }>(
    'select (select count(*)::int from bookings) as bookings, (select count(*)::int from tenants) as tenants',
  );
  assert.deepEqual(count, { bookings: 2, tenants: 2 });
});

/** What the description of the schema leaves out because nobody writes it. */
const FACTS = `
  select relname as table, relname as name, 'sequence' as kind, seqincrement || ' ' || seqstart || ' ' || coalesce(seqmax, 0) as fact
  from pg_sequence join pg_class on oid = seqrelid
  union all
  select tgrelid::regclass::text, case when tgisinternal then '' else tgname end, 'trigger', tgenabled::text ||
    case when tgisinternal then tgfoid::regproc::text || tgdeferrable || tgtype else pg_get_triggerdef(oid) end from pg_trigger
  union all
  select indrelid::regclass::text, indexrelid::regclass::text, 'index', concat_ws(' ', indisvalid, indisready, indisclustered,
    indisreplident, indimmediate, indnullsnotdistinct, relacl, reloptions, obj_description(indexrelid), pg_get_userbyid(relowner))
  from pg_index join pg_class on oid = indexrelid where relnamespace = 'public'::regnamespace
  union all
  select conrelid::regclass::text, conname, 'constraint', concat_ws(' ', convalidated, conislocal, coninhcount, connoinherit,
    conindid::regclass, obj_description(oid)) from pg_constraint where connamespace = 'public'::regnamespace
  union all
  select relname, relname, 'table', concat_ws(' ', relreplident, relhasrules, reloptions, relrowsecurity, relforcerowsecurity)
  from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
  order by 1, 3, 2, 4`;

test('what was brought back has the schema of a database that was migrated, to the last index', async (t) => {
  const { connection, rows } = await emptyDatabase(t);
  await loadDatabase(connection, stream(parts));
  const facts = await rows(FACTS);
  assert.ok(facts.length > 500, `${facts.length} facts`);
  assert.deepEqual(facts, await world.rows(FACTS));
  const client = createClient(connection);
  await client.connect();
  const described = await describeSchema(client).finally(() => client.end());
  assert.equal(described, await readFile(new URL('../schema.golden.txt', import.meta.url), 'utf8'));
  await rows('drop index bookings_of_client');
  assert.notDeepEqual(await rows(FACTS), facts, 'the comparison sees that an index is missing');
});

test('what was brought back is as guarded as before, and goes on counting', async (t) => {
  const { connection, rows } = await emptyDatabase(t);
  await loadDatabase(connection, stream(parts));
  const weak = await rows(`select relname from pg_class join pg_trigger on tgrelid = pg_class.oid
    where tgenabled <> 'O' and not tgisinternal
    union select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and not relispartition and relname <> 'migrations' and not relforcerowsecurity`);
  assert.deepEqual(weak, []);
  const [next] = await rows<{ fits: boolean }>(
    `select nextval(pg_get_serial_sequence('audit_log', 'id')) > max(id) as fits from audit_log`,
  );
  assert.equal(next?.fits, true);
});

for (const [what, spoil, says] of [
  ['that was cut', (parts: BackupPart[]) => parts.slice(0, -1), /has no end/],
  [
    'in which a byte is another',
    (parts: BackupPart[]) =>
      parts.map((part) => {
        if (part.part !== 'rows') return part;
        const bytes = Buffer.from(part.bytes);
        // A letter of a currency: the row can still be read.
        const at = bytes.indexOf('EUR');
        if (at >= 0) bytes[at + 2] = 'C'.charCodeAt(0);
        return { ...part, bytes };
      }),
    /are not those that were backed up/,
  ],
  [
    'that lacks a table',
    (parts: BackupPart[]) => {
      const from = parts.findIndex((part) => part.part === 'table' && part.name === 'reviews');
      const end = parts.findIndex((part) => part.part === 'table_end' && part.name === 'reviews');
      return parts.toSpliced(from, end - from + 1);
    },
    /lacks reviews/,
  ],
  [
    'of a newer program',
    (parts: BackupPart[]) =>
      parts.map((part) =>
        part.part === 'begin' ? { ...part, migrations: [...part.migrations, { version: 9999, checksum: 'x' }] } : part,
      ),
    /newer Okno/,
  ],
] as const)
  test(`nothing is kept of a backup ${what}`, async (t) => {
    const { connection, rows } = await emptyDatabase(t);
    await assert.rejects(loadDatabase(connection, stream(spoil([...parts]))), (error) => {
      assert.ok(error instanceof BackupError, String(error));
      assert.match(error.message, says);
      return true;
    });
    assert.deepEqual(await rows(TABLES), []);
  });

/** A backup whose rows are said to be what they are, and break a rule. */
const rewritten = (parts: readonly BackupPart[], table: string, change: (text: string) => string): BackupPart[] => {
  const from = parts.findIndex((part) => part.part === 'table' && part.name === table);
  const end = parts.findIndex((part) => part.part === 'table_end' && part.name === table);
  const was = parts.slice(from + 1, end).map((part) => (part.part === 'rows' ? part.bytes : Buffer.alloc(0)));
  const bytes = Buffer.from(change(Buffer.concat(was).toString()));
  const digest = createDigest();
  digest.add(bytes);
  return parts.toSpliced(
    from + 1,
    end - from,
    { part: 'rows', bytes },
    { part: 'table_end', name: table, ...digest.content() },
  );
};

for (const [what, table, change, says] of [
  ['has a row twice', 'bookings', (text: string) => text + text, /of bookings break .*"bookings_pkey"/],
  [
    'refers to what is not there',
    'booking_history',
    (text: string) => text.replace(/^(\S+\t\S+\t)\S+/, `$1${randomUUID()}`),
    /of booking_history break .*"booking_history_tenant_id_booking_id_fkey"/,
  ],
  [
    'gives one time to two',
    'reservations',
    (text: string) => text.replace(/^(\S+\t)\S+(.*\n)/, (line, tenant, rest) => line + tenant + randomUUID() + rest),
    /of reservations break .*"reservations_no_overlap"/,
  ],
  [
    'has what its table does not take',
    'bookings',
    (text: string) => text.replace('EUR', 'euro'),
    /of bookings break .*"bookings_currency_check"/,
  ],
  ['has what is no value', 'bookings', (text: string) => text.replace(/^\S+/, 'nobody'), /break .*uuid: "nobody"/],
] as const)
  test(`a backup that ${what} is refused`, async (t) => {
    const { connection, rows } = await emptyDatabase(t);
    await assert.rejects(loadDatabase(connection, stream(rewritten(parts, table, change))), (error) => {
      assert.ok(error instanceof BackupError, String(error));
      assert.match(error.message, says);
      return true;
    });
    assert.deepEqual(await rows(TABLES), []);
  });

test('a backup that can be read no further in the middle of a table leaves nothing behind, and nobody waits', async (t) => {
  const { connection, rows } = await emptyDatabase(t);
  const half = parts.findIndex((part) => part.part === 'rows') + 1;
  async function* broken(): AsyncGenerator<BackupPart> {
    yield* parts.slice(0, half);
    throw new BackupError('the backup is damaged');
  }
  await assert.rejects(loadDatabase(connection, broken()), /is damaged/);
  assert.deepEqual(await rows(TABLES), []);
});

test('a restore that is killed in the middle leaves an empty database, into which it can be repeated', async (t) => {
  const { connection, rows } = await emptyDatabase(t);
  const last = parts.findIndex((part) => part.part === 'end');
  async function* killed(): AsyncGenerator<BackupPart> {
    yield* parts.slice(0, last);
    const others = `from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null`;
    assert.equal((await rows(`select pg_terminate_backend(pid) ${others}`)).length, 1, 'the one that restores');
    await until('it has ended', async () => (await rows(`select ${others}`)).length === 0);
    // What the server said before it ended is read.
    await setImmediate();
    yield* parts.slice(last);
  }
  await assert.rejects(loadDatabase(connection, killed()), /terminating connection due to administrator command/);
  assert.deepEqual(await rows(TABLES), []);
  await loadDatabase(connection, stream(parts));
  assert.deepEqual(contents(await collect(dumpDatabase(connection))), contents(parts));
});

for (const [usual, then] of [
  ['64MB', '256MB'],
  ['1GB', '1GB'],
] as const)
  test(`a server that takes ${usual} for an index takes ${then} while a backup comes back`, async (t) => {
    const { connection } = await emptyDatabase(t);
    const client = createClient(connection);
    await client.connect();
    try {
      await client.query(`set maintenance_work_mem = '${usual}'; begin`);
      await giveMemory(client);
      const { rows } = await client.query('show maintenance_work_mem');
      assert.deepEqual(rows, [{ maintenance_work_mem: then }]);
    } finally {
      await client.end();
    }
  });

test('a database with something in it is left as it is', async () => {
  await assert.rejects(loadDatabase(world.connection, stream(parts)), /not empty/);
  assert.equal((await world.rows('select from bookings')).length, 2);
});
