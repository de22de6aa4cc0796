import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, afterEach, test } from 'node:test';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST, type Studio } from '../../test-support/studio.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

const NEWCOMER = 1500;
const wrong = () => randomBytes(32).toString('base64url');

/** A code that works. */
const codeOf = async (studio: Studio, role: 'moderator' | 'specialist' = 'moderator', specialist_id?: string) => {
  const wanted = { role, ...(specialist_id !== undefined && { specialist_id }) };
  const { code } = await studio.as(OWNER)('people.invite', wanted);
  assert.ok(code !== null);
  return code;
};

/** A specialist whom nobody is yet. */
const newSpecialist = async (studio: Studio): Promise<string> =>
  (await studio.as(OWNER)('specialists.create', { name: 'Vera' })).id;

const accept = (studio: Studio, telegram_id: number, code: string) =>
  studio.as(telegram_id)('people.accept_invitation', { code });

test('whoever comes with a code works here from that very moment, and the code is used up', async () => {
  const studio = await openStudio(world);
  const newcomer = studio.as(NEWCOMER);
  assert.equal((await refusalOf(newcomer('clients.list', {}))).code, 'forbidden', 'control: not before');
  const code = await codeOf(studio);
  const me = await accept(studio, NEWCOMER, code);
  assert.deepEqual([me.role, me.specialist_id], ['moderator', null]);
  assert.ok((await newcomer('clients.list', {})).total >= 0);
  const again = await refusalOf(accept(studio, 1501, code));
  assert.deepEqual([again.code, again.params], ['not_found', { what: 'invitation', field: 'code' }]);
  const staff = await studio.as(OWNER)('people.list_staff', {});
  assert.deepEqual(
    staff.items.map(({ name, role }) => [name, role]),
    [
      ['Admin', 'super_admin'],
      [`Person ${NEWCOMER}`, 'moderator'],
      ['Specialist 1', 'specialist'],
    ],
  );
  assert.equal((await studio.as(OWNER)('people.list_invitations', {})).total, 0);
});

test('a code for a specialist makes its holder this specialist, and nobody else', async () => {
  const studio = await openStudio(world);
  const vera = await newSpecialist(studio);
  const [first, second] = [await codeOf(studio, 'specialist', vera), await codeOf(studio, 'specialist', vera)];
  const me = await accept(studio, NEWCOMER, first);
  assert.deepEqual([me.role, me.specialist_id], ['specialist', vera]);
  assert.deepEqual((await refusalOf(accept(studio, 1501, second))).code, 'specialist_taken');
  const taken = { role: 'specialist', specialist_id: vera } as const;
  assert.equal((await refusalOf(studio.as(OWNER)('people.invite', taken))).code, 'specialist_taken');
});

test('of eight who come with one code at once one gets in', async () => {
  const studio = await openStudio(world);
  const code = await codeOf(studio);
  const people = Array.from({ length: 8 }, (_, index) => 1600 + index);
  const ends = await Promise.allSettled(people.map((person) => accept(studio, person, code)));
  assert.equal(ends.filter(({ status }) => status === 'fulfilled').length, 1);
  const { items } = await studio.as(OWNER)('people.list_staff', {});
  assert.equal(items.filter(({ role }) => role === 'moderator').length, 1);
});

test('after 24 hours, or once it was taken back, a code works no more', async () => {
  const studio = await openStudio(world);
  const late = await codeOf(studio);
  await world.setClock(new Date(Date.parse(MONDAY) + 24 * 3_600_000 - 60_000).toISOString());
  assert.equal((await studio.as(OWNER)('people.list_invitations', {})).total, 1, 'control: a minute before it works');
  await world.setClock(new Date(Date.parse(MONDAY) + 24 * 3_600_000 + 60_000).toISOString());
  assert.equal((await refusalOf(accept(studio, NEWCOMER, late))).code, 'not_found');
  assert.equal((await studio.as(OWNER)('people.list_invitations', {})).total, 0);
  const code = await codeOf(studio);
  const [open] = (await studio.as(OWNER)('people.list_invitations', {})).items;
  assert.ok(open !== undefined);
  assert.equal((await studio.as(OWNER)('people.revoke_invitation', { id: open.id })).id, open.id);
  assert.equal((await refusalOf(accept(studio, NEWCOMER, code))).code, 'not_found');
  const twice = await refusalOf(studio.as(OWNER)('people.revoke_invitation', { id: open.id }));
  assert.equal(twice.code, 'not_found');
});

test('five wrong codes in an hour, and even the right one is not looked at; others are not hindered', async () => {
  const studio = await openStudio(world);
  const code = await codeOf(studio);
  for (const text of [wrong(), 'short', wrong(), wrong()])
    assert.equal((await refusalOf(accept(studio, NEWCOMER, text))).code, 'not_found', text);
  assert.equal((await refusalOf(accept(studio, NEWCOMER, wrong()))).code, 'not_found', 'the fifth');
  const refusal = await refusalOf(accept(studio, NEWCOMER, code));
  assert.deepEqual([refusal.code, refusal.params], ['too_many_requests', { after_seconds: 3600 }]);
  await world.backend.writeRefusals();
  const audit = await world.rows(
    `select outcome, sum(times)::int as times from audit_log
      where tenant_id = $1 and action = 'people.accept_invitation' group by 1 order by 1`,
    [studio.tenant_id],
  );
  assert.deepEqual(audit, [
    { outcome: 'not_found', times: 5 },
    { outcome: 'too_many_requests', times: 1 },
  ]);
  assert.equal((await accept(studio, 1501, code)).role, 'moderator');
  await world.setClock(new Date(Date.parse(MONDAY) + 3_600_000 + 60_000).toISOString());
  const later = await codeOf(studio);
  assert.equal((await accept(studio, NEWCOMER, later)).role, 'moderator');
});

test('an invitation only adds, and one that would bring nothing is not used up', async () => {
  const studio = await openStudio(world);
  const code = await codeOf(studio);
  assert.equal((await refusalOf(accept(studio, OWNER, code))).code, 'already_staff');
  const me = await accept(studio, SPECIALIST, code);
  assert.deepEqual([me.role, me.specialist_id], ['moderator', studio.specialist_id]);
  const vera = await newSpecialist(studio);
  const owner = await accept(studio, OWNER, await codeOf(studio, 'specialist', vera));
  assert.deepEqual([owner.role, owner.specialist_id], ['super_admin', vera]);
});

test('of a code only its fingerprint is kept, also where the answer of a key is', async () => {
  const studio = await openStudio(world);
  const ask = () => studio.as(OWNER)('people.invite', { role: 'moderator' }, { idempotency_key: 'once' });
  const { code, id } = await ask();
  assert.ok(code !== null);
  const repeated = await ask();
  assert.deepEqual([repeated.code, repeated.id], [null, id]);
  for (const table of ['staff_invitations', 'idempotency_keys', 'audit_log']) {
    const rows: unknown[] = await world.rows(`select 1 from ${table} t where t::text like '%' || $1 || '%'`, [code]);
    assert.deepEqual(rows, [], table);
  }
});

test('who invites is the owner, and an invitation of another business is nobody’s', async () => {
  const [studio, stranger] = [await openStudio(world), await openStudio(world)];
  const code = await codeOf(studio);
  await accept(studio, NEWCOMER, code);
  for (const person of [1001, SPECIALIST, NEWCOMER])
    for (const call of [
      () => studio.as(person)('people.invite', { role: 'moderator' }),
      () => studio.as(person)('people.list_staff', {}),
      () => studio.as(person)('people.list_invitations', {}),
    ])
      assert.equal((await refusalOf(call())).code, 'forbidden');
  assert.equal((await refusalOf(studio.guest('people.accept_invitation', { code }))).code, 'unauthenticated');
  const theirs = await codeOf(stranger);
  assert.equal((await refusalOf(accept(studio, 1502, theirs))).code, 'not_found');
  assert.equal((await accept(stranger, 1502, theirs)).role, 'moderator', 'control: it works where it is from');
  const [open] = [await codeOf(stranger), (await stranger.as(OWNER)('people.list_invitations', {})).items[0]].slice(1);
  assert.ok(typeof open === 'object');
  const foreign = await refusalOf(studio.as(OWNER)('people.revoke_invitation', { id: open.id }));
  const unknown = await refusalOf(studio.as(OWNER)('people.revoke_invitation', { id: studio.service_id }));
  assert.deepEqual(foreign, unknown);
  const specialist = { role: 'specialist', specialist_id: stranger.specialist_id } as const;
  assert.equal((await refusalOf(studio.as(OWNER)('people.invite', specialist))).code, 'not_found');
});

test('what an invitation is for has to be said, and nothing else', async () => {
  const studio = await openStudio(world);
  const owner = studio.as(OWNER);
  for (const [wanted, field] of [
    [{ role: 'specialist' }, 'specialist_id'],
    [{ role: 'moderator', specialist_id: studio.specialist_id }, 'specialist_id'],
    [{ role: 'super_admin' }, 'role'],
    [{ role: 'moderator', expires_at: '2099-01-01T00:00:00Z' }, 'expires_at'],
  ] as const) {
    const { code, params } = await refusalOf(owner('people.invite', wanted as never));
    assert.deepEqual([code, params['field']], ['invalid_input', field]);
  }
});
