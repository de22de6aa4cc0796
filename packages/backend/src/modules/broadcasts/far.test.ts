import assert from 'node:assert/strict';
import { after, afterEach, beforeEach, test } from 'node:test';
import { testBackend } from '../../test-support/backend.ts';
import { refusalOf } from '../../test-support/studio.ts';
import { MORNING, openBroadcast } from './testing.ts';

const world = await testBackend({ after });

beforeEach(() => world.setClock(MORNING));
afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));

const NOBODY = { failed: 0, unreachable: 0, opted_out: 0, uncertain: 0, waiting: 0, sent: 0 };

/** A business whose bot is on another server, and a broadcast that runs. */
const openFar = async () => {
  const far = await openBroadcast(world, { people: 4 });
  const { studio, owner, id, visit } = far;
  await studio.program('notifications.set_delivery', { bot_id: studio.bot_id, delivery: 'far' });
  await owner('broadcasts.start', { id });
  const end = await visit();
  const pull = async (limit = 20) => (await studio.program('notifications.pull', { limit })).items;
  const tell = (item: { id: string; lease: string }, status: 'begun' | 'sent' | 'uncertain' | 'unreachable') =>
    studio.program('notifications.report', { id: item.id, lease: item.lease, status });
  return { ...far, end, pull, tell };
};

test('a bot on another server fetches its messages, each once, and says what became of them', async () => {
  const { end, pull, tell, postman, progress, visit, status } = await openFar();
  assert.deepEqual(end, { done: false, after_ms: 5_000, spread_ms: 0 });
  const items = await pull(3);
  assert.deepEqual(
    items.map(({ message }) => message.kind),
    ['broadcast', 'broadcast', 'broadcast'],
  );
  const [last, ...none] = await pull();
  assert.ok(last && items[0] && items[1] && items[2] && none.length === 0);
  assert.equal((await tell(items[0], 'begun')).status, 'sending');
  assert.equal((await tell(items[0], 'sent')).status, 'sent');
  assert.equal((await tell(items[1], 'uncertain')).status, 'uncertain');
  assert.equal((await tell(items[2], 'unreachable')).status, 'failed');
  await world.setClock('2031-03-03T10:05:00Z');
  assert.deepEqual(await pull(), [], 'what was fetched without a word is not told again');
  assert.deepEqual(await visit(), { done: true });
  assert.deepEqual(await progress(), { ...NOBODY, complete: true, total: 4, sent: 1, uncertain: 2, unreachable: 1 });
  assert.deepEqual([await status(), postman.broadcast.length], ['finished', 0]);
  assert.equal((await tell(last, 'sent')).status, 'sent', 'what has arrived has arrived');
});

test('what a bot on another server has fetched is called off by a pause, and fetched again after it', async () => {
  const { owner, id, pull, tell, progress, visit } = await openFar();
  const [item, arrived] = await pull(2);
  assert.ok(item && arrived);
  await owner('broadcasts.pause', { id });
  assert.equal((await refusalOf(tell(item, 'begun'))).code, 'called_off');
  const told = await tell(arrived, 'sent');
  assert.deepEqual([told.status, told.called_off], ['sent', true]);
  assert.deepEqual(await pull(), []);
  await owner('broadcasts.resume', { id });
  await visit();
  assert.equal((await pull()).length, 3);
  assert.equal((await progress()).sent, 1);
});

test('at night a bot on another server fetches none of it', async () => {
  const { pull, visit } = await openFar();
  await world.setClock('2031-03-03T21:00:01Z');
  assert.deepEqual(await pull(), []);
  assert.deepEqual(await visit(), { done: true });
});
