import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import type { Actions, Input } from '@okno/contract';
import { listenForEvents } from '../../db/listen.ts';
import { testBackend } from '../../test-support/backend.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST } from '../../test-support/studio.ts';
import { until } from '../../test-support/until.ts';

const world = await testBackend({ after });

afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));

const GREETING = { key: 'menu.greeting', language: 'en' } as const;
const CLIENT = 1001;

test('the owner words a text, everybody hears it with another version, and a reset brings the default back', async () => {
  const studio = await openStudio(world);
  const [owner, client] = [studio.as(OWNER), studio.as(CLIENT)];
  assert.deepEqual(await client('texts.own', {}), { version: 0, texts: { ru: {}, en: {} } });
  const before = await owner('texts.get', GREETING);
  assert.deepEqual([before.own, before.changed, before.placeholders], [null, null, ['business']]);
  const set = await owner('texts.set', { ...GREETING, text: ' Welcome to <b>{business}</b>! ' });
  assert.equal(set.own, 'Welcome to <b>{business}</b>!');
  assert.equal(set.shown, 'Welcome to <b>Spring Salon</b>!');
  assert.equal(set.changed?.by, `Person ${OWNER}`);
  const heard = await client('texts.own', { version: 0 });
  assert.deepEqual(heard, { version: 1, texts: { ru: {}, en: { 'menu.greeting': 'Welcome to <b>{business}</b>!' } } });
  assert.deepEqual(await client('texts.own', { version: 1 }), { version: 1, texts: null });
  const reset = await owner('texts.reset', GREETING);
  assert.deepEqual([reset.own, reset.shown], [null, before.shown]);
  assert.deepEqual(await client('texts.own', { version: 1 }), { version: 2, texts: { ru: {}, en: {} } });
  const history = await owner('texts.history', GREETING);
  assert.deepEqual(
    history.items.map(({ by, text }) => [by, text]),
    [
      [`Person ${OWNER}`, null],
      [`Person ${OWNER}`, 'Welcome to <b>{business}</b>!'],
    ],
  );
  const audited = await world.rows<{ action: string }>(
    'select action from audit_log where tenant_id = $1 order by id',
    [studio.tenant_id],
  );
  assert.deepEqual(audited.map(({ action }) => action).slice(-2), ['texts.set', 'texts.reset']);
});

test('what breaks a rule is refused by name in preview and saving, and nothing changes', async () => {
  const { program } = await openStudio(world);
  const wish = { ...GREETING, text: 'Hello, {name}' };
  for (const name of ['texts.preview', 'texts.set'] as const) {
    const { code, params } = await refusalOf(program(name, wish));
    assert.deepEqual([code, params['field']], ['invalid_input', 'text']);
    assert.match(String(params['rule']), /placeholder “name”/);
  }
  assert.deepEqual(await program('texts.preview', { ...GREETING, text: 'Hi, {business}' }), {
    shown: 'Hi, Spring Salon',
  });
  assert.equal((await program('texts.own', {})).version, 0);
  assert.equal((await program('texts.history', GREETING)).total, 0);
});

test('nobody but the owner words texts, and nothing but what clients read can be worded', async () => {
  const studio = await openStudio(world);
  for (const ask of [studio.as(CLIENT), studio.as(SPECIALIST)]) {
    assert.equal((await refusalOf(ask('texts.set', { ...GREETING, text: '{business}' }))).code, 'forbidden');
    assert.equal((await refusalOf(ask('texts.list', {}))).code, 'forbidden');
    assert.equal((await refusalOf(ask('texts.reset', GREETING))).code, 'forbidden');
  }
  assert.equal((await refusalOf(studio.guest('texts.own', {}))).code, 'unauthenticated');
  for (const key of ['error.internal', 'no.such', '__proto__']) {
    const { code } = await refusalOf(studio.program('texts.set', { key, language: 'en', text: 'x' }));
    assert.equal(code, 'not_found', key);
  }
});

test('the words of one business are not those of another', async () => {
  const [one, other] = [await openStudio(world), await openStudio(world)];
  await one.program('texts.set', { ...GREETING, text: 'One: {business}' });
  assert.deepEqual(await other.program('texts.own', {}), { version: 0, texts: { ru: {}, en: {} } });
  assert.equal((await other.program('texts.get', GREETING)).own, null);
  assert.equal((await other.program('texts.history', GREETING)).total, 0);
  await other.program('texts.reset', GREETING);
  assert.equal((await one.program('texts.get', GREETING)).own, 'One: {business}');
});

test('texts are found by section, by words of either wording, and by whether they were changed', async () => {
  const { program } = await openStudio(world);
  await program('texts.set', { key: 'notice.see_you', language: 'en', text: 'Kettle is on!' });
  const keys = async (wish: Input<Actions['texts.list']>) =>
    (await program('texts.list', { language: 'en', limit: 100, ...wish })).items.map(({ key }) => key);
  assert.deepEqual(await keys({ search: 'KETTLE' }), ['notice.see_you']);
  assert.deepEqual(await keys({ changed: true }), ['notice.see_you']);
  assert.ok((await keys({ section: 'notices', changed: false })).every((key) => key.startsWith('notice.')));
  const all = await program('texts.list', { language: 'en', page: 2, limit: 10 });
  assert.deepEqual([all.items.length, all.page, all.total > 100], [10, 2, true]);
});

test('a wording that no longer fits its text is not handed out, and says why', async () => {
  const studio = await openStudio(world);
  await studio.program('texts.set', { ...GREETING, text: 'Hello, {business}' });
  // As if the program had had other placeholders when it was saved.
  await world.rows(`update own_texts set text = 'Hello, {shop}' where tenant_id = $1`, [studio.tenant_id]);
  assert.deepEqual((await studio.program('texts.own', {})).texts, { ru: {}, en: {} });
  const told = await studio.program('texts.get', GREETING);
  assert.match(told.rule ?? '', /placeholder “shop”/);
  assert.equal(
    told.shown,
    "👋 Hello! This is <b>Spring Salon</b>.\nLet's find you a convenient time, it takes a few taps.",
  );
});

test('every process is told of a change, with the business whose it is', async () => {
  const studio = await openStudio(world);
  const heard: string[] = [];
  const ear = listenForEvents(world.pool, { texts: (tenant_id) => heard.push(tenant_id) }, assert.ifError);
  try {
    await until('the change is heard', async () => {
      await studio.program('texts.set', { ...GREETING, text: '{business}' });
      return heard.includes(studio.tenant_id);
    });
  } finally {
    await ear.close();
  }
});
