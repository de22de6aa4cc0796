import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { emptyDatabase } from '../../test-support/database.ts';
import { openStudio } from '../../test-support/studio.ts';
import { dumpDatabase } from './dump.ts';
import { loadDatabase } from './load.ts';
import { BackupError, type BackupPart } from './parts.ts';

/** Two businesses with bookings, and a backup of them. */
const backedUp = async (t: Parameters<typeof testBackend>[0]) => {
  const world = await testBackend(t);
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

async function* stream(parts: readonly BackupPart[]): AsyncGenerator<BackupPart> {
  yield* parts;
}

const contents = (parts: readonly BackupPart[]) =>
  parts.flatMap((part) => (part.part === 'table_end' ? [[part.name, part.rows, part.digest]] : []));

test('a backup comes back row for row, of every tenant, and another backup of it says the same', async (t) => {
  const { parts } = await backedUp(t);
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

test('what was brought back is as guarded as before, and goes on counting', async (t) => {
  const { parts } = await backedUp(t);
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
    const { parts } = await backedUp(t);
    const { connection, rows } = await emptyDatabase(t);
    await assert.rejects(loadDatabase(connection, stream(spoil([...parts]))), (error) => {
      assert.ok(error instanceof BackupError, String(error));
      assert.match(error.message, says);
      return true;
    });
    const [there] = await rows<{ name: string | null }>(`select to_regclass('public.tenants')::text as name`);
    if (there?.name !== null) assert.deepEqual(await rows('select from tenants'), []);
  });

test('a backup that can be read no further in the middle of a table leaves nothing behind, and nobody waits', async (t) => {
  const { parts } = await backedUp(t);
  const { connection, rows } = await emptyDatabase(t);
  const half = parts.findIndex((part) => part.part === 'rows') + 1;
  async function* broken(): AsyncGenerator<BackupPart> {
    yield* parts.slice(0, half);
    throw new BackupError('the backup is damaged');
  }
  await assert.rejects(loadDatabase(connection, broken()), /is damaged/);
  assert.deepEqual(await rows('select from tenants'), []);
});

test('a database with something in it is left as it is', async (t) => {
  const { world, parts } = await backedUp(t);
  await assert.rejects(loadDatabase(world.connection, stream(parts)), /not empty/);
  assert.equal((await world.rows('select from bookings')).length, 2);
});
