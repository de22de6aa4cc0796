import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { type ActionName, type Actions, actions, isRead, type Output, type Versioned } from '@okno/contract';
import { testBackend } from './test-support/backend.ts';
import { OWNER, openStudio, refusalOf } from './test-support/studio.ts';
import { versionOf } from './versions.ts';

const world = await testBackend({ after });
const studio = await openStudio(world);
const owner = studio.as(OWNER);

afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));

const versionIn = (name: ActionName, answer: unknown): string => {
  const { versioned } = actions[name] as { versioned?: Versioned };
  return versionOf(versioned ?? assert.fail(name), answer);
};

const card = (): Promise<Output<Actions['services.card']>> => owner('services.card', { id: studio.service_id });

test('whoever changes what somebody else has changed meanwhile is refused, told what it is now, and changes nothing', async () => {
  const seen = versionIn('services.card', await card());
  const first = await owner('services.update', { id: studio.service_id, name: 'Cut' }, { if_match: [seen] });
  const { code, params } = await refusalOf(
    owner('services.update', { id: studio.service_id, price_minor: 1 }, { if_match: [seen] }),
  );
  assert.equal(code, 'changed_meanwhile');
  assert.equal((params['current'] as { name: string }).name, 'Cut');
  assert.equal(params['version'], versionIn('services.update', first), 'a change names the state it has made');
  assert.deepEqual(await card(), first);
  await owner('services.update', { id: studio.service_id, price_minor: 1 }, { if_match: [String(params['version'])] });
  assert.equal((await card()).price_minor, 1);
});

test('control: whoever does not say what they have seen overwrites it', async () => {
  const before = await card();
  await owner('services.update', { id: studio.service_id, name: 'Trim' });
  const after_it = await owner('services.update', { id: studio.service_id, name: before.name });
  assert.equal(after_it.name, before.name);
});

test('of twenty who have seen the same and change it at once one succeeds', async () => {
  const seen = versionIn('services.card', await card());
  const outcomes = await Promise.allSettled(
    Array.from({ length: 20 }, (_, i) =>
      owner('services.update', { id: studio.service_id, description: `By editor ${i}` }, { if_match: [seen] }),
    ),
  );
  const done = outcomes.filter(({ status }) => status === 'fulfilled');
  assert.equal(done.length, 1);
  assert.ok(outcomes.every((one) => one.status === 'fulfilled' || one.reason.code === 'changed_meanwhile'));
});

const OF_DAY = { id: studio.specialist_id, date: '2031-03-06' };
const hoursFrom = (from: string) => ({ ...OF_DAY, intervals: [{ from, to: '18:00' }] });

test('two who give a day hours of its own notice each other, also when it had none and when they are taken back', async () => {
  const none = await owner('scheduling.day_hours', OF_DAY);
  assert.equal(none.intervals, null);
  assert.equal(none.version, versionIn('scheduling.day_hours', none), 'the same as the ETag');
  const first = await owner('scheduling.set_override', hoursFrom('10:00'), { if_match: [none.version] });
  const second = await refusalOf(owner('scheduling.set_override', hoursFrom('12:00'), { if_match: [none.version] }));
  assert.equal(second.code, 'changed_meanwhile');
  assert.deepEqual(second.params['current'], { intervals: first.intervals });
  assert.equal(second.params['version'], versionIn('scheduling.set_override', first));
  const seen = versionIn('scheduling.override', await owner('scheduling.override', OF_DAY));
  assert.equal((await owner('scheduling.day_hours', OF_DAY)).version, seen);
  const late = await refusalOf(owner('scheduling.remove_override', OF_DAY, { if_match: [none.version] }));
  assert.equal(late.code, 'changed_meanwhile');
  // Another day is another thing.
  await owner('scheduling.set_override', { ...hoursFrom('11:00'), date: '2031-03-07' });
  const removed = await owner('scheduling.remove_override', OF_DAY, { if_match: [seen] });
  assert.equal(versionIn('scheduling.remove_override', removed), none.version);
  const gone = await refusalOf(owner('scheduling.remove_override', OF_DAY, { if_match: [seen] }));
  assert.equal(gone.code, 'changed_meanwhile');
});

test('of ten who give a day hours at once one succeeds, and so of ten who change a week', async () => {
  const { version } = await owner('scheduling.day_hours', OF_DAY);
  const week = await owner('scheduling.hours', { id: OF_DAY.id });
  assert.equal(week.version, versionIn('scheduling.hours', week));
  const ten = Array.from({ length: 10 }, (_, index) => `09:${String(index * 5).padStart(2, '0')}`);
  const outcomes = await Promise.allSettled([
    ...ten.map((from) => owner('scheduling.set_override', hoursFrom(from), { if_match: [version] })),
    ...ten.map((from) =>
      owner(
        'scheduling.set_hours',
        { id: OF_DAY.id, weekly: [{ days: [1, 2, 3, 4, 5], from, to: '18:00' }] },
        { if_match: [week.version] },
      ),
    ),
  ]);
  for (const half of [outcomes.slice(0, 10), outcomes.slice(10)]) {
    assert.equal(half.filter(({ status }) => status === 'fulfilled').length, 1);
    assert.ok(half.every((one) => one.status === 'fulfilled' || one.reason.code === 'changed_meanwhile'));
  }
});

test('control: whoever does not say what a day was like overwrites it', async () => {
  await owner('scheduling.set_override', hoursFrom('13:00'));
  assert.deepEqual((await owner('scheduling.set_override', hoursFrom('14:00'))).before, hoursFrom('13:00').intervals);
  await owner('scheduling.remove_override', OF_DAY);
});

test('what comes and goes by itself is no change: a booking leaves the version of its client alone', async () => {
  const { id } = await owner('clients.create', { name: 'Ann' });
  const before = versionIn('clients.get', await owner('clients.get', { id }));
  const { service_id, specialist_id } = studio;
  await owner('bookings.create', { service_id, specialist_id, client_id: id, starts_at: '2031-03-05T10:00:00Z' });
  const seen = await owner('clients.get', { id });
  assert.equal(seen.upcoming, 1);
  assert.equal(versionIn('clients.get', seen), before);
  await owner('clients.set_tags', { id, tags: ['vip'] }, { if_match: [before] });
  assert.equal(
    (await refusalOf(owner('clients.update', { id, name: 'Anna' }, { if_match: [before] }))).code,
    'changed_meanwhile',
  );
});

test('an action that knows no versions does not pretend to', async () => {
  const call = owner('clients.create', { name: 'Bob' }, { if_match: ['x'] });
  assert.deepEqual(await refusalOf(call), {
    code: 'invalid_input',
    params: { field: 'If-Match', rule: 'is not known here' },
  });
});

test('what two may edit is told by one action, which names the same fields', () => {
  const versioned = (Object.entries(actions) as [ActionName, { versioned?: Versioned }][]).filter(
    ([, one]) => one.versioned !== undefined,
  );
  assert.ok(versioned.length >= 18, `${versioned.length}`);
  for (const [name, { versioned: own }] of versioned) {
    const read = actions[own?.read as ActionName] as (typeof actions)['services.card'];
    assert.ok(isRead(read), name);
    assert.deepEqual((read as { versioned?: Versioned }).versioned, own, name);
    for (const field of own?.fields ?? []) assert.ok(field in read.output.shape, `${name}: ${field}`);
  }
});
