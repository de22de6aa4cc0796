import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openAssistant } from '../../test-support/assistants.ts';
import { testBackend } from '../../test-support/backend.ts';
import { claimed, createQueue, eventsOf, HOURLY, ONCE, reachOf } from '../../test-support/firing.ts';
import { createPostman, type Hearers, startEngine } from '../../test-support/post.ts';
import { openStudio, refusalOf } from '../../test-support/studio.ts';
import { until } from '../../test-support/until.ts';
import { fireReminders, sendEvent } from './jobs.ts';

const open = async (t: TestContext, wish: Parameters<typeof openAssistant>[2] = {}) => {
  const world = await testBackend(t);
  const studio = await openStudio(world);
  return { world, studio, ada: await openAssistant(world, studio, wish) };
};

const noOutcall: Hearers['outcall'] = async () => ({ taken: false, reason: 'unreachable' });

const onError = (error: unknown) => assert.fail(String(error));

test('an event goes to the queue in the form that was agreed, its payload to the letter', async (t) => {
  const { world, ada } = await open(t);
  const queue = createQueue();
  const engine = await startEngine(world, createPostman(), { hearers: { wire: queue.wire, outcall: noOutcall } });
  const made = await ada.ask('reminders.create', ONCE);
  await world.setClock('2031-03-03T09:00:00Z');
  engine.wake();
  await until('it is pushed', () => queue.texts.length > 0);
  assert.equal(
    queue.texts[0],
    `{"assistant_id":"${ada.id}","event":"reminder_triggered","payload":{"reminder_id":"${made.id}","user_id":7,` +
      `"reminder_type":"one_time","payload":{"n":12345678901234567890},"triggered_at":"2031-03-03T09:00:00Z",` +
      `"created_at":"${made.created_at}"}}`,
  );
  await until('its lease has begun', async () => (await eventsOf(world, made.id))[0]?.attempt === 1);
  const acked = await ada.ask('reminders.ack', { id: made.id, status: 'received' });
  assert.equal(acked.acknowledged, 1);
  assert.deepEqual(await world.rows('select kind from due'), []);
  assert.deepEqual(engine.errors, []);
});

test('an event that nobody acknowledges is sent five times, then it is a dead letter, which can be sent again', async (t) => {
  const { world, ada } = await open(t);
  const queue = createQueue();
  const engine = await startEngine(world, createPostman(), { hearers: { wire: queue.wire, outcall: noOutcall } });
  const { id } = await ada.ask('reminders.create', ONCE);
  let now = Date.parse('2031-03-03T09:00:00Z');
  const pass = async (ms: number) => {
    now += ms;
    await world.setClock(new Date(now).toISOString());
    engine.wake();
  };
  const attempt = async () => (await eventsOf(world, id))[0]?.attempt;
  await pass(0);
  for (let sent = 1; sent <= 5; sent += 1) {
    await until(`it was sent ${sent} times`, async () => (await attempt()) === sent);
    assert.equal(queue.texts.length, sent);
    if (sent === 1) {
      await pass(55_000);
      assert.equal(queue.texts.length, 1, 'the lease goes on');
      now -= 55_000;
    }
    await pass(61_000);
  }
  await until('it is dead', async () => (await ada.ask('reminders.dead_letters', {})).total === 1);
  assert.equal(new Set(queue.texts).size, 1, 'it is the same each time');
  const { items } = await ada.ask('reminders.dead_letters', {});
  assert.deepEqual([items[0]?.attempt, items[0]?.payload.reminder_id], [5, id]);
  await ada.ask('reminders.resend', { id: items[0]?.event_id ?? '' });
  assert.equal((await refusalOf(ada.ask('reminders.resend', { id: items[0]?.event_id ?? '' }))).code, 'not_found');
  engine.wake();
  await until('it was sent again', async () => (await attempt()) === 6);
  assert.equal(queue.texts.length, 6);
  assert.equal((await ada.ask('reminders.ack', { id })).acknowledged, 1);
  await pass(600_000);
  await until('nothing is left to do', async () => (await world.rows('select 1 from due')).length === 0);
  assert.equal(queue.texts.length, 6);
  assert.deepEqual(engine.errors, []);
});

test('a crash between the commit and the push loses nothing, and one after the push doubles nothing', async (t) => {
  const { world, studio, ada } = await open(t);
  const queue = createQueue();
  const reach = reachOf(world);
  const errors: unknown[] = [];
  const hands = { secrets: world.secrets, onError: (error: unknown) => errors.push(error) };
  const { id } = await ada.ask('reminders.create', HOURLY);
  await world.setClock('2031-03-03T09:00:00Z');
  const item = claimed(studio.tenant_id, id, '2031-03-03T09:00:00Z');
  const dying = fireReminders(reach, {
    ...hands,
    wire: { push: async () => assert.fail('killed before the push') },
  });
  assert.deepEqual(
    (await dying([item])).map(({ done }) => done),
    [false],
  );
  const [event] = await eventsOf(world, id);
  assert.deepEqual([queue.texts.length, event?.attempt, errors.length], [0, 0, 1]);
  const next = fireReminders(reach, { ...hands, wire: queue.wire });
  assert.deepEqual(await next([item]), [{ done: true }]);
  assert.equal(queue.texts.length, 1, 'whoever takes over pushes it');
  // The push was answered, and the process died before it could write that down.
  await world.rows('update reminder_events set attempt = 0 where reminder_id = $1', [id]);
  await next([item]);
  assert.equal(queue.texts.length, 1, 'the queue knows it');
  assert.equal((await eventsOf(world, id)).length, 1);
  assert.equal((await ada.ask('reminders.get', { id })).next_trigger_at, '2031-03-03T10:00:00Z');
});

test('a queue that is away costs no attempt, and gets everything when it is back', async (t) => {
  const { world, ada } = await open(t);
  const queue = createQueue();
  queue.setAway(true);
  const engine = await startEngine(world, createPostman(), { hearers: { wire: queue.wire, outcall: noOutcall } });
  const { id } = await ada.ask('reminders.create', ONCE);
  await world.setClock('2031-03-03T09:00:00Z');
  engine.wake();
  await until('a push has failed', () => engine.errors.length > 0);
  assert.equal((await eventsOf(world, id))[0]?.attempt, 0);
  queue.setAway(false);
  await until('it is pushed', () => queue.texts.length === 1);
  await until('that is its first attempt', async () => (await eventsOf(world, id))[0]?.attempt === 1);
});

test('a reminder that was paused after it was claimed and before it fired wakes nobody', async (t) => {
  const { world, studio, ada } = await open(t);
  const queue = createQueue();
  const { id } = await ada.ask('reminders.create', ONCE);
  const control = await ada.ask('reminders.create', ONCE);
  await world.setClock('2031-03-03T09:00:00Z');
  const items = [id, control.id].map((one) => claimed(studio.tenant_id, one, '2031-03-03T09:00:00Z'));
  await ada.ask('reminders.update', { id, status: 'paused' });
  const hands = { wire: queue.wire, secrets: world.secrets, onError };
  await fireReminders(reachOf(world), hands)(items);
  assert.deepEqual(
    queue.texts.map((text) => JSON.parse(text).payload.reminder_id),
    [control.id],
  );
  assert.equal((await eventsOf(world, id)).length, 0);
});

test('what passed while nobody fired is made up for or skipped, as was asked, and the gap is recorded', async (t) => {
  const { world, studio, ada } = await open(t);
  const queue = createQueue();
  const kept = await ada.ask('reminders.create', { ...HOURLY, misfire: 'catch_up' });
  const left = await ada.ask('reminders.create', { ...HOURLY, misfire: 'skip' });
  const lost = await ada.ask('reminders.create', { ...ONCE, misfire: 'skip' });
  await world.setClock('2031-03-03T11:30:00Z');
  const items = [kept, left, lost].map(({ id }) => claimed(studio.tenant_id, id, '2031-03-03T09:00:00Z'));
  const hands = { wire: queue.wire, secrets: world.secrets, onError };
  await fireReminders(reachOf(world), hands)(items);
  assert.deepEqual(
    queue.texts.map((text) => JSON.parse(text).payload).map((one) => [one.reminder_id, one.triggered_at.slice(11, 16)]),
    [
      [kept.id, '09:00'],
      [kept.id, '10:00'],
      [kept.id, '11:00'],
    ],
  );
  const [gap] = await eventsOf(world, left.id);
  assert.deepEqual([gap?.scheduled_for.toISOString(), gap?.['next_attempt_at']], ['2031-03-03T09:00:00.000Z', null]);
  assert.equal((await refusalOf(ada.ask('reminders.ack', { id: left.id }))).code, 'nothing_to_acknowledge');
  for (const { id } of [kept, left])
    assert.equal((await ada.ask('reminders.get', { id })).next_trigger_at, '2031-03-03T12:00:00Z');
  const over = await ada.ask('reminders.get', { id: lost.id });
  assert.deepEqual([over.status, over.last_triggered_at, over.next_trigger_at], ['completed', null, null]);
});

test('a chain ends where an assistant ends it', async (t) => {
  const { world, ada } = await open(t);
  const engine = await startEngine(world, createPostman());
  const { id } = await ada.ask('reminders.create', HOURLY);
  assert.equal((await refusalOf(ada.ask('reminders.ack', { id, end_chain: true }))).code, 'nothing_to_acknowledge');
  await world.setClock('2031-03-03T09:00:00Z');
  engine.wake();
  await until('it has fired', async () => (await ada.ask('reminders.events', {})).items.length === 1);
  const named = { id, triggered_at: '2031-03-03T10:00:00+01:00' };
  assert.equal((await ada.ask('reminders.ack', { ...named, status: 'received' })).status, 'active');
  const ended = await ada.ask('reminders.ack', { id, end_chain: true });
  assert.deepEqual([ended.acknowledged, ended.status, ended.next_trigger_at], [1, 'completed', null]);
  assert.deepEqual(await world.rows('select 1 from due'), []);
  await world.setClock('2031-03-03T13:00:00Z');
  engine.wake();
  assert.deepEqual((await ada.ask('reminders.events', {})).items, []);
  assert.equal((await ada.ask('reminders.ack', { id })).acknowledged, 1, 'an ack may be repeated');
});

test('a webhook gets a signed message; what it does not take comes again later', async (t) => {
  const calls: { url: string; headers: Record<string, string>; body: string }[] = [];
  let takes = false;
  const outcall: Hearers['outcall'] = async (url, { headers, body }) => {
    calls.push({ url, headers, body });
    return takes ? { taken: true } : { taken: false, reason: 'status_500' };
  };
  const { world, studio, ada } = await open(t, { delivery: 'webhook', webhook_url: 'https://ada.example/events' });
  const engine = await startEngine(world, createPostman(), { hearers: { wire: createQueue().wire, outcall } });
  const { id } = await ada.ask('reminders.create', ONCE);
  await world.setClock('2031-03-03T09:00:00Z');
  engine.wake();
  await until('it was tried', async () => (await eventsOf(world, id))[0]?.attempt === 1);
  assert.equal(calls[0]?.url, 'https://ada.example/events');
  assert.equal(JSON.parse(calls[0]?.body ?? '').payload.reminder_id, id);
  assert.match(calls[0]?.headers['okno-signature'] ?? '', /^t=\d+,v1=[0-9a-f]{64}$/);
  takes = true;
  await world.setClock('2031-03-03T09:01:05Z');
  engine.wake();
  await until('it was taken', async () => (await eventsOf(world, id))[0]?.['acked_at'] !== null);
  assert.equal(calls.length, 2);
  assert.equal(calls[1]?.headers['okno-event-id'], calls[0]?.headers['okno-event-id']);
  assert.equal((await studio.program('assistants.list', {})).items[0]?.webhook_host, 'ada.example');
  assert.deepEqual(engine.errors, []);
});

test('when the queue is given up, what waits in it can be asked for', async (t) => {
  const { world, studio, ada } = await open(t);
  const queue = createQueue();
  const { id } = await ada.ask('reminders.create', ONCE);
  await world.setClock('2031-03-03T09:00:00Z');
  const hands = { secrets: world.secrets, onError, outcall: noOutcall };
  const item = claimed(studio.tenant_id, id, '2031-03-03T09:00:00Z');
  await fireReminders(reachOf(world), { ...hands, wire: queue.wire })([item]);
  const [event] = await eventsOf(world, id);
  await world.setClock('2031-03-03T09:02:00Z');
  await sendEvent(reachOf(world), { ...hands, wire: null })({ ...item, due_id: event?.id ?? '' });
  assert.deepEqual(
    (await ada.ask('reminders.events', {})).items.map(({ attempt }) => attempt),
    [2],
  );
});

test('reminders of an archived assistant are called off when their time comes', async (t) => {
  const { world, studio, ada } = await open(t);
  const { id } = await ada.ask('reminders.create', HOURLY);
  await studio.program('assistants.archive', { id: ada.id });
  await world.setClock('2031-03-03T09:00:00Z');
  const hands = { wire: createQueue().wire, secrets: world.secrets, onError };
  await fireReminders(reachOf(world), hands)([claimed(studio.tenant_id, id, '2031-03-03T09:00:00Z')]);
  assert.equal((await studio.program('reminders.get', { id })).status, 'cancelled');
  assert.equal((await eventsOf(world, id)).length, 0);
});

test('two who ask for events share them, and one whose lease ran out is handed to the next', async (t) => {
  const { world, ada } = await open(t);
  const engine = await startEngine(world, createPostman());
  await Promise.all(Array.from({ length: 30 }, () => ada.ask('reminders.create', ONCE)));
  await world.setClock('2031-03-03T09:00:00Z');
  engine.wake();
  await until('all have fired', async () => (await world.rows('select 1 from reminder_events')).length === 30);
  const shares = await Promise.all(Array.from({ length: 6 }, () => ada.ask('reminders.events', { limit: 7 })));
  const ids = shares.flatMap(({ items }) => items.map(({ event_id }) => event_id));
  assert.deepEqual([ids.length, new Set(ids).size], [30, 30]);
  await world.setClock('2031-03-03T09:01:01Z');
  const again = await ada.ask('reminders.events', { limit: 100 });
  assert.deepEqual([again.items.length, again.items[0]?.attempt], [30, 2]);
});
