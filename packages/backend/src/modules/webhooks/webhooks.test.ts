import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { after, afterEach, test } from 'node:test';
import { WEBHOOK_EVENTS } from '@okno/contract';
import type { Outcall, Outcome } from '../../outcall.ts';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { createPostman, startEngine } from '../../test-support/post.ts';
import { OWNER, openStudio, refusalOf, type Studio } from '../../test-support/studio.ts';
import { until } from '../../test-support/until.ts';
import { tellWebhook } from './jobs.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

type Heard = { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: string };

/** An outside system: what it heard, and what it answers. */
const createListener = () => {
  const heard: Heard[] = [];
  let answer: Outcome = { taken: true };
  const outcall: Outcall = async (url, message) => {
    heard.push({ url, ...message });
    return answer;
  };
  return {
    heard,
    outcall,
    answerWith: (next: Outcome) => {
      answer = next;
    },
    told: () => heard.map(({ body }) => JSON.parse(body)),
  };
};

const URL_OF_CRM = 'https://crm.example/hooks/secret-path';

const open = async () => {
  const studio = await openStudio(world);
  const owner = studio.as(OWNER);
  await studio.as(1001)('people.me', {});
  const wanted = { name: 'CRM', url: URL_OF_CRM, events: [...WEBHOOK_EVENTS] };
  const webhook = await owner('webhooks.create', wanted);
  return { studio, owner, webhook };
};

const rowsOf = ({
  tenant_id,
}: Studio): Promise<{ id: string; event: string; status: string; error: string | null }[]> =>
  world.rows('select * from webhook_deliveries where tenant_id = $1 order by position', [tenant_id]);

/** Does what is due for a webhook, one by one, as the engine does. */
const deliverAll = async (studio: Studio, outcall: Outcall): Promise<void> => {
  const job = tellWebhook(world.backend.inTenant, { outcall, secrets: world.secrets });
  for (const { id, status } of await rowsOf(studio)) {
    const item = { tenant_id: studio.tenant_id, due_id: id, id: randomUUID(), kind: 'webhook', attempt: 1 } as const;
    if (status === 'pending') assert.deepEqual(await job(item), { done: true });
  }
};

test('everything that happens to a booking is told once, in order, without anything about a person, and signed', async () => {
  const { studio, owner, webhook } = await open();
  const { heard, outcall, told } = createListener();
  const engine = await startEngine(world, createPostman(), { hearers: { wire: null, outcall } });
  const booking = await studio.as(1001)('bookings.create', slotAt(studio, '10:00', '2031-03-05'));
  await owner('bookings.move', { id: booking.id, starts_at: '2031-03-05T12:00:00Z' });
  await studio.as(1001)('bookings.cancel', { id: booking.id });
  const kept = await studio.as(1001)('bookings.create', slotAt(studio, '09:00', '2031-03-03'));
  await world.setClock('2031-03-03T11:00:00Z');
  await owner('bookings.no_show', { id: kept.id });
  await owner('bookings.complete', { id: kept.id });
  await owner('clients.create', { name: 'Secret Name', phone: '+49307654321' });
  engine.wake();
  await until('all is told', () => heard.length === 7);
  const events = (await rowsOf(studio)).map(({ event }) => event);
  assert.deepEqual(events, [
    ...['booking.created', 'booking.moved', 'booking.cancelled', 'booking.created', 'booking.no_show'],
    ...['booking.completed', 'client.created'],
  ]);
  const moved = told().find(({ event }) => event === 'booking.moved');
  assert.deepEqual(moved.data, {
    booking: {
      ...{ id: booking.id, status: 'confirmed', service_id: studio.service_id, client_id: booking.client.id },
      ...{ specialist_id: studio.specialist_id, starts_at: '2031-03-05T12:00:00Z', ends_at: '2031-03-05T13:00:00Z' },
      ...{ price_minor: 250_000, currency: 'EUR' },
    },
    before: {
      specialist_id: studio.specialist_id,
      ...{ starts_at: '2031-03-05T10:00:00Z', ends_at: '2031-03-05T11:00:00Z' },
    },
    ...{ by: 'staff', at: moved.data.at },
  });
  for (const { url, headers, body } of heard) {
    assert.equal(url, URL_OF_CRM);
    const [, t, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers['okno-signature'] ?? '') ?? [];
    assert.equal(
      signature,
      createHmac('sha256', webhook.secret ?? '')
        .update(`${t}.${body}`)
        .digest('hex'),
    );
    assert.equal(headers['okno-event-id'], JSON.parse(body).id);
    assert.doesNotMatch(body, /Secret Name|Person|49307654321/);
  }
  assert.equal((await owner('webhooks.get', { id: webhook.id })).pending, 0);
  await engine.stop();
  assert.deepEqual(engine.errors, []);
});

test('what was rolled back is told nobody, and what nobody wants to hear of is not written down', async () => {
  const { studio, owner, webhook } = await open();
  await owner('webhooks.update', { id: webhook.id, events: ['booking.cancelled'] });
  await studio.as(1001)('bookings.create', slotAt(studio, '10:00', '2031-03-05'));
  assert.equal(
    (await refusalOf(studio.as(1002)('bookings.create', slotAt(studio, '10:00', '2031-03-05')))).code,
    'slot_taken',
  );
  assert.deepEqual(await rowsOf(studio), []);
});

test('every business has its own: what happens in one is not told to the system of another', async () => {
  const [here, there] = [await open(), await open()];
  await here.studio.as(1001)('bookings.create', slotAt(here.studio, '10:00', '2031-03-05'));
  assert.equal((await rowsOf(here.studio)).length, 1);
  assert.deepEqual(await rowsOf(there.studio), []);
  const [foreign] = await rowsOf(here.studio);
  const nobody = randomUUID();
  for (const [id, delivery] of [
    [here.webhook.id, foreign?.id ?? ''],
    [nobody, randomUUID()],
  ] as const) {
    const refusals = [
      refusalOf(there.owner('webhooks.get', { id })),
      refusalOf(there.owner('webhooks.test', { id })),
      refusalOf(there.owner('webhooks.delete', { id })),
      refusalOf(there.owner('webhooks.rotate_secret', { id })),
      refusalOf(there.owner('webhooks.deliveries', { id })),
      refusalOf(there.owner('webhooks.resend', { webhook_id: there.webhook.id, id: delivery })),
    ];
    for (const { code } of await Promise.all(refusals)) assert.equal(code, 'not_found');
  }
});

test('what is not taken comes again after longer and longer pauses, under the same id, and is dead at last; it can be sent again', async () => {
  const { studio, owner, webhook } = await open();
  const { heard, outcall, answerWith } = createListener();
  answerWith({ taken: false, reason: 'status_500' });
  await owner('webhooks.test', { id: webhook.id });
  const at: number[] = [];
  for (let attempt = 1; attempt <= 8; attempt += 1) {
    await deliverAll(studio, outcall);
    assert.equal(heard.length, attempt);
    await deliverAll(studio, outcall);
    assert.equal(heard.length, attempt, 'not before its time');
    const [row] = (await owner('webhooks.deliveries', { id: webhook.id })).items;
    assert.equal(row?.error, 'status_500');
    if (row?.next_attempt_at != null) {
      at.push(Date.parse(row.next_attempt_at));
      const due = await world.rows(
        `select 1 from due where kind = 'webhook' and id = $1 and abs(extract(epoch from fire_at - $2)) < 1`,
        [row.id, row.next_attempt_at],
      );
      assert.equal(due.length, 1, 'it stands in the timetable');
      await world.setClock(new Date(Date.parse(row.next_attempt_at) + 1000).toISOString());
    } else assert.equal(row?.status, 'dead');
  }
  assert.equal(at.length, 7);
  assert.equal(new Set(heard.map(({ headers }) => headers['okno-event-id'])).size, 1);
  assert.equal(new Set(heard.map(({ body }) => body)).size, 1);
  assert.deepEqual(
    heard.map(({ headers }) => headers['okno-attempt']),
    ['1', '2', '3', '4', '5', '6', '7', '8'],
  );
  assert.equal((await owner('webhooks.get', { id: webhook.id })).dead, 1);
  assert.notEqual((await owner('webhooks.get', { id: webhook.id })).failing_since, null);

  answerWith({ taken: true });
  const { items } = await owner('webhooks.deliveries', { id: webhook.id, status: 'dead' });
  await owner('webhooks.resend', { webhook_id: webhook.id, id: items[0]?.id ?? '' });
  await deliverAll(studio, outcall);
  const after_it = await owner('webhooks.get', { id: webhook.id });
  assert.deepEqual([after_it.dead, after_it.pending, after_it.failing_since], [0, 0, null]);
});

test('a process that dies between the post and its note posts the same once more', async () => {
  const { studio, owner, webhook } = await open();
  const { heard, outcall } = createListener();
  await owner('webhooks.test', { id: webhook.id });
  const dies: Outcall = async (url, message) => {
    await outcall(url, message);
    throw new Error('killed');
  };
  await assert.rejects(deliverAll(studio, dies), /killed/);
  await deliverAll(studio, outcall);
  assert.equal(heard.length, 2);
  assert.equal(heard[0]?.body, heard[1]?.body);
});

test('where nothing is taken for three days nothing is told any more, and the owner is told why', async () => {
  const { studio, owner, webhook } = await open();
  const { heard, outcall, answerWith } = createListener();
  const postman = createPostman();
  answerWith({ taken: false, reason: 'unreachable' });
  await owner('webhooks.test', { id: webhook.id });
  await deliverAll(studio, outcall);
  await world.setClock('2031-03-06T07:00:00Z');
  await deliverAll(studio, outcall);
  assert.equal((await owner('webhooks.get', { id: webhook.id })).active, true, 'two days and 23 hours are not enough');
  await owner('webhooks.test', { id: webhook.id });
  await world.setClock('2031-03-06T08:00:30Z');
  await deliverAll(studio, outcall);
  const given_up = await owner('webhooks.get', { id: webhook.id });
  assert.deepEqual([given_up.active, given_up.pending], [false, 0]);
  assert.notEqual(given_up.given_up_at, null);
  const engine = await startEngine(world, postman);
  await until('the owner is told', () => postman.told.length === 1);
  await engine.stop();
  assert.deepEqual(
    postman.told.map(({ kind, host, telegram_id }) => [kind, host, telegram_id]),
    [['webhook_given_up', 'crm.example', OWNER]],
  );
  const before = heard.length;
  await studio.as(1001)('bookings.create', slotAt(studio, '10:00', '2031-03-07'));
  assert.equal((await refusalOf(owner('webhooks.test', { id: webhook.id }))).code, 'webhook_switched_off');
  answerWith({ taken: true });
  assert.equal((await owner('webhooks.activate', { id: webhook.id })).given_up_at, null);
  await deliverAll(studio, outcall);
  assert.equal(heard.length, before, 'what happened meanwhile is not told');
  await studio.as(1001)('bookings.create', slotAt(studio, '12:00', '2031-03-07'));
  await deliverAll(studio, outcall);
  assert.equal(heard.length, before + 1);
});

test('while the secret is changed both sign; then the new one alone', async () => {
  const { studio, owner, webhook } = await open();
  const { heard, outcall } = createListener();
  const signed = async (): Promise<string[]> => {
    await owner('webhooks.test', { id: webhook.id });
    await deliverAll(studio, outcall);
    const { headers, body } = heard.at(-1) ?? assert.fail();
    const [time = '', ...signatures] = (headers['okno-signature'] ?? '').split(',');
    const made = (secret: string | null) =>
      `v1=${createHmac('sha256', secret ?? '')
        .update(`${time.slice(2)}.${body}`)
        .digest('hex')}`;
    return signatures.map((one) =>
      one === made(webhook.secret) ? 'old' : one === made(next.secret) ? 'new' : 'strange',
    );
  };
  let next = webhook;
  assert.deepEqual(await signed(), ['old']);
  next = await owner('webhooks.rotate_secret', { id: webhook.id, keep_hours: 2 });
  assert.notEqual(next.secret, webhook.secret);
  assert.deepEqual(await signed(), ['new', 'old']);
  await world.setClock('2031-03-03T10:00:01Z');
  assert.deepEqual(await signed(), ['new']);
  const at_once = await owner('webhooks.rotate_secret', { id: webhook.id, keep_hours: 0 });
  next = at_once;
  assert.deepEqual(await signed(), ['new']);
});

test('addresses and secrets are told once or never, and stand nowhere in the open', async () => {
  const { owner, webhook, studio } = await open();
  const told = JSON.stringify([await owner('webhooks.list', {}), await owner('webhooks.get', { id: webhook.id })]);
  assert.doesNotMatch(told, /secret-path/);
  assert.ok(!told.includes(webhook.secret ?? ''));
  const key = { idempotency_key: 'the-same' };
  const wanted = { name: 'Again', url: URL_OF_CRM, events: ['client.created' as const] };
  const first = await owner('webhooks.create', wanted, key);
  const again = await owner('webhooks.create', wanted, key);
  assert.deepEqual([again.id, again.secret], [first.id, null]);
  const dump = JSON.stringify([
    await world.rows('select * from webhooks where tenant_id = $1', [studio.tenant_id]),
    await world.rows('select * from idempotency_keys where tenant_id = $1', [studio.tenant_id]),
    await world.rows('select * from audit_log where tenant_id = $1', [studio.tenant_id]),
  ]);
  assert.doesNotMatch(dump, /secret-path/);
  for (const { secret } of [webhook, first]) assert.ok(!dump.includes(secret ?? 'nothing'));
});

test('an address near us, one with a password and a twenty-first are refused', async () => {
  const { owner } = await open();
  const wanted = { name: 'x', events: ['client.created' as const] };
  for (const url of ['https://near.example/x', 'https://user:pw@crm.example/', 'ftp://crm.example/', 'crm.example'])
    assert.equal((await refusalOf(owner('webhooks.create', { ...wanted, url }))).code, 'invalid_input', url);
  const made = await Promise.allSettled(
    Array.from({ length: 25 }, () => owner('webhooks.create', { ...wanted, url: URL_OF_CRM })),
  );
  assert.equal(made.filter(({ status }) => status === 'fulfilled').length, 19);
  assert.equal((await owner('webhooks.list', {})).total, 20);
});
