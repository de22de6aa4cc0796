import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { sql } from '../../db/sql.ts';
import { openAssistant } from '../../test-support/assistants.ts';
import { type TestBackend, testBackend } from '../../test-support/backend.ts';
import { claimed, createQueue, eventsOf, ONCE, reachOf } from '../../test-support/firing.ts';
import { openStudio } from '../../test-support/studio.ts';
import { fireReminders, sendEvent } from './jobs.ts';

const DUE = '2031-03-03T09:00:00Z';

/** Two businesses with an assistant each, and of each six events whose lease has run out; the pushes are counted. */
const open = async (t: TestContext) => {
  const world = await testBackend(t);
  const businesses = [await openStudio(world), await openStudio(world)];
  const queue = createQueue();
  const pushes: number[] = [];
  const wire: typeof queue.wire = {
    push: async (events) => {
      pushes.push(events.length);
      await queue.wire.push(events);
    },
  };
  const hands = { wire, secrets: world.secrets, onError: (error: unknown) => assert.fail(String(error)) };
  const planned: { tenant_id: string; id: string }[] = [];
  for (const studio of businesses) {
    const ada = await openAssistant(world, studio, {});
    for (let count = 0; count < 6; count += 1)
      planned.push({ tenant_id: studio.tenant_id, id: (await ada.ask('reminders.create', ONCE)).id });
  }
  await world.setClock(DUE);
  await fireReminders(reachOf(world), hands)(planned.map(({ tenant_id, id }) => claimed(tenant_id, id, DUE)));
  pushes.length = 0;
  await world.setClock('2031-03-03T09:02:00Z');
  await world.rows('delete from due');
  const items = await Promise.all(
    planned.map(async ({ tenant_id, id }) => {
      const [event] = await eventsOf(world, id);
      return { ...claimed(tenant_id, event?.id ?? '', DUE), kind: 'reminder_event' as const, reminder_id: id };
    }),
  );
  const outcall = async () => ({ taken: false, reason: 'unreachable' }) as const;
  const send = sendEvent(reachOf(world), { ...hands, outcall });
  const attempts = async () =>
    (await world.rows<{ attempt: number }>('select attempt from reminder_events order by attempt')).map(
      ({ attempt }) => attempt,
    );
  return { world, queue, pushes, items, send, attempts };
};

test('events that are overdue at the same time are sent again together, of all businesses, and each once', async (t) => {
  const { world, queue, pushes, items, send, attempts } = await open(t);
  assert.deepEqual(await Promise.all(items.map(send)), Array(12).fill({ done: true }));
  assert.equal(
    pushes.reduce((sum, size) => sum + size, 0),
    12,
  );
  assert.ok(Math.max(...pushes) > 6, `in batches of ${pushes}`);
  assert.equal(queue.texts.length, 24);
  assert.deepEqual(await attempts(), Array(12).fill(2));
  assert.equal((await world.rows(`select from due where kind = 'reminder_event'`)).length, 12, 'looked after again');
  await Promise.all(items.map(send));
  assert.equal(queue.texts.length, 24, 'their leases go on');
});

test('what was sent as often as may be is buried with the others, and an event of another business is not found', async (t) => {
  const { world, pushes, items, send } = await open(t);
  await world.rows('update reminder_events set attempt = max_attempts where id <> $1', [items[0]?.due_id]);
  const [first, second] = [items[0], items[11]];
  assert.ok(first !== undefined && second !== undefined);
  assert.deepEqual(await send({ ...first, tenant_id: second.tenant_id }), { done: true });
  assert.deepEqual(pushes, []);
  await Promise.all(items.map(send));
  assert.deepEqual(pushes, [1]);
  assert.equal((await world.rows('select from reminder_events where dead_at is not null')).length, 11);
});

const attemptOf = async (world: TestBackend, tenant_id: string) => {
  const rows = await world.rows<{ attempt: number }>(
    'select distinct attempt from reminder_events where tenant_id = $1',
    [tenant_id],
  );
  return rows.map(({ attempt }) => attempt);
};

test('what the database refuses of one business keeps up no other one', async (t) => {
  const { world, items, send } = await open(t);
  const [spoilt = '', other = ''] = [items[0]?.tenant_id, items[11]?.tenant_id];
  await world.rows(
    `alter table reminder_events add constraint planted
      check (attempt < 2 and dead_at is null or tenant_id <> '${spoilt}')`,
  );
  const statuses = async () => (await Promise.allSettled(items.map(send))).map(({ status }) => status);
  const halves = [...Array(6).fill('rejected'), ...Array(6).fill('fulfilled')];
  assert.deepEqual(await statuses(), halves);
  assert.deepEqual([await attemptOf(world, spoilt), await attemptOf(world, other)], [[1], [2]]);
  await world.rows(`update reminder_events set attempt = 1, max_attempts = 1, next_attempt_at = '${DUE}'`);
  assert.deepEqual(await statuses(), halves, 'buried');
  assert.equal((await world.rows('select from reminder_events where dead_at is not null')).length, 6);
});

test('what somebody holds of one business is tried again without a fault, and the others are served', async (t) => {
  const { world, queue, items, attempts } = await open(t);
  const [held = '', other = ''] = [items[0]?.tenant_id, items[11]?.tenant_id];
  const reach = reachOf(world);
  const impatient: typeof reach.across = (work) =>
    reach.across((tx) => {
      tx.send(sql`set local lock_timeout = '20ms'`);
      return work(tx);
    });
  const errors: unknown[] = [];
  const send = sendEvent(
    { ...reach, across: impatient },
    {
      ...{ wire: queue.wire, secrets: world.secrets, onError: (error: unknown) => errors.push(error) },
      outcall: async () => ({ taken: false, reason: 'unreachable' }),
    },
  );
  const results = await world.backend.inTenant(held, async (tx) => {
    await tx.rows(sql`select from reminder_events for update`);
    return Promise.allSettled(items.map(send));
  });
  assert.deepEqual(
    results.map((one) => one.status === 'fulfilled' && one.value.done),
    [...Array(6).fill(false), ...Array(6).fill(true)],
  );
  assert.ok(results.every(({ status }) => status === 'fulfilled'));
  assert.ok(errors.length > 0, 'it is told');
  assert.deepEqual([await attemptOf(world, held), await attemptOf(world, other)], [[1], [2]]);
  await Promise.all(items.map(send));
  assert.deepEqual(await attempts(), Array(12).fill(2));
});

test('an event that cannot be read breaks by itself, and a queue that is away is no attempt', async (t) => {
  const { world, queue, items, send, attempts } = await open(t);
  const [unreadable] = items;
  await world.rows(`update reminder_events set payload_sealed = 'nonsense' where id = $1`, [unreadable?.due_id]);
  const results = await Promise.allSettled(items.map(send));
  assert.deepEqual(
    results.map(({ status }) => status),
    ['rejected', ...Array(11).fill('fulfilled')],
  );
  assert.deepEqual(await attempts(), [1, ...Array(11).fill(2)]);
  await world.setClock('2031-03-03T09:04:00Z');
  queue.setAway(true);
  const errors: unknown[] = [];
  const patient = sendEvent(reachOf(world), {
    ...{ wire: queue.wire, secrets: world.secrets, onError: (error: unknown) => errors.push(error) },
    outcall: async () => ({ taken: false, reason: 'unreachable' }),
  });
  const [again] = await Promise.all(items.slice(1, 2).map(patient));
  assert.equal(again?.done, false);
  assert.equal(errors.length, 1);
  assert.deepEqual(await attempts(), [1, ...Array(11).fill(2)]);
});
