import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call, Transport } from './client.ts';
import { AppError } from './errors.ts';
import { withSecondTry } from './second-try.ts';

const CALL: Call = {
  name: 'people.me',
  input: {},
  caller: { via: 'public', tenant: null, language: 'en' },
  request_id: 'r1',
};

const cut = new AppError('unavailable', {}, { cause: new TypeError('fetch failed') });
const late = new AppError('unavailable', {}, { cause: new DOMException('too long', 'TimeoutError') });

/** How often the backend was reached, and which attempts they said they were, when the first meets this error. */
const attempts = async (call: Partial<Call>, error: AppError): Promise<(number | undefined)[]> => {
  const seen: (number | undefined)[] = [];
  const backend: Transport = async ({ attempt }) => {
    seen.push(attempt);
    if (seen.length === 1) throw error;
    return 'answer';
  };
  await withSecondTry(backend)({ ...CALL, ...call }).catch((thrown) => assert.equal(thrown, error));
  return seen;
};

test('a question whose connection was cut is asked once more, and so is a write with its key', async () => {
  assert.deepEqual(await attempts({}, cut), [undefined, 2]);
  assert.deepEqual(await attempts({ name: 'bookings.create', idempotency_key: 'once' }, cut), [undefined, 2]);
});

test('a write without a key is not: nobody knows whether it had its effect', async () => {
  assert.deepEqual(await attempts({ name: 'bookings.create' }, cut), [undefined]);
  assert.deepEqual(await attempts({ name: 'notifications.pull' }, cut), [undefined]);
});

test('neither is what took too long, was refused, or was not sent at all', async () => {
  for (const error of [late, new AppError('slot_taken'), new AppError('unavailable')])
    assert.deepEqual(await attempts({}, error), [undefined]);
});

test('twice is all', async () => {
  let times = 0;
  const backend: Transport = async () => {
    times += 1;
    throw cut;
  };
  await assert.rejects(withSecondTry(backend)(CALL), cut);
  assert.equal(times, 2);
});
