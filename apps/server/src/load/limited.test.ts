import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AppError, type Caller, createMemoryKeyValue, storeKey } from '@okno/contract';
import { createLaneOf } from './bounded.ts';
import { limited } from './limited.ts';

const RULE = { max: 2, seconds: 10 };
const PROGRAM: Caller = { via: 'service', tenant: 'studio', language: 'en' };
const PERSON = { bot_id: 7, telegram_id: 1001, language: 'en' } as const;
const SESSION: Caller = { via: 'session', tenant_id: 'studio', session_id: 's', ...PERSON };
const MINI_APP: Caller = { via: 'mini_app', name: 'Anna', ...PERSON };
const CHAT: Caller = { via: 'telegram', name: 'Anna', ...PERSON };

type Wish = readonly [caller: Caller, input: object, action?: string];

/** Tries to get a time, as often as there are wishes; tells how many were let through. */
const open = () => {
  const counters = createMemoryKeyValue(() => 0);
  const transport = limited(async () => ({}), {
    config: { LIMIT_KEY: null, LIMIT_TENANT: null, LIMIT_BOOKINGS: RULE },
    counters,
    laneOf: createLaneOf((caller) => ('tenant' in caller ? (caller.tenant ?? undefined) : 'studio')),
    now: () => 0,
  });
  const letThrough = async (wishes: readonly Wish[]): Promise<number> => {
    let count = 0;
    for (const [caller, input, name = 'bookings.create'] of wishes)
      await transport({ name, input, caller, request_id: 'r' }).then(
        () => {
          count += 1;
        },
        (error: unknown) => assert.equal((error as AppError).code, 'too_many_requests'),
      );
    return count;
  };
  return { counters, letThrough };
};

test('a telephone number is one person, however it is spelt', async () => {
  const spellings = ['+4930123456', '+49 30 123456', '4930123456', `+49${' '.repeat(60)}30-12.34/56`];
  const wishes = spellings.map((phone): [Caller, object] => [PROGRAM, { client: { name: 'Anna', phone } }]);
  assert.equal(await open().letThrough(wishes), RULE.max);
  const id = '0190a1b2-c3d4-7e5f-8a1b-2c3d4e5f6a7b';
  const ids = [id, id.toUpperCase(), id].map((client_id): [Caller, object] => [PROGRAM, { client_id }]);
  assert.equal(await open().letThrough(ids), RULE.max);
});

test('who books for themselves is one person on pages, in Mini Apps and in the chat', async () => {
  assert.equal(
    await open().letThrough([
      [SESSION, {}],
      [MINI_APP, {}],
      [SESSION, {}],
    ]),
    RULE.max,
  );
  const { counters, letThrough } = open();
  await counters.count(storeKey('limit', { bot_id: 7 }, 1001, 'booking'), 10_000);
  assert.equal(
    await letThrough([
      [SESSION, {}],
      [SESSION, {}],
    ]),
    1,
    'the chat has counted one',
  );
  assert.equal(await letThrough([[{ ...SESSION, telegram_id: 1002 }, {}]]), 1, 'somebody else is another one');
});

test('a move and a series are one attempt each, whatever they take', async () => {
  const [id, client_id] = ['0190a1b2-c3d4-7e5f-8a1b-2c3d4e5f6a7b', '0190a1b2-c3d4-7e5f-8a1b-2c3d4e5f6a7c'];
  const move: Wish = [SESSION, { id }, 'bookings.move'];
  assert.equal(await open().letThrough([move, move, move]), RULE.max);
  const again: Wish = [MINI_APP, { id: id.toUpperCase() }, 'bookings.move'];
  assert.equal(await open().letThrough([move, again, again]), RULE.max, 'it is the same booking, whoever moves it');
  const series: Wish = [PROGRAM, { client_id, rrule: 'FREQ=WEEKLY;COUNT=20' }, 'series.create'];
  const single: Wish = [PROGRAM, { client_id }];
  assert.equal(await open().letThrough([series, single, series]), RULE.max, 'counted together with single visits');
  const later: Wish = [PROGRAM, { id }, 'series.move'];
  assert.equal(await open().letThrough([later, later, later]), RULE.max);
});

test('control: staff who move the bookings of a day are not held up, and cancelling is no attempt', async () => {
  const ids = ['a', 'b', 'c', 'd'];
  assert.equal(await open().letThrough(ids.map((id): Wish => [SESSION, { id }, 'bookings.move'])), 4);
  assert.equal(await open().letThrough(ids.map((): Wish => [SESSION, { id: 'a' }, 'bookings.cancel'])), 4);
});

test('control: staff who book for several clients, and far bots, are not held up', async () => {
  const clients = ['a', 'b', 'c', 'd'].map((client_id): [Caller, object] => [SESSION, { client_id }]);
  assert.equal(await open().letThrough(clients), 4);
  assert.equal(await open().letThrough(Array.from({ length: 4 }, () => [CHAT, {}])), 4);
});
