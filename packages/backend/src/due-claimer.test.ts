import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClaimer } from './due-claimer.ts';
import type { ClaimedItem } from './due-item.ts';
import { createPace } from './due-pace.ts';
import { createDueRunner } from './due-runner.ts';
import type { Claimed, DueStore } from './due-store.ts';

const NOTHING: Claimed = { items: [], handfuls: [], now: 0 };

const item = (_: unknown, index: number): ClaimedItem => {
  const id = String(index);
  return { tenant_id: 'busy', id, kind: 'notification', due_id: id, scheduled_for: 0, attempt: 1, faults: 0 };
};

const aWhile = () => new Promise((resolve) => setImmediate(resolve));

/** One business has as much in hand as it may; a claim finds nothing of anybody else, and `during` happens meanwhile. */
const open = (during: () => Promise<void>) => {
  const gate = Promise.withResolvers<void>();
  const absent = async () => assert.fail('nobody asks for this');
  const store: DueStore = {
    claim: async () => {
      await during();
      return NOTHING;
    },
    finish: async () => {},
    untilNext: async () => null,
    ...{ endHandfuls: absent, postpone: absent, bury: absent, showAlive: absent, takeOver: absent },
    ...{ keepWeeks: absent, look: absent, gauges: absent },
  };
  const run = async () => {
    await gate.promise;
    return { done: true } as const;
  };
  const onError = (error: unknown) => assert.fail(String(error));
  const runner = createDueRunner({ store, run, onError, random: () => 0 });
  const pace = createPace(() => 0);
  const claimer = createClaimer({ store, owner: 1, pace, runner });
  runner.launch({ items: Array.from({ length: 300 }, item), handfuls: [] });
  assert.deepEqual(runner.share().busy, ['busy']);
  const endAll = async () => {
    gate.resolve();
    await runner.finished();
  };
  const claim = async () => {
    pace.begin();
    await claimer.claim();
    await claimer.landed();
    await aWhile();
  };
  return { claim, endAll, isTimeToClaim: pace.isTimeToClaim };
};

test('what becomes free while a claim is under way is claimed at once', async () => {
  const { claim, endAll, isTimeToClaim } = open(() => endAll());
  await claim();
  assert.equal(isTimeToClaim(), true);
});

test('nothing is claimed while nothing becomes free, and again as soon as something does', async () => {
  const { claim, endAll, isTimeToClaim } = open(async () => {});
  await claim();
  assert.equal(isTimeToClaim(), false);
  await endAll();
  assert.equal(isTimeToClaim(), true);
});
