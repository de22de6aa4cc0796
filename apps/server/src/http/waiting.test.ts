import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setImmediate as nextRound } from 'node:timers/promises';
import type { Call, Transport } from '@okno/contract';
import { askPatiently, createWakes } from './waiting.ts';

const ADA = { via: 'assistant', assistant_id: 'ada' } as Call['caller'];

/** Somebody who waits for events while no time goes by but what the test lets go by. */
const open = async (t: TestContext) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const wakes = createWakes();
  const items: string[] = [];
  let asked = 0;
  const transport: Transport = async () => {
    asked += 1;
    return { items: [...items] };
  };
  const gone = new AbortController();
  const call = { name: 'reminders.events', input: { wait: 20 }, caller: ADA } as unknown as Call;
  const answered = askPatiently({ call: transport, wakes }, call, gone.signal);
  await nextRound();
  assert.equal(asked, 1, 'there is nothing yet');
  return { wakes, items, answered, gone, asked: () => asked };
};

test('whoever waits for events is woken by the announcement, before any time has gone by', async (t) => {
  const { wakes, items, answered, asked } = await open(t);
  items.push('an event');
  wakes.wake('ada');
  assert.deepEqual(await answered, { items: ['an event'] });
  assert.equal(asked(), 2);
});

test('control: what nobody announces, or for another, is found when it is looked again', async (t) => {
  const { wakes, items, answered, asked } = await open(t);
  items.push('an event');
  wakes.wake('eve');
  t.mock.timers.tick(999);
  await nextRound();
  assert.equal(asked(), 1);
  t.mock.timers.tick(1);
  assert.deepEqual(await answered, { items: ['an event'] });
});

test('whoever is gone is not asked for any more', async (t) => {
  const { items, answered, gone, asked } = await open(t);
  items.push('an event');
  gone.abort();
  assert.deepEqual(await answered, { items: [] });
  assert.equal(asked(), 1);
});
