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
