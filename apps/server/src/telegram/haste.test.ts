import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pace } from '@okno/bot';
import { createMemoryKeyValue, type KeyValue, KeyValueAway } from '@okno/contract';
import { readConfig } from '../config.ts';
import { createAdmit } from './haste.ts';

const PERSON = { bot_id: 1, telegram_id: 42 };

/** Processes that count with the settings given; time stands until it is moved. */
const world = (settings: Record<string, string> = {}, options: { shared?: boolean; away?: boolean } = {}) => {
  const clock = { now: 0 };
  const now = () => clock.now;
  const memory = createMemoryKeyValue(now);
  const state = { away: options.away ?? false };
  const count: KeyValue['count'] = (key, ms) =>
    state.away ? Promise.reject(new KeyValueAway()) : memory.count(key, ms);
  const counters = options.shared === true ? { ...memory, count } : null;
  const start = () => createAdmit({ config: readConfig(settings), counters, now });
  return { clock, state, start };
};

const many = async (admit: ReturnType<typeof createAdmit>, pace: Pace, times: number, who = PERSON) => {
  const answers: string[] = [];
  for (let index = 0; index < times; index += 1) answers.push(await admit(who, pace));
  return answers;
};

test('three attempts to get a time in ten seconds, a message in two, a tap in one', async () => {
  const { clock, start } = world();
  const admit = start();
  assert.deepEqual(await many(admit, 'booking', 5), ['admitted', 'admitted', 'admitted', 'refused', 'told']);
  assert.deepEqual(await many(admit, 'message', 3), ['admitted', 'refused', 'told']);
  assert.deepEqual(await many(admit, 'tap', 3), ['admitted', 'refused', 'told']);
  clock.now = 999;
  assert.equal(await admit(PERSON, 'tap'), 'told');
  clock.now = 1000;
  assert.equal(await admit(PERSON, 'tap'), 'admitted', 'what was refused has not made the span longer');
  assert.equal(await admit(PERSON, 'message'), 'told');
  clock.now = 2000;
  assert.equal(await admit(PERSON, 'message'), 'admitted');
  clock.now = 9_999;
  assert.equal(await admit(PERSON, 'booking'), 'told');
  clock.now = 10_000;
  assert.equal(await admit(PERSON, 'booking'), 'admitted');
});

test('the same person in another bot, and another person, are counted apart', async () => {
  const admit = world().start();
  await many(admit, 'tap', 3);
  assert.equal(await admit({ ...PERSON, bot_id: 2 }, 'tap'), 'admitted');
  assert.equal(await admit({ ...PERSON, telegram_id: 43 }, 'tap'), 'admitted');
});

test('a limit may be changed, and switched off', async () => {
  const admit = world({ LIMIT_TAPS: 'off', LIMIT_MESSAGES: '2/60' }).start();
  assert.deepEqual(new Set(await many(admit, 'tap', 100)), new Set(['admitted']));
  assert.deepEqual(await many(admit, 'message', 3), ['admitted', 'admitted', 'refused']);
  for (const wrong of ['0/1', '1/0', '1', 'on', '1/1/1', '-1/2', '1/99999'])
    assert.throws(() => readConfig({ LIMIT_TAPS: wrong }), /LIMIT_TAPS must be a number of times/);
});

test('over Redis several processes count together; without it each counts for itself', async () => {
  const shared = world({}, { shared: true });
  const [one, other] = [shared.start(), shared.start()];
  assert.equal(await one(PERSON, 'tap'), 'admitted');
  assert.equal(await other(PERSON, 'tap'), 'refused');
  const alone = world();
  const [here, there] = [alone.start(), alone.start()];
  assert.equal(await here(PERSON, 'tap'), 'admitted');
  assert.equal(await there(PERSON, 'tap'), 'admitted', 'the control: nothing is shared');
});

test('of updates that come at once through several processes as many are let in as may', async () => {
  const { start } = world({}, { shared: true });
  const processes = [start(), start(), start()];
  const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => processes[i % 3]?.(PERSON, 'booking')));
  assert.equal(answers.filter((answer) => answer === 'admitted').length, 3);
  assert.equal(answers.filter((answer) => answer === 'refused').length, 1, 'and it is said once');
});

test('while Redis is away each process counts for itself, so nobody is shut out and nobody is let in without measure', async () => {
  const { start, state } = world({}, { shared: true });
  const [one, other] = [start(), start()];
  state.away = true;
  assert.deepEqual(await many(one, 'tap', 2), ['admitted', 'refused']);
  assert.deepEqual(await many(other, 'tap', 2), ['admitted', 'refused']);
  state.away = false;
  assert.equal(await one(PERSON, 'tap'), 'admitted', 'an emptied Redis begins to count anew');
});
