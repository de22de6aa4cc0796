import assert from 'node:assert/strict';
import { test } from 'node:test';
import type pg from 'pg';
import { createAlarm } from './db/alarm.ts';
import { sql } from './db/sql.ts';
import { createInTenant } from './db/tx.ts';
import { createDueEngine } from './due.ts';
import { createDueStore } from './due-store.ts';
import { type TestBackend, testBackend } from './test-support/backend.ts';
import { openStudio } from './test-support/studio.ts';
import { until } from './test-support/until.ts';

const tenantOf = async (world: TestBackend): Promise<string> => (await openStudio(world)).tenant_id;

/** Plans something, in a transaction like those of all actions, that is due `later` ms after now. */
const plan = ({ backend }: TestBackend, tenant_id: string, later: number): Promise<void> =>
  backend.inTenant(tenant_id, async (tx) =>
    tx.send(sql`insert into due (fire_at, kind, id)
      values (okno_now() + ${later} * interval '1 ms', 'waitlist', gen_random_uuid())`),
  );

/** An engine of which is known when it has run something; `ticks` stands still, so that nothing but the alarm wakes it. */
const startAsleep = async (world: TestBackend, { deaf = false } = {}) => {
  const ran: number[] = [];
  let standing = 0;
  const store = createDueStore(world.workerPool, world.clockOffset);
  let looks = 0;
  const engine = createDueEngine({
    store: {
      ...store,
      showAlive: (owner, on) => store.showAlive(owner, deaf ? { ...on, alarm: () => {} } : on),
      look: async () => {
        const seen = await store.look();
        looks += 1;
        return seen;
      },
    },
    run: async () => {
      ran.push(performance.now());
      return { done: true };
    },
    random: Math.random,
    ticks: () => standing,
    onError: (error) => {
      throw error;
    },
  });
  await engine.start();
  world.after(() => engine.stop());
  await until('the first look', () => looks > 0);
  return {
    ran,
    looks: () => looks,
    second: () => {
      standing += 1_201;
    },
  };
};

test('what is planned for now wakes a sleeping process at once, however long it would have slept', async (t) => {
  const world = await testBackend(t);
  const tenant_id = await tenantOf(world);
  const { ran, looks } = await startAsleep(world);
  const before = looks();
  for (let round = 1; round <= 20; round += 1) {
    await plan(world, tenant_id, 0);
    await until(`round ${round}`, () => ran.length === round);
  }
  assert.equal(looks(), before, 'it has not looked at the timetable by itself');
});

test('control: who does not hear the alarm finds it at the next look', async (t) => {
  const world = await testBackend(t);
  const tenant_id = await tenantOf(world);
  const { ran, second, looks } = await startAsleep(world, { deaf: true });
  await plan(world, tenant_id, 0);
  const before = looks();
  assert.equal(ran.length, 0);
  second();
  await until('the next look', () => looks() > before);
  await until('it is run', () => ran.length === 1);
});

test('it rings after a commit that has planned something, and after nothing else', async (t) => {
  const world = await testBackend(t);
  const tenant_id = await tenantOf(world);
  let rings = 0;
  const inTenant = createInTenant(world.pool, world.clockOffset, () => {
    rings += 1;
  });
  const planned = sql`insert into due (fire_at, kind, id) values (okno_now(), 'waitlist', gen_random_uuid())`;
  await inTenant(tenant_id, (tx) => tx.rows(sql`select id from due`));
  await assert.rejects(
    inTenant(tenant_id, async (tx) => {
      tx.send(planned);
      throw new Error('thought better of it');
    }),
  );
  assert.equal(rings, 0);
  await inTenant(tenant_id, async (tx) => {
    tx.send(planned);
    await tx.now;
    assert.equal(rings, 0, 'not before the commit');
  });
  assert.equal(rings, 1);
});

test('a hundred rings at once are one notification, and what was lost with a connection is no fault', async (t) => {
  const world = await testBackend(t);
  const heard: number[] = [];
  const alive = await createDueStore(world.workerPool, world.clockOffset).showAlive(17, {
    gone: () => {},
    alarm: () => heard.push(performance.now()),
  });
  world.after(alive.end);
  const asked: string[] = [];
  const ring = createAlarm({
    query: async (text: string) => {
      asked.push(text);
      if (asked.length === 1) throw new Error('the connection is gone');
      return world.pool.query(text);
    },
  } as unknown as pg.Pool);
  ring();
  for (let rung = 0; rung < 100; rung += 1) ring();
  await until('the second one', () => heard.length > 0);
  assert.equal(asked.length, 2);
  ring();
  await until('the third one', () => heard.length > 1);
});
