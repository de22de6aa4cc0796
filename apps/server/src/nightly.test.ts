import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { Mended } from '@okno/backend';
import { createLog } from './log.ts';
import { startNightly } from './nightly.ts';

const DAY_MS = 86_400_000;
const tellAnchors = async () => {};
const NOTHING: Mended = { ends: 0, planned: 0, phones: 0 };

/** What was logged, and when something was run. */
const observed = () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line: string) => lines.push(JSON.parse(line).event) });
  return { log, lines };
};

/** Lets what has begun go on as far as it can. */
const settled = async () => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

test('older versions are cleared up after at the start and once a day, whatever goes wrong', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  const { log, lines } = observed();
  const outcomes = [async () => ({ ...NOTHING, planned: 2 }), async () => Promise.reject(new Error('away'))];
  let runs = 0;
  const mend = async () => (outcomes[runs++] ?? (async () => NOTHING))();
  const end = startNightly({ mend, tellAnchors, log });
  await settled();
  assert.deepEqual([runs, lines], [1, ['mended']]);
  mock.timers.tick(DAY_MS - 1);
  await settled();
  assert.equal(runs, 1);
  mock.timers.tick(1);
  await settled();
  assert.deepEqual([runs, lines], [2, ['mended', 'mend_failed']]);
  mock.timers.tick(DAY_MS);
  await settled();
  assert.deepEqual([runs, lines.length], [3, 2], 'nothing to be told');
  await end();
  mock.timers.tick(DAY_MS);
  await settled();
  assert.equal(runs, 3);
});

test('whoever ends it waits for what is being done, which is told to go no further', async () => {
  const { log } = observed();
  const { promise, resolve } = Promise.withResolvers<void>();
  let asked: () => boolean = () => true;
  let done = false;
  const end = startNightly({
    mend: async (goesOn) => {
      asked = goesOn;
      await promise;
      done = true;
      return NOTHING;
    },
    tellAnchors,
    log,
  });
  assert.equal(asked(), true);
  const ended = end();
  assert.equal(asked(), false);
  resolve();
  await ended;
  assert.equal(done, true);
});

test('where the audit log stands is told every day, and when it cannot be told that is told', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  const { log, lines } = observed();
  let told = 0;
  const tell = async () => {
    told += 1;
    if (told === 2) throw new Error('away');
  };
  const end = startNightly({ mend: async () => NOTHING, tellAnchors: tell, log });
  await settled();
  assert.deepEqual([told, lines], [1, []]);
  mock.timers.tick(DAY_MS);
  await settled();
  assert.deepEqual([told, lines], [2, ['anchors_failed']]);
  mock.timers.tick(DAY_MS);
  await settled();
  assert.equal(told, 3);
  await end();
});
