import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge, type Sample } from './judge.ts';
import { idleOf } from './load.ts';
import { tortureSoak } from './soak.ts';

/** Ten minutes, looked at every five seconds, with something of what real ones do: steps, saw teeth, a slow beginning. */
const looks = (grow: (at: number) => Partial<Sample>): Sample[] =>
  Array.from({ length: 120 }, (_, index) => {
    const at = index * 5;
    const warming = Math.max(0, 60 - at) / 60;
    const sound = {
      at,
      heap: 60e6 * (1 - warming / 2) + (index % 7) * 4e5,
      rss: 150e6 * (1 - warming / 3) + (index % 5) * 2e6,
      descriptors: 60 + (index % 4),
      connections: 33,
      lag: index === 70 ? 4 : 0,
    };
    return { ...sound, ...grow(at) };
  });

test('what only warms up and breathes has not grown', () => {
  const { wrong, figures } = judge(looks(() => ({})));
  assert.deepEqual(wrong, []);
  assert.equal(figures['worst_lag_s'], 4);
});

test('whatever grows is named', () => {
  const found = (grow: (at: number) => Partial<Sample>) => judge(looks(grow)).wrong.join();
  assert.match(
    found((at) => ({ heap: 60e6 + at * 4e4 })),
    /^the heap has grown by 1\d/,
  );
  assert.match(
    found((at) => ({ rss: 150e6 + at * 1e5 })),
    /^the rss has grown by 1\d/,
  );
  assert.match(
    found((at) => ({ descriptors: 60 + Math.floor(at / 30) })),
    /^there are \d+ more descriptors/,
  );
  assert.match(
    found((at) => ({ connections: 30 + Math.floor(at / 60) })),
    /^there are \d+ more connections/,
  );
  assert.match(
    found((at) => ({ lag: at / 60 })),
    /^what is due waits \d/,
  );
});

test('a few looks are no evidence', () => {
  assert.deepEqual(judge(looks(() => ({})).slice(0, 8)).wrong, ['there are too few looks to say anything']);
});

const TEN_MINUTES = 600;
const SOUND = { chats: 1, reads: 1, bookings: 9, bookings_refused: 3, cancellations: 1, reminders: 1 };
const idleIn = (done: Readonly<Record<string, number>>) => idleOf(new Map(Object.entries(done)), TEN_MINUTES);

test('a load that does its work is a load, and what it has no time for is not missed', () => {
  assert.deepEqual(idleIn(SOUND), []);
  const { cancellations: _, reminders: __, ...early } = SOUND;
  assert.deepEqual(idleOf(new Map(Object.entries(early)), 4), []);
});

test('a load that only asks in vain is named', () => {
  for (const kind of ['chats', 'reads', 'cancellations', 'reminders'])
    assert.deepEqual(idleIn({ ...SOUND, [kind]: 0, [`${kind}_refused`]: 5 }), [`none of the ${kind} came about`]);
  assert.deepEqual(idleIn({ ...SOUND, bookings_refused: 10 }), ['9 bookings came about, and 10 were refused']);
});

test('control: a program that holds on to what it was given is found, and does its work meanwhile', async (t) => {
  const leaking = { seconds: 4, every_ms: 100, clients: 30, seed: 1, tell: () => {}, leak_bytes: 20 * 2 ** 20 };
  const { wrong } = await tortureSoak(t, leaking);
  assert.match(wrong.join('\n'), /^the heap has grown by/m);
  // In so short a time pools still open their connections, and a busy machine is late.
  const early = /^the rss has grown|more (descriptors|connections) at the end$|^what is due waits/;
  assert.deepEqual(
    wrong.filter((saying) => !saying.startsWith('the heap has grown') && !early.test(saying)),
    [],
  );
});
