import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import pg from 'pg';
import { createAuditor } from '../../auditor.ts';
import { migrate, readMigrations } from '../../db/migrate.ts';
import { toQuery } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import { columnTypes } from '../../db/types.ts';
import { testBackend } from '../../test-support/backend.ts';
import { emptyDatabase } from '../../test-support/database.ts';
import { openStudio, type Studio } from '../../test-support/studio.ts';
import { insertAuditEntry } from './store.ts';
import { readAnchor, verifyAudit, writeAnchor } from './verify.ts';

const world = await testBackend({ after });
const auditor = createAuditor({ inTenant: world.backend.inTenant, workerPool: world.workerPool });

const entry = (number: number) => ({
  ...{ request_id: `r-${number}`, via: 'telegram', role: 'client', actor: `telegram:${number % 7}`, bot_id: 5 },
  ...{ key_id: null, action: 'bookings.create', subject_id: randomUUID(), outcome: 'done' },
});

const write = (studio: Studio, from: number, count: number) =>
  world.backend.inTenant(studio.tenant_id, async (tx) => {
    for (let number = from; number < from + count; number += 1) insertAuditEntry(tx, entry(number));
  });

/** A log with some seals, the last of them a little later; the clock stands where the database's own does. */
const sealedStudio = async ({ seals = 6, lines = 5 } = {}): Promise<Studio> => {
  const [row] = await world.rows<{ now: string }>(
    `select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as now`,
  );
  await world.setClock(row?.now ?? assert.fail());
  const studio = await openStudio(world);
  for (let seal = 0; seal < seals; seal += 1) {
    await write(studio, seal * lines, lines);
    await auditor.seal();
  }
  return studio;
};

test('what was written is sealed in its order, and the chain holds', async () => {
  const studio = await sealedStudio();
  await write(studio, 100, 2);
  const { anchor, ...verdict } = await auditor.verify(studio.tenant_id);
  assert.deepEqual(verdict, { seals: 6, sealed: 30, unsealed: 2, complaints: [] });
  assert.equal(anchor?.seal, 6);
  assert.deepEqual(readAnchor(writeAnchor(anchor ?? assert.fail())), anchor);
  assert.equal(readAnchor('nonsense'), undefined);
});

test('lines of transactions that end in another order than they began, or in nothing, leave the chain whole', async () => {
  const studio = await sealedStudio({ seals: 1 });
  const go = Promise.withResolvers<void>();
  const written = Promise.withResolvers<void>();
  const slow = world.backend.inTenant(studio.tenant_id, async (tx) => {
    insertAuditEntry(tx, entry(1));
    await tx.now;
    written.resolve();
    await go.promise;
  });
  await written.promise;
  await write(studio, 10, 3);
  await world.backend
    .inTenant(studio.tenant_id, async (tx) => {
      insertAuditEntry(tx, entry(2));
      await tx.now;
      throw new Error('rolled back');
    })
    .catch(() => {});
  assert.equal(await auditor.seal(), 3);
  go.resolve();
  await slow;
  assert.equal(await auditor.seal(), 1);
  assert.deepEqual((await auditor.verify(studio.tenant_id)).complaints, []);
});

test('several processes that seal at once seal each line once', async () => {
  const studio = await sealedStudio({ seals: 0 });
  await write(studio, 0, 40);
  await Promise.all(Array.from({ length: 5 }, () => auditor.seal()));
  await auditor.seal();
  const { sealed, complaints } = await auditor.verify(studio.tenant_id);
  assert.deepEqual([sealed, complaints], [40, []]);
});

test('names of all scripts, empty ones and signs that mean something elsewhere are hashed alike on both sides', async () => {
  const studio = await sealedStudio({ seals: 0 });
  await world.backend.inTenant(studio.tenant_id, async (tx) => {
    for (const actor of ['Ольга', '🙂', '', ',', '3:abc,', '-,', '"\\', 'a\tb\nc', "'"])
      insertAuditEntry(tx, { ...entry(1), actor, key_id: randomUUID(), bot_id: null, subject_id: null });
  });
  await auditor.seal();
  assert.deepEqual((await auditor.verify(studio.tenant_id)).complaints, []);
});

test('lines from before there were seals wait for theirs after the upgrade', async (t) => {
  const { connection, rows } = await emptyDatabase(t);
  const before = (await readMigrations()).filter(({ version }) => version < 62);
  await migrate(connection, before);
  const tenant_id = randomUUID();
  await rows(
    `insert into tenants (tenant_id, slug, name, time_zone, language, currency)
      values ($1, 'old', 'Old', 'UTC', 'en', 'EUR')`,
    [tenant_id],
  );
  await rows(
    `insert into audit_log (tenant_id, request_id, via, role, actor, action, outcome)
      select $1, 'r', 'service', 'bot', 'service', 'rooms.create', 'done' from generate_series(1, 3)`,
    [tenant_id],
  );
  await migrate(connection);
  const [row] = await rows('select count(*)::int as count from audit_unsealed where tenant_id = $1', [tenant_id]);
  assert.deepEqual(row, { count: 3 });
});

/** A Tx over a connection of the superuser that looks as the app of one tenant would. */
const lookingAt = (client: pg.Client): Tx =>
  ({
    rows: async (statement: Parameters<Tx['rows']>[0]) => {
      const { text, values } = toQuery(statement);
      return (await client.query(text, values)).rows;
    },
  }) as unknown as Tx;

const random = (below: number): number => Math.floor(Math.random() * below);
const oneOf = <T>(all: readonly T[]): T => all[random(all.length)] as T;

const LINE = `(select id from audit_log where tenant_id = $1 and id = any(
  select unnest(entries) from audit_seals where tenant_id = $1) order by random() limit 1)`;
const SEAL = '(select seal from audit_seals where tenant_id = $1 order by random() limit 1)';

const CHANGES = [
  `at = at + interval '1 microsecond'`,
  `at = at - interval '3 days'`,
  `request_id = request_id || 'x'`,
  `via = 'service'`,
  `role = 'super_admin'`,
  `actor = 'telegram:99'`,
  `bot_id = coalesce(bot_id, 0) + 1`,
  'bot_id = null',
  'key_id = gen_random_uuid()',
  `action = 'bookings.cancel'`,
  'subject_id = gen_random_uuid()',
  'subject_id = null',
  `outcome = 'forbidden'`,
  'times = times + 1',
];

const COLUMNS = 'at, request_id, via, role, actor, bot_id, key_id, action, subject_id, outcome, times';
const COPIED = `insert into audit_log (tenant_id, ${COLUMNS})
  select tenant_id, at - interval '2 hours' * (1 + random()), request_id, via, role, 'telegram:99', bot_id, key_id, action,
    subject_id, outcome, times from audit_log where tenant_id = $1 and id = ${LINE}`;
const UNHEARD = `set local session_replication_role = 'replica'`;

/** What somebody with every right may do to the log; several statements are one deed. */
const TAMPERINGS: Readonly<Record<string, (other: string) => readonly string[]>> = {
  changed: () => [`update audit_log set ${oneOf(CHANGES)} where tenant_id = $1 and id = ${LINE}`],
  moved: (other) => [`update audit_log set tenant_id = '${other}' where tenant_id = $1 and id = ${LINE}`],
  deleted: () => [`delete from audit_log where tenant_id = $1 and id = ${LINE}`],
  inserted: () => [UNHEARD, COPIED],
  backdated: () => [COPIED],
  swapped: () => [
    `with two as (select id from (
        select id from audit_log where tenant_id = $1 and id = any(
          select unnest(entries) from audit_seals where tenant_id = $1) order by random() limit 2) chosen)
      update audit_log set (${COLUMNS}) = (select ${COLUMNS} from audit_log source
        where source.tenant_id = $1 and source.id = (select id from two where two.id <> audit_log.id))
      where tenant_id = $1 and id in (select id from two)`,
  ],
  'without a seal': () => [`delete from audit_seals where tenant_id = $1 and seal = ${SEAL}`],
  'with another seal': () => [
    `update audit_seals set ${oneOf([
      'hash = sha256(hash)',
      `sealed_at = sealed_at + interval '1 second'`,
      'entries = (select array_agg(one order by one desc) from unnest(entries) one)',
      'entries = entries[2:]',
      'seal = seal + 1000',
    ])} where tenant_id = $1 and seal = ${SEAL}`,
  ],
  'cut off': () => [
    `with cut as (delete from audit_seals where tenant_id = $1 and seal > ${random(6)} returning entries)
      delete from audit_log where tenant_id = $1 and id in (select unnest(entries) from cut)`,
  ],
};

const TIMES = 1000;

/** Does all of it, as the superuser; a deed that touches nothing would prove nothing. */
const commit = async (client: pg.Client, deeds: readonly string[], { tenant_id }: Studio): Promise<void> => {
  let touched = 0;
  for (const deed of deeds) touched += (await client.query(deed, deed.includes('$1') ? [tenant_id] : [])).rowCount ?? 0;
  assert.ok(touched > 0, `nothing was touched by ${deeds.join('; ')}`);
};

/** Tampers again and again, each time with the log as it was; answers the deeds that nobody noticed. */
const tamper = async (studio: Studio, other: Studio, kinds: readonly string[], times: number): Promise<string[]> => {
  const { anchor } = await auditor.verify(studio.tenant_id);
  const anchors = anchor === null ? [] : [anchor];
  const client = new pg.Client({ ...world.connection, types: columnTypes });
  await client.connect();
  const unnoticed: string[] = [];
  try {
    await client.query('begin; savepoint whole');
    for (let time = 0; time < times; time += 1) {
      const kind = kinds[time % kinds.length] ?? '';
      await commit(client, TAMPERINGS[kind]?.(other.tenant_id) ?? [], studio);
      await client.query(`set local role okno_app; set local app.tenant_id = '${studio.tenant_id}'`);
      const { complaints } = await verifyAudit(lookingAt(client), studio.tenant_id, anchors);
      if (complaints.length === 0) unnoticed.push(kind);
      await client.query('rollback to savepoint whole');
    }
  } finally {
    await client.end();
  }
  return unnoticed;
};

test('a thousand times the log is touched at random, and every time it is noticed', async () => {
  const [studio, other] = [await sealedStudio(), await sealedStudio({ seals: 1 })];
  assert.deepEqual(await tamper(studio, other, Object.keys(TAMPERINGS), TIMES), []);
  assert.deepEqual((await auditor.verify(studio.tenant_id)).complaints, [], 'the log itself is as it was');
});

test('control: what is not sealed is changed unnoticed, and so is an end that is cut off where no anchor was kept', async () => {
  const studio = await sealedStudio({ seals: 0 });
  await write(studio, 0, 20);
  await world.rows(`update audit_log set actor = 'telegram:99' where tenant_id = $1`, [studio.tenant_id]);
  assert.deepEqual((await auditor.verify(studio.tenant_id)).complaints, []);
  await auditor.seal();
  await write(studio, 20, 5);
  await auditor.seal();
  const { anchor } = await auditor.verify(studio.tenant_id);
  await world.rows(
    `with cut as (delete from audit_seals where tenant_id = $1 and seal = 2 returning entries)
      delete from audit_log where tenant_id = $1 and id in (select unnest(entries) from cut)`,
    [studio.tenant_id],
  );
  assert.deepEqual((await auditor.verify(studio.tenant_id)).complaints, []);
  const { complaints } = await auditor.verify(studio.tenant_id, anchor === null ? [] : [anchor]);
  assert.deepEqual(complaints, ['seal 2 was there once: the end of the log was cut off']);
});

test('the log leaves the house as JSON lines, each with its seal', async () => {
  const studio = await sealedStudio({ seals: 2, lines: 2 });
  await write(studio, 50, 1);
  const lines: Record<string, unknown>[] = [];
  await auditor.exportLines(studio.tenant_id, async (some) => {
    lines.push(...some.map((line) => JSON.parse(line)));
  });
  assert.deepEqual(
    lines.map(({ request_id, seal, hash }) => [request_id, seal, hash === undefined]),
    [
      ['r-0', 1, true],
      ['r-1', 1, true],
      [undefined, 1, false],
      ['r-2', 2, true],
      ['r-3', 2, true],
      [undefined, 2, false],
      ['r-50', null, true],
    ],
  );
});

test('every day the newest seals are told, of those who were sealed since', async () => {
  const [studio, idle] = [await sealedStudio(), await sealedStudio({ seals: 1 })];
  await world.rows(`update audit_seals set sealed_at = now() - interval '2 days' where tenant_id = $1`, [
    idle.tenant_id,
  ]);
  const told = await auditor.listAnchors();
  assert.deepEqual(
    told.find(({ tenant_id }) => tenant_id === studio.tenant_id),
    (await auditor.verify(studio.tenant_id)).anchor,
  );
  assert.ok(!told.some(({ tenant_id }) => tenant_id === idle.tenant_id));
});
