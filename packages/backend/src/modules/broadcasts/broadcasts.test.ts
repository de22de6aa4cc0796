import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, test } from 'node:test';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST } from '../../test-support/studio.ts';
import { completedVisit } from '../../test-support/visits.ts';
import { addPeople, openBroadcast } from './testing.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

const TEXTS = { en: 'Hello' };

test('a draft can be written, changed and found; what is left out stays', async () => {
  const { owner, id } = await openBroadcast(world, { people: 0 });
  await owner('broadcasts.update', { id, segment: { tag: ' VIP ' } });
  const changed = await owner('broadcasts.update', { id, texts: { ru: 'Здравствуйте!' }, quiet_hours: false });
  assert.deepEqual(
    [changed.status, changed.texts, changed.segment, changed.quiet_hours, changed.author],
    ['draft', { ru: 'Здравствуйте!' }, { tag: 'vip' }, false, `Person ${OWNER}`],
  );
  const { items, total } = await owner('broadcasts.list', {});
  assert.deepEqual([items.map((one) => one.id), total], [[id], 1]);
  assert.equal((await owner('broadcasts.list', { status: 'running' })).total, 0);
});

test('only moderators, administrators and programs have to do with broadcasts', async () => {
  const { studio, owner, id } = await openBroadcast(world);
  for (const ask of [studio.as(1001), studio.as(SPECIALIST), studio.guest]) {
    const refusals = await Promise.all([
      refusalOf(ask('broadcasts.create', { texts: TEXTS })),
      refusalOf(ask('broadcasts.update', { id, texts: TEXTS })),
      refusalOf(ask('broadcasts.list', {})),
      refusalOf(ask('broadcasts.get', { id })),
      refusalOf(ask('broadcasts.preview', { id })),
      refusalOf(ask('broadcasts.recipients', { id })),
      refusalOf(ask('broadcasts.test', { id })),
      refusalOf(ask('broadcasts.start', { id })),
      refusalOf(ask('broadcasts.pause', { id })),
      refusalOf(ask('broadcasts.resume', { id })),
      refusalOf(ask('broadcasts.cancel', { id })),
    ]);
    for (const { code } of refusals) assert.ok(['forbidden', 'unauthenticated'].includes(code), code);
  }
  assert.equal((await owner('broadcasts.get', { id })).status, 'draft');
  assert.equal((await studio.program('broadcasts.get', { id })).status, 'draft');
  assert.equal((await refusalOf(studio.program('broadcasts.test', { id }))).code, 'forbidden');
});

test('a broadcast of another business is answered exactly like none', async () => {
  const { id } = await openBroadcast(world);
  const stranger = (await openStudio(world)).as(OWNER);
  for (const wish of ['get', 'preview', 'recipients', 'test', 'start', 'pause', 'resume', 'cancel'] as const) {
    const [theirs, none] = [
      await refusalOf(stranger(`broadcasts.${wish}`, { id })),
      await refusalOf(stranger(`broadcasts.${wish}`, { id: randomUUID() })),
    ];
    assert.deepEqual([theirs.code, theirs], ['not_found', none], wish);
  }
  assert.equal((await stranger('broadcasts.list', {})).total, 0);
});

for (const [what, texts] of Object.entries({
  'no text': {},
  'an empty text': { en: ' \n ' },
  'another placeholder': { en: 'Hello, {surname}!' },
  'a placeholder in another spelling': { en: 'Hello, { name }!' },
  'more than a message holds': { en: 'x'.repeat(4097) },
  'more than a message holds once it is filled in': { en: `${'x'.repeat(4090)}{name}` },
  'signs that nobody sees': { en: 'a\u202eb' },
}))
  test(`${what} is refused with its field`, async () => {
    const studio = await openStudio(world);
    const { code, params } = await refusalOf(studio.as(OWNER)('broadcasts.create', { texts }));
    assert.equal(code, 'invalid_input');
    assert.match(String(params['field']), /^texts/);
  });

test('a text may be as long as a message, and hold braces that are no placeholder', async () => {
  const owner = (await openStudio(world)).as(OWNER);
  for (const en of ['x'.repeat(4096), 'f() {} {1+1} {name}'])
    assert.equal((await owner('broadcasts.create', { texts: { en } })).texts.en, en);
});

test('a segment that makes no sense is refused', async () => {
  const owner = (await openStudio(world)).as(OWNER);
  const other = await openStudio(world);
  const create = (segment: object) => refusalOf(owner('broadcasts.create', { texts: TEXTS, segment }));
  assert.equal(
    (await create({ last_visit_from: '2031-03-04', last_visit_before: '2031-03-04' })).code,
    'invalid_input',
  );
  const { code, params } = await create({ service_id: other.service_id });
  assert.deepEqual([code, params['field']], ['not_found', 'segment.service_id']);
  assert.equal((await create({ everybody: true })).code, 'invalid_input');
});

test('a preview tells who would get it and who would not, and shows it as the first would read it', async () => {
  const { studio, owner, id } = await openBroadcast(world, {
    people: 6,
    draft: { texts: { ru: 'Привет, {name}', en: 'Hi, {name}' } },
  });
  await studio.as(10_001)('broadcasts.set_news', { news: false });
  await studio.as(10_002)('people.set_reachable', { reachable: false });
  await owner('clients.create', { name: 'Ann' });
  const { sample, ...counts } = await owner('broadcasts.preview', { id });
  assert.deepEqual(counts, {
    recipients: 4,
    by_language: { ru: 2, en: 2 },
    unreachable: 1,
    opted_out: 1,
    without_chat: 1,
  });
  assert.ok(sample);
  assert.equal(sample.text, `${sample.language === 'ru' ? 'Привет' : 'Hi'}, ${sample.name}`);
});

test('segments: by service, by tag, by the day of the last visit, and all of it together', async () => {
  const { studio, owner, id } = await openBroadcast(world, { people: 2 });
  const [monday, tuesday] = [1001, 1002];
  await studio.as(monday)('people.me', {});
  await completedVisit(world, studio, { who: monday, time: '09:00', day: '2031-03-04' });
  await completedVisit(world, studio, { who: tuesday, time: '09:00', day: '2031-03-05' });
  const { items } = await owner('clients.list', { search: 'Person 1002' });
  await owner('clients.set_tags', { id: items[0]?.id ?? '', tags: ['VIP'] });
  const count = async (segment: object) => {
    await owner('broadcasts.update', { id, segment });
    return (await owner('broadcasts.preview', { id })).recipients;
  };
  assert.equal(await count({}), 4);
  assert.equal(await count({ service_id: studio.service_id }), 2);
  assert.equal(await count({ tag: 'vip' }), 1);
  assert.equal(await count({ last_visit_from: '2031-03-05' }), 1);
  assert.equal(await count({ last_visit_before: '2031-03-05' }), 1);
  assert.equal(await count({ last_visit_before: '2031-03-04' }), 0);
  assert.equal(await count({ tag: 'vip', last_visit_before: '2031-03-05' }), 0);
});

test('who works here gets no news as a client, unless they have booked something', async () => {
  const { studio, owner, id } = await openBroadcast(world, { people: 0 });
  await studio.as(SPECIALIST)('people.me', {});
  assert.equal((await owner('broadcasts.preview', { id })).recipients, 0);
});

test('started once, by however many at the same moment; then it is changed no more', async () => {
  const { owner, id, plans, status } = await openBroadcast(world);
  const answers = await Promise.all(Array.from({ length: 10 }, () => owner('broadcasts.start', { id })));
  assert.deepEqual(new Set(answers.map((one) => one.status)), new Set(['running']));
  assert.equal((await plans()).length, 1, 'one row of the timetable');
  const { code, params } = await refusalOf(owner('broadcasts.update', { id, texts: TEXTS }));
  assert.deepEqual([code, params], ['broadcast_not_changeable', { status: 'running', wanted: 'update' }]);
  assert.equal(await status(), 'running');
});

test('it can be started for later, paused, resumed and cancelled, and stands in the timetable only while it should', async () => {
  const { owner, id, plans } = await openBroadcast(world);
  const starts_at = '2031-03-04T12:00:00Z';
  const past = await refusalOf(owner('broadcasts.start', { id, starts_at: MONDAY }));
  assert.deepEqual([past.code, past.params['field']], ['invalid_input', 'starts_at']);
  assert.equal((await owner('broadcasts.start', { id, starts_at })).status, 'scheduled');
  assert.deepEqual(await plans(), ['04 12:00']);
  assert.equal((await owner('broadcasts.start', { id, starts_at })).starts_at, starts_at);
  const other = await refusalOf(owner('broadcasts.start', { id, starts_at: '2031-03-05T12:00:00Z' }));
  assert.equal(other.code, 'broadcast_not_changeable');
  assert.equal((await owner('broadcasts.pause', { id })).status, 'paused');
  assert.deepEqual(await plans(), []);
  assert.equal((await refusalOf(owner('broadcasts.start', { id }))).code, 'broadcast_not_changeable');
  assert.equal((await owner('broadcasts.resume', { id })).status, 'scheduled');
  assert.deepEqual(await plans(), ['04 12:00']);
  assert.equal((await owner('broadcasts.cancel', { id })).status, 'cancelled');
  assert.deepEqual(await plans(), []);
  const again = await owner('broadcasts.cancel', { id });
  assert.ok(again.ended_at !== null);
  assert.equal((await refusalOf(owner('broadcasts.resume', { id }))).code, 'broadcast_not_changeable');
});

test('clients decide about news themselves; two cards that become one want none when one of them did not', async () => {
  const { studio, owner } = await openBroadcast(world, { people: 0 });
  await studio.as(1001)('people.me', {});
  await studio.as(1001)('broadcasts.set_news', { news: false });
  const { items } = await owner('clients.list', { search: 'Person 1001' });
  const other_id = items[0]?.id ?? '';
  const ann = await owner('clients.create', { name: 'Ann', phone: '+79161234567' });
  await owner('clients.merge', { id: ann.id, other_id });
  assert.equal((await owner('clients.export', { id: ann.id })).news, false);
  await studio.as(1001)('broadcasts.set_news', { news: true });
  assert.equal((await owner('clients.export', { id: ann.id })).news, true);
  await addPeople(world, studio, 1);
  const { opted_out, recipients } = await owner('broadcasts.preview', {
    id: (await owner('broadcasts.create', { texts: TEXTS })).id,
  });
  assert.deepEqual([recipients, opted_out], [2, 0]);
});
