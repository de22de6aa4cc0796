import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, test } from 'node:test';
import { type Actions, EDITABLE, ENTITIES, type Entity, type Output } from '@okno/contract';
import { testBackend } from '../../test-support/backend.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST } from '../../test-support/studio.ts';

const world = await testBackend({ after });
const studio = await openStudio(world);
const owner = studio.as(OWNER);
const MODERATOR = 4001;
await world.rows(`insert into staff (tenant_id, telegram_id, name, role) values ($1, $2, 'Mod', 'moderator')`, [
  studio.tenant_id,
  MODERATOR,
]);
const moderator = studio.as(MODERATOR);

afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));

/** One of everything that can be edited. */
const placeOf = async (entity: Entity): Promise<{ entity: Entity; id: string }> => {
  const ids: Readonly<Record<Entity, () => Promise<string>>> = {
    client: async () => (await owner('clients.create', { name: 'Ann', email: 'ann@example.org' })).id,
    service: async () => studio.service_id,
    specialist: async () => studio.specialist_id,
    room: async () => (await owner('rooms.create', { name: 'Room' })).id,
    business: async () => studio.tenant_id,
  };
  return { entity, id: await ids[entity]() };
};

const historyOf = async (place: { entity: Entity; id: string }): Promise<Output<Actions['editing.history']>['items']> =>
  (await owner('editing.history', { ...place, limit: 100 })).items;

/** Another value that the field may have. */
const OTHER: Readonly<Record<string, unknown>> = {
  ...{
    name: 'Other name',
    description: 'Other words',
    translations: { ru: { name: 'Другое' } },
    phone: '+49301234567',
  },
  ...{ email: 'other@example.org', tags: ['vip'], address: 'Elsewhere 1', duration_minutes: 45, step_minutes: 15 },
  ...{ buffer_before_minutes: 5, buffer_after_minutes: 10, price_minor: 300_000, currency: 'USD', deposit_minor: 100 },
  ...{ capacity: 2, min_notice_minutes: 30, horizon_days: 30, packed: true, position: 7, active: false, country: 'KZ' },
  ...{ max_future_bookings: 5, cancel_notice_minutes: 60, phone_needed: true, reminder_minutes: [90, 30] },
  ...{ review_request_minutes: 10, hold_minutes: 7, complete_after_minutes: 9, waitlist_hold_minutes: 8 },
  ...{ series_horizon_days: 90, series_hour: 4, quiet_from_hour: 20, quiet_to_hour: 8 },
};

for (const entity of ENTITIES)
  test(`every field of a ${entity} can be changed, is told in its history, and can be taken back`, async () => {
    const place = await placeOf(entity);
    const { values: original } = await owner('editing.get', place);
    const fields = Object.keys(EDITABLE[entity]);
    assert.deepEqual(Object.keys(original).toSorted(), fields.toSorted());
    for (const field of fields) {
      const wanted = OTHER[field] ?? assert.fail(`no other value for ${field}`);
      const changed = await owner('editing.change', { ...place, changes: { [field]: wanted } });
      assert.deepEqual(changed.values, { ...original, [field]: wanted }, field);
      assert.deepEqual((await owner('editing.get', place)).values, changed.values, `${field} is kept`);
      const [latest] = await historyOf(place);
      assert.deepEqual(
        [latest?.field, latest?.before, latest?.after, latest?.by, latest?.undone],
        [field, original[field], wanted, `Person ${OWNER}`, false],
      );
      assert.equal(changed.changes[0]?.id, latest?.id);
      const undone = await owner('editing.undo', { id: latest?.id ?? '' });
      assert.deepEqual(undone.values, original, `${field} is as before`);
      const [taken, first] = await historyOf(place);
      assert.deepEqual([taken?.undo_of, first?.undone], [latest?.id, true]);
    }
  });

test('what somebody else has changed since is not taken back', async () => {
  const place = await placeOf('room');
  const { changes } = await owner('editing.change', { ...place, changes: { name: 'A' } });
  await owner('rooms.update', { id: place.id, name: 'B' });
  const { code, params } = await refusalOf(owner('editing.undo', { id: changes[0]?.id ?? '' }));
  assert.equal(code, 'changed_meanwhile');
  assert.equal((params['current'] as { name: string }).name, 'B');
  assert.equal((await owner('editing.get', place)).name, 'B');
});

test('a change by any other form stands in the history as well', async () => {
  const client = await placeOf('client');
  await studio.as(SPECIALIST)('clients.list', {});
  await owner('clients.update', { id: client.id, name: 'Anna' });
  await owner('clients.set_tags', { id: client.id, tags: ['new'] });
  assert.deepEqual(
    (await historyOf(client)).map(({ field, after: to }) => [field, to]),
    [
      ['tags', ['new']],
      ['name', 'Anna'],
    ],
  );
  const service = await placeOf('service');
  const lines = (await historyOf(service)).length;
  await owner('services.archive', { id: service.id });
  await owner('services.restore', { id: service.id });
  await owner('tenants.update_rules', { hold_minutes: 11 });
  assert.equal((await historyOf(service)).length, lines + 2);
  const [latest] = await historyOf({ entity: 'business', id: studio.tenant_id });
  assert.deepEqual([latest?.field, latest?.after], ['hold_minutes', 11]);
});

test('what says the same is no change', async () => {
  const place = await placeOf('room');
  const { values } = await owner('editing.get', place);
  const changed = await owner('editing.change', { ...place, changes: values });
  assert.deepEqual(changed.changes, []);
  assert.deepEqual(await historyOf(place), []);
});

const FORBIDDEN = [
  'tenant_id',
  'id',
  'role',
  'status',
  'telegram_id',
  'created_at',
  'time_zone',
  'slug',
  'search_name',
];

test('no list of fields holds the business, a role, a status, an id or a time zone', () => {
  for (const entity of ENTITIES)
    for (const field of FORBIDDEN) assert.ok(!Object.hasOwn(EDITABLE[entity], field), `${entity}.${field}`);
});

test('fields that are not on the list are refused by name, whatever else is asked for, and nothing is changed', async () => {
  for (const entity of ENTITIES) {
    const place = await placeOf(entity);
    const before = await owner('editing.get', place);
    for (const field of [...FORBIDDEN, 'constructor', 'name"; drop table clients; --', '__proto__'])
      for (const ask of [owner, studio.program]) {
        const changes = JSON.parse(
          JSON.stringify({ name: 'Taken over' }).replace('}', `,${JSON.stringify(field)}:"x"}`),
        );
        const refused = await refusalOf(ask('editing.change', { ...place, changes }));
        assert.equal(refused.code, 'invalid_input', `${entity}.${field}`);
        assert.match(String(refused.params['field']), /^changes/, field);
      }
    assert.deepEqual(await owner('editing.get', place), before);
  }
});

test('moderators edit clients, and neither prices nor rules nor the team', async () => {
  const { entities } = await moderator('editing.fields', {});
  assert.deepEqual(
    entities.map(({ entity }) => entity),
    ['client'],
  );
  const client = await placeOf('client');
  await moderator('editing.change', { ...client, changes: { name: 'By the moderator' } });
  for (const entity of ['service', 'specialist', 'room', 'business'] as const) {
    const place = await placeOf(entity);
    const attempts = [
      () => moderator('editing.get', place),
      () => moderator('editing.history', place),
      () => moderator('editing.change', { ...place, changes: { name: 'x' } }),
      () => moderator('editing.change', { ...place, changes: { price_minor: 0 } }),
    ];
    for (const attempt of attempts) assert.equal((await refusalOf(attempt())).code, 'forbidden', entity);
  }
  const service = await placeOf('service');
  const { changes } = await owner('editing.change', { ...service, changes: { price_minor: 1000 } });
  assert.equal((await refusalOf(moderator('editing.undo', { id: changes[0]?.id ?? '' }))).code, 'forbidden');
  for (const nobody of [studio.as(SPECIALIST), studio.as(1001)])
    assert.equal((await refusalOf(nobody('editing.get', client))).code, 'forbidden');
});

test('every rule is kept, named with its field, and what belongs together is looked at together', async () => {
  const service = await placeOf('service');
  await owner('services.update', { id: service.id, price_minor: 1000, deposit_minor: 0 });
  const wrong: [Record<string, unknown>, string][] = [
    [{ name: '' }, 'changes.name'],
    [{ duration_minutes: 7 }, 'changes.duration_minutes'],
    [{ price_minor: -1 }, 'changes.price_minor'],
    [{ price_minor: '1' }, 'changes.price_minor'],
    [{ packed: null }, 'changes.packed'],
    [{ deposit_minor: 2000 }, 'deposit_minor'],
    [{}, 'changes'],
  ];
  for (const [changes, field] of wrong) {
    const refused = await refusalOf(owner('editing.change', { ...service, changes }));
    assert.deepEqual([refused.code, refused.params['field']], ['invalid_input', field]);
  }
  await owner('clients.create', { name: 'Has it', phone: '+49305550001' });
  const client = await placeOf('client');
  const taken = owner('editing.change', { ...client, changes: { phone: '+49 (30) 555-00-01' } });
  assert.equal((await refusalOf(taken)).code, 'phone_taken');
});

test('of two who have seen the same the second is told', async () => {
  const place = await placeOf('client');
  const { version } = await owner('editing.get', place);
  const first = await moderator('editing.change', { ...place, changes: { name: 'One' } }, { if_match: [version] });
  const second = owner('editing.change', { ...place, changes: { name: 'Two' } }, { if_match: [version] });
  const { code, params } = await refusalOf(second);
  assert.deepEqual([code, params['version']], ['changed_meanwhile', first.version]);
});

test('the business is its own only, and another one looks like none', async () => {
  const other = await openStudio(world);
  const theirs = { entity: 'business', id: other.tenant_id } as const;
  const nobody = { entity: 'business', id: randomUUID() } as const;
  for (const ask of [
    (place: typeof theirs | typeof nobody) => owner('editing.get', place),
    (place: typeof theirs | typeof nobody) => owner('editing.change', { ...place, changes: { name: 'Mine' } }),
  ])
    assert.deepEqual(await refusalOf(ask(theirs)), await refusalOf(ask(nobody)));
  assert.notEqual((await other.as(OWNER)('people.me', {})).tenant.name, 'Mine');
});

test('nothing remains in the history of a client who is forgotten; of two who become one it stays together', async () => {
  const gone = await placeOf('client');
  const { changes } = await owner('editing.change', { ...gone, changes: { name: 'Secret Person' } });
  await owner('editing.undo', { id: changes[0]?.id ?? '' });
  const [one, other] = [await placeOf('client'), await placeOf('client')];
  await owner('editing.change', { ...other, changes: { name: 'Known before' } });
  await owner('clients.merge', { id: one.id, other_id: other.id });
  assert.ok((await historyOf(one)).some(({ after: to }) => to === 'Known before'));
  await owner('clients.forget', { id: gone.id });
  const rows = await world.rows(
    `select 1 from field_changes where subject_id = $1 or before::text || after::text ~ 'Secret'`,
    [gone.id],
  );
  assert.equal(rows.length, 0);
});

test('a form can be made of the list: every field has a label in both languages and a rule', async () => {
  const { entities } = await owner('editing.fields', {});
  assert.equal(entities.length, ENTITIES.length);
  const price = entities
    .find(({ entity }) => entity === 'service')
    ?.fields.find(({ field }) => field === 'price_minor');
  assert.deepEqual(price, {
    field: 'price_minor',
    label: 'Price',
    kind: 'money',
    rule: { type: 'integer', minimum: 0, maximum: 1_000_000_000 },
  });
  for (const { fields } of entities) for (const { label } of fields) assert.match(label, /\S/);
});
