import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { linesOf, noticesOf } from '../../test-support/notices.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST } from '../../test-support/studio.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

const DEFAULTS = {
  country: null,
  max_future_bookings: 3,
  cancel_notice_minutes: 1440,
  phone_needed: false,
  reminder_minutes: [1440, 120, 60],
  review_request_minutes: 120,
  hold_minutes: 10,
  complete_after_minutes: 60,
  waitlist_hold_minutes: 15,
  series_horizon_days: 180,
  series_hour: 3,
  quiet_from_hour: 21,
  quiet_to_hour: 9,
};

test('the owner decides about bookings, field by field, and what is left out stays', async () => {
  const studio = await openStudio(world);
  const owner = studio.as(OWNER);
  assert.deepEqual(await owner('tenants.rules', {}), DEFAULTS);
  const changed = await owner('tenants.update_rules', { reminder_minutes: [30, 600, 30], hold_minutes: 5 });
  assert.deepEqual(changed, { ...DEFAULTS, reminder_minutes: [600, 30], hold_minutes: 5 });
  const all = {
    country: 'KZ',
    max_future_bookings: 1,
    cancel_notice_minutes: 0,
    phone_needed: true,
    reminder_minutes: [],
    review_request_minutes: null,
    hold_minutes: 1440,
    complete_after_minutes: 0,
    waitlist_hold_minutes: 1,
    series_horizon_days: 730,
    series_hour: 23,
    quiet_from_hour: 0,
    quiet_to_hour: 0,
  };
  assert.deepEqual(await owner('tenants.update_rules', all), all);
  assert.deepEqual(await studio.program('tenants.rules', {}), all);
  assert.equal((await refusalOf(owner('tenants.update_rules', {}))).code, 'invalid_input');
  const audit = await world.rows(
    `select actor from audit_log where tenant_id = $1 and action = 'tenants.update_rules'`,
    [studio.tenant_id],
  );
  assert.deepEqual(audit, Array(2).fill({ actor: `telegram:${OWNER}` }));
});

test('what was decided holds for what is booked from now on', async () => {
  const studio = await openStudio(world);
  const owner = studio.as(OWNER);
  await studio.as(1001)('people.me', {});
  await owner('tenants.update_rules', { max_future_bookings: 1, reminder_minutes: [30], cancel_notice_minutes: 0 });
  const booking = await studio.as(1001)('bookings.create', slotAt(studio, '10:00'));
  assert.deepEqual(
    linesOf(await noticesOf(world, booking.id)).filter((line) => line.startsWith('booking_reminder')),
    ['booking_reminder client 04 09:30 pending'],
  );
  const more = await refusalOf(studio.as(1001)('bookings.create', slotAt(studio, '12:00')));
  assert.deepEqual([more.code, more.params['limit']], ['booking_limit_reached', 1]);
  await world.setClock('2031-03-04T09:59:00Z');
  assert.equal((await studio.as(1001)('bookings.cancel', { id: booking.id })).status, 'cancelled');
});

for (const [field, values] of Object.entries({
  country: ['ru', 'RUS', 'QQ', ''],
  max_future_bookings: [0, 1001, 1.5],
  cancel_notice_minutes: [-1, 43_201],
  phone_needed: ['yes', null],
  reminder_minutes: [[0], [43_201], Array.from({ length: 11 }, (_, index) => index + 1), 60],
  review_request_minutes: [-1, 10_081],
  hold_minutes: [0, 1441],
  complete_after_minutes: [-1, 10_081],
  waitlist_hold_minutes: [0, 1441],
  series_horizon_days: [6, 731],
  series_hour: [-1, 24],
  quiet_from_hour: [-1, 24],
  quiet_to_hour: [-1, 24],
  time_zone: ['Europe/Berlin'],
  tenant_id: ['x'],
}))
  test(`${field} has its bounds, and what is beyond them changes nothing`, async () => {
    const studio = await openStudio(world);
    for (const value of values) {
      const wanted = { hold_minutes: 7, [field]: value } as never;
      const { code, params } = await refusalOf(studio.as(OWNER)('tenants.update_rules', wanted));
      assert.deepEqual([code, String(params['field']).split('.')[0]], ['invalid_input', field], JSON.stringify(value));
    }
    assert.deepEqual(await studio.as(OWNER)('tenants.rules', {}), DEFAULTS);
  });

test('nobody else decides or is told, and every business decides for itself', async () => {
  const [studio, stranger] = [await openStudio(world), await openStudio(world)];
  for (const who of [1001, SPECIALIST]) {
    assert.equal((await refusalOf(studio.as(who)('tenants.update_rules', { hold_minutes: 7 }))).code, 'forbidden');
    assert.equal((await refusalOf(studio.as(who)('tenants.rules', {}))).code, 'forbidden');
  }
  await studio.as(OWNER)('tenants.update_rules', { hold_minutes: 7 });
  assert.equal((await stranger.as(OWNER)('tenants.rules', {})).hold_minutes, 10);
});

test('numbers without a plus are those of the country that was named', async () => {
  const studio = await openStudio(world, { zone: 'Europe/Moscow' });
  const owner = studio.as(OWNER);
  await owner('tenants.update_rules', { country: 'DE' });
  assert.equal((await owner('clients.create', { name: 'Ann', phone: '030 123456' })).phone, '+4930123456');
});

test('the owner sees how their bots are, and one process at a time looks at each', async () => {
  const [studio, other] = [await openStudio(world), await openStudio(world)];
  const { operator } = world;
  const { tenant_id, bot_id } = studio;
  const bots = async () => (await studio.as(OWNER)('tenants.bots', {})).items;
  assert.deepEqual(
    (await bots()).map((bot) => [bot.bot_id, bot.state, bot.checked_at]),
    [[bot_id, 'unknown', null]],
  );
  const claims = await Promise.all([1, 2, 3].map(() => operator.claimBotCheck(tenant_id, bot_id, 300_000)));
  assert.equal(claims.filter(Boolean).length, 1);
  assert.equal(await operator.claimBotCheck(tenant_id, other.bot_id, 300_000), false, 'that is nobody of theirs');
  const seen = Date.parse('2031-03-03T07:59:00Z');
  const report = { bot_id, state: 'failing', delivery: 'webhook', pending_updates: 7 } as const;
  const error = { last_error: 'Connection refused', last_error_at: seen };
  await operator.noteBotHealth(tenant_id, { ...report, ...error, last_update_at: seen });
  await operator.noteBotHealth(tenant_id, { ...report, ...error, last_update_at: null });
  const [bot] = await bots();
  assert.deepEqual(
    [bot?.state, bot?.pending_updates, bot?.last_error, bot?.last_update_at],
    ['failing', 7, 'Connection refused', '2031-03-03T07:59:00Z'],
  );
  await world.setClock('2031-03-03T08:06:00Z');
  assert.equal(await operator.claimBotCheck(tenant_id, bot_id, 300_000), true);
  await operator.revokeBot(tenant_id, bot_id);
  assert.equal((await bots())[0]?.state, 'revoked');
  assert.equal(await operator.claimBotCheck(tenant_id, bot_id, 0), false, 'nobody asks about a token that is gone');
  assert.equal((await refusalOf(studio.as(1001)('tenants.bots', {}))).code, 'forbidden');
  assert.equal((await other.as(OWNER)('tenants.bots', {})).total, 1);
});

test('a token that Telegram refuses ends its bot only while it is the token of the bot', async () => {
  const [studio, stranger] = [await openStudio(world), await openStudio(world)];
  const { operator } = world;
  const { tenant_id, bot_id } = studio;
  const state = async () => (await studio.as(OWNER)('tenants.bots', {})).items[0]?.state;
  const bot = { bot_id, username: 'renewed_bot', name: 'Renewed' };
  await operator.saveBot(tenant_id, { ...bot, token: `${bot_id}:new` });
  await operator.revokeToken(tenant_id, bot_id, (token) => token === `${bot_id}:old`);
  assert.notEqual(await state(), 'revoked', 'the old one says nothing of the new one');
  await operator.revokeToken(stranger.tenant_id, bot_id, (token) => token === `${bot_id}:new`);
  assert.notEqual(await state(), 'revoked', 'that is nobody of theirs');
  await operator.revokeToken(tenant_id, bot_id, (token) => token === `${bot_id}:new`);
  assert.equal(await state(), 'revoked');
});
