import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { closeEnd, type End, openEnd, takeMove } from '../../../packages/backend/src/db/moving/ends.ts';
import { land, removeRows, undo, type Way } from '../../../packages/backend/src/db/moving/landing.ts';
import { copyRows, listMovingTables } from '../../../packages/backend/src/db/moving/tables.ts';
import { claimLock, tenantLock, WORKERS_LOCK } from '../../../packages/backend/src/db/moving-locks.ts';
import { migratedDatabase, type TestDatabase } from '../../../packages/backend/src/test-support/database.ts';
import { atEnd } from '../../e2e/support/at-end.ts';
import { CASES, type Case, COMMIT } from './losses.ts';
import { type Loss, startSpoiler } from './spoiler.ts';

/** A session over a line that loses something. */
const openSpoiled = async (t: TestContext, called: End['called'], { connection }: TestDatabase, loss?: Loss) => {
  const { host = '127.0.0.1', port = 5432 } = connection;
  const to = host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port };
  const spoiler = await startSpoiler(t, to, loss ?? null);
  const end = await openEnd(called, { ...connection, host: '127.0.0.1', port: spoiler.port });
  atEnd(t, () => closeEnd(end));
  return { end, hasLost: spoiler.hasLost };
};

const countBusiness = async ({ rows }: TestDatabase): Promise<number> => {
  const [row] = await rows<{ count: number }>(
    'select ((select count(*) from tenants) + (select count(*) from clients))::int as count',
  );
  return row?.count ?? 0;
};

/** All but the two commits is done: a business of three rows stands before its landing. */
const openLanding = async (t: TestContext, one: Case) => {
  const databases = [await migratedDatabase(t), await migratedDatabase(t)] as const;
  const tenant_id = randomUUID();
  await databases[0].rows(
    `insert into tenants (tenant_id, slug, name, time_zone, language, currency) values ($1, 'moving', 'Moving', 'UTC', 'en', 'EUR')`,
    [tenant_id],
  );
  await databases[0].rows(`insert into clients (tenant_id, name) values ($1, 'Ann'), ($1, 'Bob')`, [tenant_id]);
  const source = await openSpoiled(t, 'first', databases[0], one.first);
  const target = await openSpoiled(t, 'second', databases[1], one.second);
  const tables = await listMovingTables(source.end.client);
  for (const { end } of [source, target]) {
    await takeMove(end, tenant_id);
    await end.client.query('begin');
  }
  await target.end.client.query('set local session_replication_role = replica');
  const all = [...tables.late, ...tables.early];
  for (const table of all) await copyRows(source.end.client, target.end.client, table, tenant_id);
  await removeRows(source.end.client, all, tenant_id);
  const way: Way = { source: source.end, target: target.end, tenant_id, tables };
  const count = () => Promise.all(databases.map(countBusiness));
  return { way, count, databases, hasLost: () => [source.hasLost(), target.hasLost()] };
};

/** How often a server is asked again is bounded by a clock that these pauses move: an away one soon, any other for long. */
const timeFor = ({ first, second }: Case) => {
  let now = 0;
  const asked_ms = first?.away || second?.away ? 500 : 500_000;
  return {
    asked_ms,
    ticks: () => now,
    pause: (ms: number) => {
      now += ms;
      return pause(1);
    },
  };
};

const AT: Readonly<Record<Case['at'], readonly number[]>> = { first: [3, 0], second: [0, 3], both: [3, 3] };
const isOfCommits = ({ first, second }: Case): boolean => [first, second].some((loss) => loss?.words === COMMIT);
const ofCommits = CASES.filter(isOfCommits);

for (const one of ofCommits)
  test(`a business is where it is said to be, whole, and never nowhere: ${one.what}`, async (t) => {
    const { way, count, hasLost } = await openLanding(t, one);
    const said = await land(way, timeFor(one)).then(
      (landed) => {
        for (const end of [landed.source, landed.target]) closeEnd(end);
        return null;
      },
      ({ message }: Error) => message,
    );
    assert.deepEqual(hasLost(), ['first' in one, 'second' in one]);
    if (one.says === null) assert.equal(said, null);
    else assert.match(said ?? '', one.says);
    assert.deepEqual(await count(), AT[one.at]);
  });

test('a business whose second server is away before any commit is served at once, while that one is asked', async (t) => {
  const away: Loss = { words: 'rollback', lost: 'question', away: true };
  const one: Case = { what: 'the second is away', at: 'first', second: away, says: /could not be taken back/ };
  const { way, count, databases } = await openLanding(t, one);
  for (const lock of [claimLock('$1'), WORKERS_LOCK, tenantLock('$1')])
    await way.source.client.query(`select pg_advisory_lock(${lock}) where $1::text is not null`, [way.tenant_id]);
  const HELD = `select from pg_locks where pid = ${way.source.session.pid} and locktype in ('advisory', 'relation')`;
  const time = timeFor(one);
  let held: number | undefined;
  const undoing = undo(way, new Error('it is away'), {
    ...time,
    pause: async (ms) => {
      held ??= (await databases[0].rows(HELD)).length;
      return time.pause(ms);
    },
  });
  await assert.rejects(undoing, one.says ?? assert.fail());
  assert.equal(held, 1, 'that it is being moved, and nothing else');
  assert.deepEqual(await count(), [3, 0]);
});

/** Who takes a commit without an answer for one that failed, and makes up for it at the other place. */
const guess = async ({ source, target, tables, tenant_id }: Way): Promise<void> => {
  await target.client.query('commit');
  try {
    await source.client.query('commit');
  } catch {
    await target.client.query('begin');
    await removeRows(target.client, [...tables.late, ...tables.early], tenant_id);
    await target.client.query('commit');
  }
};

test('control: whoever guesses what a lost answer was loses the business at both places', async (t) => {
  const one = ofCommits.find(({ first, at }) => first?.lost === 'answer' && at === 'second') ?? assert.fail();
  const { way, count } = await openLanding(t, one);
  await guess(way);
  assert.deepEqual(await count(), [0, 0]);
});
