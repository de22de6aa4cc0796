import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import { createClient, localTransport } from '@okno/contract';
import fc from 'fast-check';
import { createSecrets } from '../../secrets.ts';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { createInitData } from '../../test-support/init-data.ts';
import { asking } from '../../test-support/sign-in.ts';
import { OWNER, openStudio, refusalOf, type Studio } from '../../test-support/studio.ts';
import { hashOfInitData, isSignedFor, readInitData } from './init-data.ts';
import { AHEAD_MS, INIT_DATA_MS } from './rules.ts';

const world = await testBackend({ after });
const ANNA = { id: 1001, first_name: 'Anna', last_name: 'K', language_code: 'en' };
const tokenOf = ({ bot_id }: Studio): string => `${bot_id}:token`;
const read = ({ slug }: Studio, init_data: string) => world.backend.readMiniApp(slug, init_data);
const signedAt = (studio: Studio, at: number) =>
  createInitData(tokenOf(studio), { user: ANNA, auth_date: Math.floor(at / 1000) });
const NOW = Date.parse(MONDAY);

test('Telegram’s own example of init data is read as Telegram does', () => {
  // Made with the token by Telegram's rule, written down here so that both sides of the code cannot be wrong alike.
  const text =
    'query_id=AAHdF6IQAAAAAN0XohDhrOrc&user=%7B%22id%22%3A279058397%2C%22first_name%22%3A%22Vladislav%22%2C%22last_name%22%3A%22Kibenko%22%2C%22username%22%3A%22vdkfrost%22%2C%22language_code%22%3A%22ru%22%2C%22is_premium%22%3Atrue%7D&auth_date=1662771648&hash=c501b71e775f74ce10e377dea85a7ea24ecd640b223ea86dfe453e0eaed2e2b2';
  const data = readInitData(text);
  assert.ok(data);
  assert.deepEqual(data.person, { id: 279058397, name: 'Vladislav Kibenko', language: 'ru' });
  assert.equal(data.signed_at, 1662771648000);
  assert.ok(isSignedFor(data, '5768337691:AAH5YkoiEuPk8-FZa32hStHTqXiLPtAEhx8'));
  assert.ok(!isSignedFor(data, '5768337691:AAH5YkoiEuPk8-FZa32hStHTqXiLPtAEhx9'));
});

test('whoever is in a Mini App is the person of the chat, and is told in the chat what they did', async () => {
  const studio = await openStudio(world);
  const caller = await read(studio, signedAt(studio, NOW));
  assert.deepEqual(caller, {
    ...{ via: 'mini_app', bot_id: studio.bot_id, telegram_id: 1001 },
    ...{ name: 'Anna K', language: 'en' },
  });
  const ask = asking(world.backend.call, caller);
  assert.equal((await ask('people.me', {})).name, 'Anna K', 'somebody new is welcome');
  const booked = await ask('bookings.create', slotAt(studio, '10:00'));
  assert.equal((await studio.as(1001)('bookings.list', {})).items[0]?.id, booked.id);
  const [line] = await world.rows<object>(`select via, actor from audit_log where subject_id = $1`, [booked.id]);
  assert.deepEqual(line, { via: 'mini_app', actor: 'telegram:1001' });
  assert.equal(
    (await refusalOf(ask('clients.link_phone', { phone: '+4930123456', contact_user_id: 1001 }))).code,
    'forbidden',
  );
});

test('it opens a session without a code', async () => {
  const studio = await openStudio(world);
  const ask = asking(world.backend.call, await read(studio, signedAt(studio, NOW)));
  const session = await ask('sessions.create', {});
  assert.equal(session.opened_by, 'mini_app');
  assert.match(session.token ?? '', /^[\w-]{43}$/);
});

test('it holds for an hour, and not before its time', async () => {
  const studio = await openStudio(world);
  const fresh = [NOW, NOW - INIT_DATA_MS + 60_000, NOW + AHEAD_MS - 5000];
  for (const at of fresh) assert.equal((await read(studio, signedAt(studio, at))).telegram_id, 1001);
  for (const at of [NOW - INIT_DATA_MS - 60_000, NOW + AHEAD_MS + 60_000, 0])
    assert.equal((await refusalOf(read(studio, signedAt(studio, at)))).code, 'unauthenticated');
});

test('a bot whose token was sealed with a key that is lost keeps nobody out of the others', async () => {
  const studio = await openStudio(world);
  const lost = { bot_id: studio.bot_id - 1_000_000, username: 'lost_bot', name: 'Lost', token: '1:lost' };
  await world.operator.saveBot(studio.tenant_id, lost);
  const sealed = createSecrets([randomBytes(32)]).seal(studio.tenant_id, lost.token);
  await world.rows('update bots set token_encrypted = $2 where bot_id = $1', [lost.bot_id, sealed]);
  assert.equal((await read(studio, signedAt(studio, NOW))).telegram_id, 1001);
  const for_lost = createInitData(lost.token, { user: ANNA, auth_date: NOW / 1000 });
  assert.equal((await refusalOf(read(studio, for_lost))).code, 'forbidden', 'it vouches for nobody');
});

test('what was signed for the bot of another business, or of none, is refused', async () => {
  const [studio, other] = [await openStudio(world), await openStudio(world)];
  const init_data = signedAt(studio, NOW);
  assert.equal((await refusalOf(read(other, init_data))).code, 'forbidden');
  const strange = createInitData('1:none', { user: ANNA, auth_date: NOW / 1000 });
  assert.equal((await refusalOf(read(studio, strange))).code, 'forbidden');
  await world.rows('update bots set revoked_at = now() where tenant_id = $1', [studio.tenant_id]);
  assert.equal(
    (await refusalOf(read(studio, init_data))).code,
    'forbidden',
    'a bot that was taken back vouches for nobody',
  );
});

test('whatever is changed in it, it is refused', async () => {
  const studio = await openStudio(world);
  const good = signedAt(studio, NOW);
  const place = fc.nat(good.length - 1);
  await fc.assert(
    fc.asyncProperty(place, fc.constantFrom('0', '9', 'a', 'f', '&', '=', '%', 'Z'), async (at, sign) => {
      const changed = good.slice(0, at) + sign + good.slice(at + 1);
      const means = (text: string) => JSON.stringify([...new URLSearchParams(text)].sort());
      fc.pre(means(changed) !== means(good));
      assert.match((await refusalOf(read(studio, changed))).code, /^(forbidden|unauthenticated)$/);
    }),
    { numRuns: 200 },
  );
  const owner = good.replace('%22id%22%3A1001', `%22id%22%3A${OWNER}`);
  assert.notEqual(owner, good);
  assert.equal((await refusalOf(read(studio, owner))).code, 'forbidden');
  const twice = `${good}&user=${encodeURIComponent(JSON.stringify({ ...ANNA, id: OWNER }))}`;
  assert.equal((await refusalOf(read(studio, twice))).code, 'forbidden');
});

test('control: without the comparison the forged person would be let in', async () => {
  const studio = await openStudio(world);
  const owner = signedAt(studio, NOW).replace('%22id%22%3A1001', `%22id%22%3A${OWNER}`);
  assert.equal(readInitData(owner)?.person.id, OWNER, 'it reads well, only the hash tells');
  const caller = { via: 'mini_app', bot_id: studio.bot_id, telegram_id: OWNER, name: 'x', language: null } as const;
  const ask = createClient(localTransport(world.backend.call), caller, 'request-1');
  assert.equal((await ask('people.me', {})).role, 'super_admin');
});

test('nonsense of every kind is refused and never a fault', async () => {
  const studio = await openStudio(world);
  const token = tokenOf(studio);
  /** Signed well, whatever stands in it. */
  const signed = (fields: Record<string, string>): string => {
    const lines = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
    return new URLSearchParams({ ...fields, hash: hashOfInitData(lines.sort().join('\n'), token) }).toString();
  };
  const json = fc.oneof(
    fc.json(),
    fc.string(),
    fc.constantFrom('null', '[]', '{"id":"1"}', '{"id":1e300}', '{"id":-1}'),
  );
  const fields = fc.record({ user: json, auth_date: fc.oneof(fc.string(), fc.constant(String(NOW / 1000))) });
  const nonsense = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fields.map(signed),
    fc.constant('a'.repeat(5000)),
  );
  await fc.assert(
    fc.asyncProperty(nonsense, async (text) => {
      assert.match((await refusalOf(read(studio, text))).code, /^(forbidden|unauthenticated)$/);
    }),
    { numRuns: 300 },
  );
  assert.deepEqual(world.faults, []);
});

test('people whose names cannot be seen have their number for a name, and bots are nobody', async () => {
  const studio = await openStudio(world);
  const named = (user: object) => read(studio, createInitData(tokenOf(studio), { user, auth_date: NOW / 1000 }));
  assert.equal((await named({ id: 5, first_name: '\u202e\u0000' })).name, '5');
  assert.equal((await named({ id: 5, first_name: '', username: 'vera' })).name, 'vera');
  assert.equal((await named({ id: 5, first_name: 'x'.repeat(300) })).name.length, 100);
  assert.equal((await named({ id: 5, first_name: 'V', language_code: 'de' })).language, null);
  assert.equal((await refusalOf(named({ id: 5, first_name: 'B', is_bot: true }))).code, 'forbidden');
});
