import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import {
  type Action,
  type ActionName,
  actions,
  type Caller,
  type Client,
  createClient,
  createMemoryKeyValue,
  createTexts,
  localTransport,
  type ServiceScope,
  serviceScopeOf,
} from '@okno/contract';
import fc from 'fast-check';
import { createBackend } from '../../backend.ts';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { inputsOf } from '../../test-support/inputs.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST, type Studio } from '../../test-support/studio.ts';
import { readKey, writeKey } from './rules.ts';

const world = await testBackend({ after });

/** Another process over the same database. */
const otherProcess = createBackend({
  pool: world.pool,
  clockOffset: world.clockOffset,
  secrets: world.secrets,
  texts: createTexts(),
  ruleOfAddress: () => null,
  store: createMemoryKeyValue(() => performance.now()),
  onFault: (error) => world.faults.push(error),
});

const callerOf = async (secret: string | null, backend = world.backend): Promise<Caller | undefined> => {
  const key = await backend.findProgram(secret ?? '');
  if (key === undefined) return undefined;
  const { slug: _slug, ...who } = key;
  return { via: 'program', ...who, language: 'en' };
};

/** A program with a key of its own. */
const openProgram = async (studio: Studio, scopes: ServiceScope[]) => {
  const key = await studio.as(OWNER)('service_keys.create', { name: 'Website', scopes });
  const caller = (await callerOf(key.secret)) ?? assert.fail('the key does not work');
  const ask: Client = createClient(localTransport(world.backend.call), caller, randomUUID());
  return { ...key, caller, ask };
};

test('a key is told once, and of it only a fingerprint is kept', async () => {
  const studio = await openStudio(world);
  const wish = { name: 'Website', scopes: ['read'] } as { name: string; scopes: ServiceScope[] };
  const owner = studio.as(OWNER);
  const { secret, ...key } = await owner('service_keys.create', wish, { idempotency_key: 'k' });
  assert.match(secret ?? '', /^okno_sk_[\w-]{65}$/);
  assert.deepEqual(await owner('service_keys.create', wish, { idempotency_key: 'k' }), { ...key, secret: null });
  assert.deepEqual((await owner('service_keys.list', {})).items, [key]);
  const random = readKey(secret ?? '')?.secret ?? '?';
  for (const table of ['service_keys', 'audit_log', 'idempotency_keys']) {
    const rows = await world.rows(`select l::text as line from ${table} l where tenant_id = $1`, [studio.tenant_id]);
    assert.ok(rows.length > 0 && !JSON.stringify(rows).includes(random), table);
  }
});

test('a program acts for its business as the audit log tells: with which key, and under its name', async () => {
  const studio = await openStudio(world);
  const { ask, id, program_id } = await openProgram(studio, ['all']);
  assert.equal((await ask('people.me', {})).role, 'bot');
  const client = { name: 'Vera', phone: '+4930123456' };
  const booked = await ask('bookings.create', { ...slotAt(studio, '10:00'), client });
  const [line] = (await studio.as(OWNER)('audit.list', { subject_id: booked.id })).items;
  assert.deepEqual(
    [line?.via, line?.role, line?.actor, line?.actor_name, line?.key_id],
    ['program', 'bot', `program:${program_id}`, 'Website', id],
  );
  const { items } = await studio.as(OWNER)('bookings.history', { id: booked.id });
  assert.equal(items[0]?.by, 'program');
});

test('only owners make keys, and no program does, whatever its key is for', async () => {
  const studio = await openStudio(world);
  const { ask, id } = await openProgram(studio, ['all']);
  for (const who of [ask, studio.program, studio.as(SPECIALIST), studio.as(1001)])
    for (const asked of [
      () => who('service_keys.create', { name: 'x', scopes: ['all'] }),
      () => who('service_keys.list', {}),
      () => who('service_keys.rotate', { id }),
      () => who('service_keys.revoke', { id }),
    ])
      assert.equal((await refusalOf(asked())).code, 'forbidden');
  assert.equal((await refusalOf(studio.guest('service_keys.list', {}))).code, 'unauthenticated');
});

/** What a program may ask for, and what stands in the way of the rest. */
const reach = async (caller: Caller): Promise<Map<ActionName, string>> => {
  const found = new Map<ActionName, string>();
  for (const [name, action] of Object.entries(actions) as [ActionName, Action][]) {
    if (!action.roles.includes('bot')) continue;
    const { plain } = inputsOf(action, () => randomUUID());
    const ended = world.backend.call({ name, input: plain, caller, request_id: 'request-1' });
    found.set(
      name,
      await ended.then(
        () => 'reached',
        (error: { code: string; params: { scope?: string } }) =>
          error.code === 'forbidden' && error.params.scope !== undefined ? 'out of scope' : 'reached',
      ),
    );
  }
  return found;
};

test('what a key is not for is refused, action by action', async () => {
  const studio = await openStudio(world);
  const [reader, booker] = [await openProgram(studio, ['read']), await openProgram(studio, ['bookings'])];
  const everything = await openProgram(studio, ['all', 'read']);
  const [read, book] = [await reach(reader.caller), await reach(booker.caller)];
  assert.ok(read.size > 50, `${read.size} actions`);
  for (const [name, ended] of read) {
    const needed = serviceScopeOf(name, actions[name]);
    assert.equal(ended, needed === 'read' ? 'reached' : 'out of scope', `read: ${name}`);
    assert.equal(book.get(name), needed === 'all' ? 'out of scope' : 'reached', `bookings: ${name}`);
  }
  for (const [name, ended] of await reach(everything.caller)) assert.equal(ended, 'reached', name);
  const needed = (name: ActionName) => serviceScopeOf(name, actions[name]);
  assert.deepEqual(
    [needed('bookings.list'), needed('bookings.create'), needed('series.end'), needed('waitlist.join')],
    ['read', 'bookings', 'bookings', 'bookings'],
  );
  assert.deepEqual(
    [needed('notifications.pull'), needed('tenants.update_rules'), needed('scheduling.preview')],
    ['all', 'all', 'read'],
  );
});

test('two keys of a program work at once, so that one can be changed without a pause; a third does not', async () => {
  const studio = await openStudio(world);
  const owner = studio.as(OWNER);
  const old = await openProgram(studio, ['bookings']);
  const next = await owner('service_keys.rotate', { id: old.id });
  assert.deepEqual([next.program_id, next.name, next.scopes], [old.program_id, 'Website', ['bookings']]);
  for (const secret of [old.secret, next.secret]) assert.ok(await callerOf(secret));
  const { code, params } = await refusalOf(owner('service_keys.rotate', { id: next.id }));
  assert.deepEqual([code, params], ['key_limit_reached', { limit: 2 }]);
  await owner('service_keys.revoke', { id: old.id });
  assert.equal(await callerOf(old.secret), undefined);
  assert.ok(await callerOf(next.secret));
  assert.equal((await refusalOf(owner('service_keys.rotate', { id: old.id }))).code, 'not_found');
  await owner('service_keys.rotate', { id: next.id });
});

test('of many rotations at once one makes the second key', async () => {
  const studio = await openStudio(world);
  const { id } = await openProgram(studio, ['read']);
  const ended = await Promise.allSettled(
    Array.from({ length: 8 }, () => studio.as(OWNER)('service_keys.rotate', { id })),
  );
  assert.equal(ended.filter(({ status }) => status === 'fulfilled').length, 1);
});

test('a key that was revoked is refused with the next request, in every process, also in the middle of one', async () => {
  const studio = await openStudio(world);
  const { secret, ask, id } = await openProgram(studio, ['all']);
  assert.ok(await callerOf(secret, otherProcess));
  await ask('services.list', {});
  await studio.as(OWNER)('service_keys.revoke', { id });
  assert.equal(await callerOf(secret, otherProcess), undefined);
  assert.equal(await callerOf(secret), undefined);
  assert.equal((await refusalOf(ask('services.list', {}))).code, 'forbidden', 'whom the gateway had let in before');
});

test('a key with any letter changed is none, whatever else it says', async () => {
  const studio = await openStudio(world);
  const { secret, id } = await openProgram(studio, ['all']);
  const good = secret ?? '';
  const place = fc.integer({ min: 0, max: good.length - 1 });
  await fc.assert(
    fc.asyncProperty(place, fc.constantFrom('A', 'z', '0', '-', '.', ' ', '\u0000'), async (at, sign) => {
      const changed = good.slice(0, at) + sign + good.slice(at + 1);
      fc.pre(changed !== good && writeKey(readKey(changed) ?? { id, secret: '' }) !== good);
      assert.equal(await callerOf(changed), undefined, changed);
    }),
    { numRuns: 150 },
  );
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => assert.equal(await callerOf(text), undefined)),
    { numRuns: 100 },
  );
  const forged = writeKey({ id, secret: randomBytes(32).toString('base64url') });
  assert.equal(await callerOf(forged), undefined, 'a known id alone opens nothing');
  assert.ok(await callerOf(good), 'control');
});

test('a key is nothing in another business, whatever the caller claims', async () => {
  const [studio, other] = [await openStudio(world), await openStudio(world)];
  const { caller, id } = await openProgram(studio, ['all']);
  const forged = { ...caller, tenant_id: other.tenant_id } as Caller;
  const client = createClient(localTransport(world.backend.call), forged, 'request-1');
  assert.equal((await refusalOf(client('people.me', {}))).code, 'forbidden');
  const owner = other.as(OWNER);
  assert.deepEqual((await owner('service_keys.list', {})).items, []);
  for (const verb of ['service_keys.revoke', 'service_keys.rotate'] as const)
    assert.deepEqual(await refusalOf(owner(verb, { id })), await refusalOf(owner(verb, { id: randomUUID() })));
});

test('when a key was last used is known to the minute', async (t) => {
  t.after(() => world.setClock(MONDAY));
  const studio = await openStudio(world);
  const { ask } = await openProgram(studio, ['read']);
  const used = async () => (await studio.as(OWNER)('service_keys.list', {})).items[0]?.last_used_at;
  assert.equal(await used(), null);
  await ask('services.list', {});
  const first = await used();
  assert.ok(first);
  await ask('services.list', {});
  assert.equal(await used(), first);
  await world.setClock('2031-03-03T08:05:00Z');
  await ask('services.list', {});
  assert.match((await used()) ?? '', /^2031-03-03T08:05/);
});

test('nothing of all this was a fault', () => assert.deepEqual(world.faults, []));
