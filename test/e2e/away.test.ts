/** What a bot on another machine does while its backend is away: over real wires that are cut, with clocks of the test's own. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type AppError, type Caller, createClient, httpTransport, type Transport } from '@okno/contract';
import { openBackend } from '../../apps/server/src/far/backend.ts';
import { createLog } from '../../apps/server/src/log.ts';
import { startProxy } from '../torture/lib/proxy.ts';
import { createLogLines } from './support/log-lines.ts';
import { ANNA, BOT, botId, openStudio, SERVICE_KEY, type Studio } from './support/studio.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const anna: Caller = {
  ...{ via: 'telegram', bot_id: botId(BOT), telegram_id: ANNA.id },
  ...{ name: ANNA.first_name, language: 'ru' },
};

/** A gateway, wires to it that can be cut, and the far side of them. */
const openCase = async (t: TestContext) => {
  const studio = await openStudio(t, { delivery: 'polling', settings: { ROLES: 'gateway' } });
  const proxy = await startProxy(t);
  const lead = () => proxy.leadTo(Number(new URL(studio.server.url).port));
  lead();
  const clock = { ticks: 0, wall: Date.now() };
  const log = createLogLines();
  const config = { BACKEND_URL: proxy.url, BACKEND_API_KEY: SERVICE_KEY };
  const backend = openBackend({
    ...{ config, log: createLog('info', log) },
    ...{ ticks: () => clock.ticks, now: () => clock.wall },
  });
  t.after(backend.close);
  const stale: number[] = [];
  const ask = createClient(backend.transport, anna, 'r-anna', (as_of) => stale.push(as_of));
  const cut = () => {
    proxy.leadTo(null);
    proxy.cutAll();
  };
  return { studio, proxy, lead, cut, clock, log, backend, ask, stale };
};

/** The code with which something is refused. */
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: AppError) => error.code,
  );

/** How many calls of far bots have come to the gateway. */
const arrived = ({ log }: Studio): number =>
  log.lines().filter(({ event, path }) => event === 'request' && path === '/api/v1/internal/call').length;

const firstSlot = async (ask: ReturnType<typeof createClient>) => {
  const { items } = await ask('services.list', { language: 'ru', page: 1, limit: 100 });
  const service_id = items[0]?.id ?? '';
  const month = new Date(Date.now() + 20 * 24 * HOUR).toISOString().slice(0, 7);
  const question = { service_id, month };
  const { nearest } = await ask('scheduling.month', question);
  assert.ok(nearest);
  return { question, slot: { service_id, specialist_id: nearest.specialist_id, starts_at: nearest.starts_at } };
};

test('five failures, a minute without a call, one who finds out for a hundred, and everything goes on', async (t) => {
  const { studio, proxy, lead, cut, clock, backend, ask } = await openCase(t);
  await ask('people.me', {});
  cut();
  const before = proxy.met();
  for (let time = 0; time < 10; time += 1) await codeOf(ask('waitlist.list', {}));
  assert.equal(proxy.met() - before, 5);
  assert.equal(backend.state(), 'open');
  lead();
  const calls = arrived(studio);
  for (const ticks of [1, 30_000, 59_999]) {
    clock.ticks = ticks;
    assert.equal(await codeOf(ask('waitlist.list', {})), 'unavailable');
  }
  assert.equal(arrived(studio), calls);
  clock.ticks = MINUTE;
  const codes = await Promise.all(Array.from({ length: 100 }, () => codeOf(ask('waitlist.list', {}))));
  assert.equal(codes.filter((code) => code === 'done').length, 1);
  assert.equal(arrived(studio), calls + 1);
  assert.equal(await codeOf(ask('waitlist.list', {})), 'done');
});

test('control: without the breaker every one of a hundred callers tries in vain', async (t) => {
  const { proxy, cut } = await openCase(t);
  cut();
  const bare: Transport = httpTransport({ url: proxy.url, service_key: SERVICE_KEY, timeout_ms: 5_000 });
  const ask = createClient(bare, anna, 'r-anna');
  const before = proxy.met();
  for (let time = 0; time < 100; time += 1) await codeOf(ask('waitlist.list', {}));
  assert.ok(proxy.met() - before >= 100);
});

test('what was known is shown at once and marked, nothing is booked on it, and a clock that is set does no harm', async (t) => {
  const { studio, proxy, lead, cut, clock, ask, stale } = await openCase(t);
  await ask('people.me', {});
  const { question, slot } = await firstSlot(ask);
  const [month, mine] = [await ask('scheduling.month', question), await ask('bookings.list', { whose: 'mine' })];
  const asked_at = clock.wall;
  cut();
  for (let time = 0; time < 5; time += 1) await codeOf(ask('waitlist.list', {}));
  // An hour back, while a minute and a half passes.
  clock.wall -= HOUR;
  clock.ticks += 30_000;
  clock.wall += 30_000;
  const met = proxy.met();
  assert.deepEqual(await ask('scheduling.month', question), month);
  assert.deepEqual(await ask('bookings.list', { whose: 'mine' }), mine);
  assert.deepEqual(stale, [asked_at - HOUR, asked_at - HOUR], 'told by the clock as it is set now');
  const wish = { ...slot, client_id: undefined };
  assert.equal(await codeOf(ask('bookings.create', wish, { idempotency_key: 'one' })), 'unavailable');
  assert.equal(proxy.met(), met, 'nobody has waited for a wire');
  assert.deepEqual(
    await studio.rows('select from bookings where client_id in (select id from clients where telegram_id = $1)', [
      ANNA.id,
    ]),
    [],
  );
  clock.ticks += 2 * MINUTE;
  assert.equal(await codeOf(ask('bookings.list', { whose: 'mine' })), 'unavailable', 'two minutes old');
  lead();
  clock.ticks += MINUTE;
  const booking = await ask('bookings.create', slot, { idempotency_key: 'one' });
  const { items } = await ask('bookings.list', { whose: 'mine' });
  assert.deepEqual(
    items.map(({ id }) => id),
    [booking.id],
  );
  assert.equal(stale.length, 2);
});

test('an answer that was lost is asked for again with the same key: one booking, and the answer arrives', async (t) => {
  const { studio, proxy, ask, log } = await openCase(t);
  await ask('people.me', {});
  const { slot } = await firstSlot(ask);
  proxy.dropAnswers(1);
  const booking = await ask('bookings.create', slot, { idempotency_key: 'two' });
  const rows = await studio.rows<{ id: string }>('select id from bookings where id = $1', [booking.id]);
  assert.equal(rows.length, 1);
  const tries = log.lines().filter(({ action }) => action === 'bookings.create');
  assert.deepEqual(
    tries.map(({ outcome, attempt, breaker, request_id }) => [outcome, attempt, breaker, request_id]),
    [
      ['unavailable', 1, 'closed', 'r-anna'],
      ['done', 2, 'closed', 'r-anna'],
    ],
  );
  assert.ok(tries.every(({ ms }) => typeof ms === 'number'));
});
