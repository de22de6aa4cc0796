import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type Client, createClient, localTransport, type Transport } from '@okno/contract';
import { testBackend } from './test-support/backend.ts';
import { slotAt } from './test-support/bookings.ts';
import { OWNER, openStudio, type Studio } from './test-support/studio.ts';

/** So few connections that every one of them serves everybody. */
const world = await testBackend({ after }, { connections: 4 });
const CLIENT = 1001;
const studios: Studio[] = [];

before(async () => {
  for (let count = 0; count < 5; count += 1) {
    const studio = await openStudio(world);
    await studio.as(CLIENT)('bookings.create', slotAt(studio, '10:00', '2031-03-04'));
    studios.push(studio);
  }
});

const QUESTIONS: readonly ((ask: Client, studio: Studio) => Promise<unknown>)[] = [
  (ask) => ask('people.me', {}),
  (ask) => ask('services.list', {}),
  (ask) => ask('bookings.list', {}),
  (ask, { service_id }) => ask('scheduling.free_slots_day', { service_id, date: '2031-03-04' }),
  (ask) => ask('people.update_me', { language: 'en' }),
  // Refused, and rolled back: what is left of that must not reach the next either.
  (ask) => ask('services.get', { id: randomUUID() }),
];

/** What a careless statement finds on a connection of the pool that nobody has opened for a business: nothing but an error. */
const askCarelessly = async (): Promise<boolean> => {
  try {
    await world.pool.query('select tenant_id from services');
    return true;
  } catch {
    return false; // as it should be
  }
};

type Bled = { readonly answers: number; readonly careless: number };

/** Asks for all businesses in turn, fifty at once, and now and then without a business. Counts what came from elsewhere. */
const countBleeding = async (times: number, transport: Transport): Promise<Bled> => {
  const secrets = studios.map(({ tenant_id, slug, service_id, specialist_id }) => [
    ...[tenant_id, service_id, specialist_id, `"${slug}"`],
  ]);
  const bled = { answers: 0, careless: 0 };
  const ask = async (index: number): Promise<void> => {
    if (index % 10 === 9) {
      if (await askCarelessly()) bled.careless += 1;
      return;
    }
    const side = index % studios.length;
    const studio = studios[side] ?? assert.fail();
    const question = QUESTIONS[Math.floor(index / studios.length) % QUESTIONS.length] ?? assert.fail();
    const who = studio.caller(index % 3 === 0 ? OWNER : CLIENT);
    const asked = question(createClient(localTransport(transport), who, randomUUID()), studio);
    const answer = JSON.stringify(await asked.catch((refusal: unknown) => refusal));
    const foreign = secrets.filter((_, other) => other !== side).flat();
    if (foreign.some((secret) => answer.includes(secret))) bled.answers += 1;
  };
  for (let index = 0; index < times; index += 50)
    await Promise.all(Array.from({ length: 50 }, (_, step) => ask(index + step)));
  return bled;
};

test('ten thousand requests of five businesses that share four connections never bleed into each other', async () => {
  assert.deepEqual(await countBleeding(10_000, world.backend.call), { answers: 0, careless: 0 });
});

test('control: a setting of the session instead of the transaction is left behind for the next, and noticed', async () => {
  const leaking: Transport = async (call) => {
    const studio = studios.find(({ bot_id }) => 'bot_id' in call.caller && call.caller.bot_id === bot_id);
    await world.pool.query(`select set_config('app.tenant_id', $1, false)`, [studio?.tenant_id]);
    return world.backend.call(call);
  };
  const { careless } = await countBleeding(500, leaking);
  assert.ok(careless > 0);
});

test('control: an answer for another business is noticed', async () => {
  let count = 0;
  const astray: Transport = (call) => {
    count += 1;
    const { caller } = call;
    const other = studios[count % studios.length]?.bot_id ?? 0;
    return world.backend.call(
      count % 20 === 0 && caller.via === 'telegram' ? { ...call, caller: { ...caller, bot_id: other } } : call,
    );
  };
  const { answers } = await countBleeding(500, astray);
  assert.ok(answers > 0);
});
