import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { type ActionName, actions, createTexts, type TextKey } from '@okno/contract';
import { testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST, type Studio } from '../../test-support/studio.ts';
import { until } from '../../test-support/until.ts';
import { createRefusalLog, type Refused } from './refusals.ts';

const world = await testBackend({ after });
afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));

const logOf = async (studio: Studio, filter: object = {}) => {
  await world.backend.writeRefusals();
  return (await studio.as(OWNER)('audit.list', filter)).items;
};

test('who was refused what stands in the log, beside what was done', async () => {
  const studio = await openStudio(world);
  const { id } = await studio.as(1001)('bookings.create', slotAt(studio, '10:00'));
  await refusalOf(studio.as(1002)('bookings.cancel', { id }));
  await refusalOf(studio.as(1002)('bookings.create', slotAt(studio, '10:00')));
  await refusalOf(studio.as(1002)('tenants.update_rules', { hold_minutes: 5 }));
  await refusalOf(studio.guest('bookings.cancel', { id }));
  await refusalOf(studio.as(1001)('bookings.cancel', { id: 'no id' }));
  const lines = (await logOf(studio)).map(({ actor, role, action, subject_id, outcome, times, bot_id }) => ({
    ...{ actor, role, action, subject_id, outcome, times, bot_id },
  }));
  const by = (telegram_id: number) => ({
    ...{ actor: `telegram:${telegram_id}`, role: 'client', bot_id: studio.bot_id, times: 1 },
  });
  const sorted = <T extends { action: string; outcome: string }>(all: readonly T[]): T[] =>
    all.toSorted((a, b) => (`${a.action} ${a.outcome}` < `${b.action} ${b.outcome}` ? -1 : 1));
  assert.deepEqual(
    sorted(lines),
    sorted([
      { ...by(1001), action: 'bookings.create', subject_id: id, outcome: 'done' },
      { ...by(1002), action: 'bookings.cancel', subject_id: id, outcome: 'not_found' },
      { ...by(1002), action: 'bookings.create', subject_id: null, outcome: 'slot_taken' },
      { ...by(1002), action: 'tenants.update_rules', subject_id: null, outcome: 'forbidden' },
      {
        ...{ actor: 'guest', role: 'guest', bot_id: null, times: 1 },
        ...{ action: 'bookings.cancel', subject_id: id, outcome: 'unauthenticated' },
      },
      { ...by(1001), action: 'bookings.cancel', subject_id: null, outcome: 'invalid_input' },
    ]),
  );
});

test('a look at what is not theirs is written down, a look at nothing special is not', async () => {
  const studio = await openStudio(world);
  const { id } = await studio.as(1001)('bookings.create', slotAt(studio, '10:00'));
  await refusalOf(studio.as(1002)('bookings.get', { id }));
  await refusalOf(studio.as(1002)('bookings.list', { limit: 1_000_000 }));
  const looks = (await logOf(studio, { outcome: 'refused' })).map(({ action, outcome }) => `${action} ${outcome}`);
  assert.deepEqual(looks, ['bookings.get not_found']);
});

test('nothing that was sent along stands in the log', async () => {
  const studio = await openStudio(world);
  const secret = 'my-secret-note-4711';
  await refusalOf(
    studio.as(1001)('bookings.create', {
      ...slotAt(studio, '10:00'),
      client: { name: secret, phone: secret },
    } as never),
  );
  await refusalOf(studio.as(1001)(secret as ActionName, {} as never));
  await world.backend.writeRefusals();
  const rows = await world.rows<{ text: string }>('select row_to_json(audit_log)::text as text from audit_log');
  assert.ok(rows.length > 0 && !rows.some(({ text }) => text.includes(secret)));
});

const refused = (tenant_id: string, actor: string): Refused => ({
  ...{ tenant_id, actor, request_id: 'r', via: 'public', role: 'guest', bot_id: null, key_id: null },
  ...{ action: 'bookings.create', subject_id: null, outcome: 'unauthenticated' },
});

test('a storm of refusals is a few lines, and none of them goes uncounted', async () => {
  const [studio, quiet] = [await openStudio(world), await openStudio(world)];
  let transactions = 0;
  const log = createRefusalLog({
    inTenant: (tenant_id, work) => {
      transactions += 1;
      return world.backend.inTenant(tenant_id, work);
    },
    onError: (error) => assert.fail(String(error)),
    most_of_tenant: 10,
  });
  for (let storm = 0; storm < 1000; storm += 1) log.note(refused(studio.tenant_id, `telegram:${storm % 20}`));
  log.note(refused(quiet.tenant_id, 'guest'));
  await log.flush();
  assert.equal(transactions, 2, 'one for each business');
  const lines = await logOf(studio);
  assert.equal(lines.length, 11);
  assert.equal(lines.filter(({ times }) => times === 50).length, 10);
  const [omitted] = lines.filter(({ outcome }) => outcome === 'omitted');
  assert.deepEqual([omitted?.times, omitted?.actor], [500, 'system']);
  assert.equal((await logOf(quiet)).length, 1, 'the storm of another has pushed nothing out');
});

test('what could not be written while the database was away is written when it is back', async () => {
  const studio = await openStudio(world);
  const heard: unknown[] = [];
  let away = true;
  const log = createRefusalLog({
    inTenant: async (tenant_id, work) => {
      if (away) throw Object.assign(new Error('connection refused'), { code: 'ECONNREFUSED' });
      return world.backend.inTenant(tenant_id, work);
    },
    onError: (error) => heard.push(error),
  });
  log.note(refused(studio.tenant_id, 'guest'));
  await log.flush();
  assert.deepEqual([heard.length, (await logOf(studio)).length], [1, 0]);
  log.note(refused(studio.tenant_id, 'guest'));
  away = false;
  await log.flush();
  assert.deepEqual(
    (await logOf(studio)).map(({ times }) => times),
    [2],
  );
});

test('a wrong key is written down where it was shown, and nowhere for a business that there is not', async () => {
  const studio = await openStudio(world);
  const wrong = { action: 'bookings.list', request_id: 'r-1', code: 'forbidden' } as const;
  world.backend.noteWrongKey({ ...wrong, tenant: studio.slug });
  world.backend.noteWrongKey({ ...wrong, tenant: 'nobody-here' });
  // Whose business it is has to be looked up first.
  await until('it is written down', async () => (await logOf(studio)).length > 0);
  const [line, ...more] = await logOf(studio);
  assert.deepEqual([line?.actor, line?.action, line?.outcome, more], ['guest', 'bookings.list', 'forbidden', []]);
});

test('the log is found by who, what, on what, how it ended and when, page by page', async () => {
  const studio = await openStudio(world);
  const client = studio.as(1001);
  const { id } = await client('bookings.create', slotAt(studio, '10:00'));
  await world.setClock('2031-03-03T09:30:00Z');
  await client('bookings.cancel', { id });
  await refusalOf(client('bookings.cancel', { id }));
  await studio.as(SPECIALIST)('people.update_me', { name: 'Olga' });
  const found = async (filter: object) => (await logOf(studio, filter)).map(({ action }) => action);
  assert.deepEqual(await found({ actor: 'telegram:1001', outcome: 'done' }), ['bookings.cancel', 'bookings.create']);
  assert.deepEqual(await found({ action: 'people.update_me' }), ['people.update_me']);
  assert.equal((await found({ subject_id: id })).length, 3);
  assert.deepEqual(await found({ outcome: 'refused' }), ['bookings.cancel']);
  assert.deepEqual(await found({ outcome: 'booking_not_changeable' }), ['bookings.cancel']);
  assert.deepEqual(await found({ to: '2031-03-03T09:00:00Z' }), ['bookings.create']);
  assert.equal((await found({ from: '2031-03-03T09:00:00Z' })).length, 3);
  const ids: number[] = [];
  for (let before: number | null | undefined; before !== null; ) {
    const page = await studio.as(OWNER)('audit.list', { limit: 1, ...(before !== undefined && { before }) });
    ids.push(...page.items.map((line) => line.id));
    before = page.next;
  }
  assert.deepEqual(
    ids,
    (await logOf(studio)).map((line) => line.id),
  );
  assert.equal(ids.length, 4);
});

test('the log speaks the language of its reader, and names people as they are called here', async () => {
  const studio = await openStudio(world);
  const { id } = await studio.as(1001)('bookings.create', slotAt(studio, '10:00'));
  await studio.as(1002)('people.me', {});
  await refusalOf(studio.as(1002)('bookings.cancel', { id }));
  const read = async () =>
    (await logOf(studio)).map(({ actor_name, action_in_words, outcome_in_words }) =>
      [actor_name, action_in_words, outcome_in_words].join(' · '),
    );
  assert.deepEqual(await read(), [
    'Person 1002 · Booking cancelled · There is no such thing here, or no longer.',
    'Person 1001 · Booking made · Done',
  ]);
  await studio.as(OWNER)('people.update_me', { language: 'ru' });
  assert.equal((await read()).at(-1), 'Person 1001 · Запись создана · Сделано');
});

test('every action has a name that people understand, in both languages', () => {
  const texts = createTexts();
  for (const language of ['ru', 'en'] as const)
    for (const name of Object.keys(actions))
      assert.ok(texts(language, `audit.action.${name}` as Extract<TextKey, 'audit.action.audit.list'>), name);
});

test('only the owner of the business reads the log, and only that of theirs', async () => {
  const [studio, other] = [await openStudio(world), await openStudio(world)];
  await other.as(1001)('bookings.create', slotAt(other, '10:00'));
  for (const face of [studio.as(1001), studio.as(SPECIALIST)])
    assert.equal((await refusalOf(face('audit.list', {}))).code, 'forbidden');
  const own = await studio.program('audit.list', {});
  assert.ok(own.items.every(({ action }) => action !== 'bookings.create'));
  assert.deepEqual((await other.program('audit.list', { action: 'bookings.create' })).items.length, 1);
});
