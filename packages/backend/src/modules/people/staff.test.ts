import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { noticesOf } from '../../test-support/notices.ts';
import { createPostman } from '../../test-support/post.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST, type Studio } from '../../test-support/studio.ts';
import { sendNotification } from '../bookings/jobs.ts';

const world = await testBackend({ after });

afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));

/** The ids of those who work here, by their Telegram ids. */
const idsOf = async (studio: Studio): Promise<Map<number, string>> => {
  const { items } = await studio.as(OWNER)('people.list_staff', {});
  return new Map(items.map(({ telegram_id, id }) => [telegram_id, id]));
};

const idOf = async (studio: Studio, telegram_id: number): Promise<string> => {
  const id = (await idsOf(studio)).get(telegram_id);
  assert.ok(id !== undefined);
  return id;
};

test('a role that is given or taken away holds on the very next request', async () => {
  const studio = await openStudio(world);
  const [owner, person] = [studio.as(OWNER), studio.as(SPECIALIST)];
  const id = await idOf(studio, SPECIALIST);
  const create = () => person('clients.create', { name: 'Ada' });
  assert.equal((await refusalOf(create())).code, 'forbidden', 'control: specialists may not');
  assert.equal((await owner('people.set_role', { id, role: 'moderator' })).role, 'moderator');
  await create();
  const back = await owner('people.set_role', { id, role: 'specialist' });
  assert.deepEqual([back.role, back.specialist?.id], ['specialist', studio.specialist_id]);
  assert.equal((await refusalOf(create())).code, 'forbidden');
  await person('bookings.agenda', {});
  assert.deepEqual(await owner('people.remove_staff', { id }), { id });
  assert.equal((await refusalOf(person('bookings.agenda', {}))).code, 'forbidden');
  assert.equal((await person('people.me', {})).role, 'client');
  assert.equal((await refusalOf(owner('people.get_staff', { id }))).code, 'not_found');
});

test('whoever works here no more is told nothing of what is booked, and their specialist stays', async () => {
  const studio = await openStudio(world);
  await studio.as(SPECIALIST)('people.me', {});
  const postman = createPostman();
  const send = sendNotification(world.backend.inTenant, postman);
  /** What becomes of the news of a booking that the specialist was to be told. */
  const news = async (time: string) => {
    const client = { name: 'Ada', phone: '+4930000001' };
    const { id } = await studio.program('bookings.create', { ...slotAt(studio, time), client });
    const row = (await noticesOf(world, id)).find(({ audience }) => audience === 'specialist');
    assert.ok(row !== undefined);
    return {
      fire: () => send({ tenant_id: studio.tenant_id, id: row.id, kind: 'notification', due_id: row.id, attempt: 1 }),
      status: async () => (await noticesOf(world, id)).find((one) => one.id === row.id)?.status,
    };
  };
  const [before, after] = [await news('10:00'), await news('12:00')];
  await before.fire();
  assert.deepEqual([postman.delivered.length, await before.status()], [1, 'sent'], 'control: while they work here');
  await studio.as(OWNER)('people.remove_staff', { id: await idOf(studio, SPECIALIST) });
  await after.fire();
  assert.deepEqual([postman.delivered.length, await after.status()], [1, 'cancelled']);
  assert.equal((await studio.guest('people.list_specialists', {})).total, 1);
});

test('the last owner stays, also when two go at the same moment', async () => {
  const studio = await openStudio(world);
  const owner = studio.as(OWNER);
  const ids = await idsOf(studio);
  const [own = '', other = ''] = [ids.get(OWNER), ids.get(SPECIALIST)];
  for (const call of [
    () => owner('people.remove_staff', { id: own }),
    () => owner('people.set_role', { id: own, role: 'moderator' }),
  ])
    assert.equal((await refusalOf(call())).code, 'last_admin');
  await owner('people.set_role', { id: other, role: 'super_admin' });
  const ends = await Promise.allSettled([
    studio.program('people.remove_staff', { id: own }),
    studio.program('people.set_role', { id: other, role: 'moderator' }),
  ]);
  assert.equal(ends.filter(({ status }) => status === 'fulfilled').length, 1);
  const left = await studio.program('people.list_staff', {});
  assert.equal(left.items.filter(({ role }) => role === 'super_admin').length, 1);
});

test('nobody is a specialist who is none of the specialists', async () => {
  const studio = await openStudio(world);
  const { code } = await studio.as(OWNER)('people.invite', { role: 'moderator' });
  await studio.as(1500)('people.accept_invitation', { code: code ?? '' });
  const wanted = { id: await idOf(studio, 1500), role: 'specialist' } as const;
  const refusal = await refusalOf(studio.as(OWNER)('people.set_role', wanted));
  assert.deepEqual([refusal.code, refusal.params['field']], ['invalid_input', 'role']);
});

test('only owners see and change who works here, and those of another business are nobody’s', async () => {
  const [studio, stranger] = [await openStudio(world), await openStudio(world)];
  const own = await idOf(studio, OWNER);
  const theirs = await idOf(stranger, SPECIALIST);
  for (const person of [1001, SPECIALIST]) {
    const ask = studio.as(person);
    for (const call of [
      () => ask('people.get_staff', { id: own }),
      () => ask('people.set_role', { id: own, role: 'moderator' }),
      () => ask('people.remove_staff', { id: own }),
    ])
      assert.equal((await refusalOf(call())).code, 'forbidden');
  }
  const refused = (id: string) =>
    Promise.all(
      [
        studio.as(OWNER)('people.get_staff', { id }),
        studio.as(OWNER)('people.set_role', { id, role: 'moderator' }),
        studio.as(OWNER)('people.remove_staff', { id }),
      ].map(refusalOf),
    );
  const foreign = await refused(theirs);
  assert.deepEqual(foreign, await refused(studio.service_id));
  assert.equal(foreign[0]?.code, 'not_found');
  assert.equal((await stranger.as(OWNER)('people.list_staff', {})).total, 2);
});
