import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { type Action, actions, type Client } from '@okno/contract';
import { testBackend } from './test-support/backend.ts';
import { slotAt } from './test-support/bookings.ts';
import { OWNER, openStudio, refusalOf } from './test-support/studio.ts';

const world = await testBackend({ after });

afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));

/** What somebody types who hopes that it is put into a statement. */
const INJECTIONS = ['id; drop table clients', '(select token_encrypted from bots)', 'name desc', '1', '__proto__', ''];

type Property = { readonly enum?: readonly string[]; readonly type?: string };

/** Fields by which a list is put in order. */
const orderingOf = (action: Action): [string, Property][] => {
  const { properties = {} } = action.input.toJSONSchema({ io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, Property>;
  };
  return Object.entries(properties).filter(([field]) => /^(sort|order)(_by)?$/.test(field));
};

test('every list is put in order by what stands on its list, and by nothing else', async () => {
  const studio = await openStudio(world);
  const owner = studio.as(OWNER) as (name: string, input: unknown) => Promise<unknown>;
  const ordered = (Object.entries(actions) as [string, Action][]).flatMap(([name, action]) =>
    orderingOf(action).map(([field, property]) => ({ name, field, property })),
  );
  assert.ok(ordered.length >= 4, `${ordered.length} fields`);
  for (const { name, field, property } of ordered) {
    assert.ok(Array.isArray(property.enum) && property.enum.length > 0, `${name}.${field}`);
    for (const value of property.enum ?? []) await owner(name, { [field]: value });
    for (const value of INJECTIONS) {
      const { code, params } = await refusalOf(owner(name, { [field]: value }));
      assert.deepEqual([code, params['field']], ['invalid_input', field], `${name}.${field}=${value}`);
    }
  }
});

test('bookings are listed by what was asked for: of a service, in the order of their price, or of when they were made', async () => {
  const studio = await openStudio(world);
  const owner = studio.as(OWNER);
  const cheap = await owner('services.create', { name: 'Cheap', duration_minutes: 30, price_minor: 100 });
  await owner('services.set_giver', { id: cheap.id, specialist_id: studio.specialist_id });
  const late = await owner('bookings.create', {
    ...slotAt(studio, '15:00', '2031-03-06'),
    client: { name: 'A', phone: '+49301111111' },
  });
  const early = await owner('bookings.create', {
    ...slotAt(studio, '10:00', '2031-03-06'),
    service_id: cheap.id,
    client: { name: 'B', phone: '+49301111112' },
  });
  const ids = async (wanted: object) => (await owner('bookings.list', wanted)).items.map(({ id }) => id);
  assert.deepEqual(await ids({}), [early.id, late.id]);
  assert.deepEqual(await ids({ sort: 'created_at' }), [late.id, early.id]);
  assert.deepEqual(await ids({ sort: 'price_minor', order: 'desc' }), [late.id, early.id]);
  assert.deepEqual(await ids({ service_id: cheap.id }), [early.id]);
});

/** All parts of a table, and how many there were. */
const wholeTable = async (ask: (after: string | undefined) => Promise<{ text: string; next: string | null }>) => {
  let [text, parts, next]: [string, number, string | null | undefined] = ['', 0, undefined];
  while (next !== null) {
    const part = await ask(next);
    text += part.text;
    parts += 1;
    next = part.next;
  }
  return { parts, lines: text.split('\r\n').slice(1, -1), head: text.split('\r\n')[0] };
};

const tableOfClients = (ask: Client, wanted: { search?: string; tag?: string } = {}) =>
  wholeTable((after) => ask('clients.export_list', { ...wanted, ...(after !== undefined && { after }) }));

test('the table of clients has everybody once, however many there are, and no cell is a formula', async () => {
  const studio = await openStudio(world);
  const owner = studio.as(OWNER);
  await world.rows(
    `insert into clients (tenant_id, id, name) select $1, gen_random_uuid(), 'Client ' || n from generate_series(1, 2500) n`,
    [studio.tenant_id],
  );
  const evil = await owner('clients.create', { name: '=HYPERLINK("http://evil.example")', phone: '+49301234567' });
  await owner('clients.set_tags', { id: evil.id, tags: ['vip, first'] });
  const { parts, lines, head } = await tableOfClients(owner);
  assert.equal(parts, 3);
  assert.equal(head, '\uFEFFid,name,phone,email,tags,created_at,last_visit,upcoming');
  assert.equal(lines.length, 2501);
  assert.equal(new Set(lines.map((line) => line.slice(0, 36))).size, 2501);
  const [line] = (await tableOfClients(owner, { tag: 'vip, first' })).lines;
  assert.equal(
    line,
    `${evil.id},"'=HYPERLINK(""http://evil.example"")",'+49301234567,,"vip, first",2031-03-03 08:00,,0`,
  );
  for (const cells of lines) assert.doesNotMatch(cells, /(^|,)"?[=+\-@\t]/);
  const strange = await refusalOf(owner('clients.export_list', { after: "' or true --" }));
  assert.deepEqual([strange.code, strange.params['field']], ['invalid_input', 'after']);
});

test('the table of bookings has each once in the order of its start, by what was asked for, and nothing of another business', async () => {
  const [studio, other] = [await openStudio(world, { zone: 'Europe/Berlin' }), await openStudio(world)];
  const owner = studio.as(OWNER);
  await other.as(1001)('bookings.create', slotAt(other, '10:00', '2031-03-05'));
  const booking = await studio.as(1001)('bookings.create', slotAt(studio, '10:00', '2031-03-05'));
  await world.rows(
    `insert into bookings (tenant_id, service_id, specialist_id, client_id, status, starts_at, ends_at, price_minor, currency)
     select tenant_id, service_id, specialist_id, client_id, 'cancelled', starts_at + n % 50 * interval '1 hour',
       ends_at + n % 50 * interval '1 hour', price_minor, currency from bookings, generate_series(1, 1500) n where id = $1`,
    [booking.id],
  );
  const table = (wanted: object) =>
    wholeTable((after) => owner('bookings.export_list', { ...wanted, ...(after !== undefined && { after }) }));
  const all = await table({});
  assert.equal(all.parts, 2);
  assert.equal(new Set(all.lines.map((line) => line.slice(0, 36))).size, 1501);
  const starts = all.lines.map((line) => line.split(',')[2] ?? '');
  assert.deepEqual(starts, starts.toSorted());
  const confirmed = await table({ status: 'confirmed', from: booking.starts_at, to: '2031-03-06T00:00:00Z' });
  assert.equal(confirmed.lines.length, 1);
  assert.match(confirmed.lines[0] ?? '', new RegExp(`^${booking.id},confirmed,2031-03-05 1\\d:00,`));
  assert.equal((await refusalOf(owner('bookings.export_list', { after: 'x' }))).code, 'invalid_input');
  assert.equal((await refusalOf(studio.as(1001)('bookings.export_list', {}))).code, 'forbidden');
});
