import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openAssistant } from '../../test-support/assistants.ts';
import { testBackend } from '../../test-support/backend.ts';
import { claimed, createQueue, eventsOf, ONCE, reachOf } from '../../test-support/firing.ts';
import { openStudio } from '../../test-support/studio.ts';
import { fireReminders } from './jobs.ts';

const open = async (t: TestContext) => {
  const world = await testBackend(t);
  const studio = await openStudio(world);
  return { world, studio, ada: await openAssistant(world, studio) };
};

const onError = (error: unknown) => assert.fail(String(error));

test('a payload that cannot be opened holds up its own reminder, and nobody else of the batch', async (t) => {
  const { world, studio, ada } = await open(t);
  const other = await openStudio(world);
  const bob = await openAssistant(world, other);
  const spoilt = await ada.ask('reminders.create', ONCE);
  const beside = await ada.ask('reminders.create', ONCE);
  const elsewhere = await bob.ask('reminders.create', ONCE);
  await world.rows('update reminders set payload_sealed = $2 where id = $1', [spoilt.id, 'of.another.key.x']);
  await world.setClock('2031-03-03T09:00:00Z');
  const queue = createQueue();
  const errors: unknown[] = [];
  const hands = { wire: queue.wire, secrets: world.secrets, onError: (error: unknown) => errors.push(error) };
  const at = '2031-03-03T09:00:00Z';
  const items = [
    claimed(studio.tenant_id, spoilt.id, at),
    claimed(studio.tenant_id, beside.id, at),
    claimed(other.tenant_id, elsewhere.id, at),
  ];
  const results = await fireReminders(reachOf(world), hands)(items);
  assert.deepEqual(
    results.map(({ done }) => done),
    [false, true, true],
  );
  const pushed = queue.texts.map((text) => JSON.parse(text));
  assert.deepEqual(pushed.map(({ payload }) => payload.reminder_id).toSorted(), [beside.id, elsewhere.id].toSorted());
  assert.deepEqual(
    pushed.map(({ assistant_id }) => assistant_id).toSorted(),
    [ada.id, bob.id].toSorted(),
    'each goes to its own assistant',
  );
  assert.equal(errors.length, 1);
});

test('a row that the database refuses holds up its own tenant only', async (t) => {
  const { world, studio, ada } = await open(t);
  const other = await openStudio(world);
  const bob = await openAssistant(world, other);
  const refused = await ada.ask('reminders.create', ONCE);
  const elsewhere = await bob.ask('reminders.create', ONCE);
  await world.rows(
    `alter table reminder_events add constraint planted check (tenant_id <> '${studio.tenant_id}'::uuid)`,
  );
  await world.setClock('2031-03-03T09:00:00Z');
  const queue = createQueue();
  const errors: unknown[] = [];
  const hands = { wire: queue.wire, secrets: world.secrets, onError: (error: unknown) => errors.push(error) };
  const at = '2031-03-03T09:00:00Z';
  const items = [claimed(studio.tenant_id, refused.id, at), claimed(other.tenant_id, elsewhere.id, at)];
  const fire = fireReminders(reachOf(world), hands);
  assert.deepEqual(
    (await fire(items)).map(({ done }) => done),
    [false, true],
  );
  assert.deepEqual([queue.texts.length, errors.length], [1, 1]);
  await world.rows('alter table reminder_events drop constraint planted');
  assert.deepEqual(await fire(items.slice(0, 1)), [{ done: true }]);
  assert.equal(queue.texts.length, 2);
});

test('a reminder fires for the tenant it belongs to, and for nobody who names its id', async (t) => {
  const { world, ada } = await open(t);
  const other = await openStudio(world);
  const { id } = await ada.ask('reminders.create', ONCE);
  await world.setClock('2031-03-03T09:00:00Z');
  const queue = createQueue();
  const hands = { wire: queue.wire, secrets: world.secrets, onError };
  await fireReminders(reachOf(world), hands)([claimed(other.tenant_id, id, '2031-03-03T09:00:00Z')]);
  assert.deepEqual([queue.texts, await eventsOf(world, id)], [[], []]);
});

test('the worker fires reminders and cannot read or write them otherwise', async (t) => {
  const { world } = await open(t);
  for (const text of ['select 1 from reminders', 'select 1 from reminder_events', 'delete from reminders'])
    await assert.rejects(world.workerPool.query(text), /permission denied/, text);
  assert.deepEqual((await world.workerPool.query(`select * from lock_due_reminders('{}', '{}')`)).rows, []);
  await assert.rejects(world.pool.query(`select * from lock_due_reminders('{}', '{}')`), /permission denied/);
});
