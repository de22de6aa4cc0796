import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import fc from 'fast-check';
import { type ActingAs, actingAs, type Change, type Status, wayOf } from './rules-states.ts';

const CHANGES: readonly Change[] = [
  ...(['create', 'hold', 'await_payment', 'confirm', 'move', 'complete', 'no_show', 'cancel', 'expire'] as const),
];
const PEOPLE: readonly ActingAs[] = ['client', 'staff', 'program', 'system'];
const STATES: readonly (Status | null)[] = [
  ...([null, 'held', 'pending_payment', 'confirmed', 'completed', 'no_show', 'cancelled'] as const),
];

/** The drawing once more, as whoever reads it says it: from, change, to, and the initials of who may. */
const DRAWN = `
  - hold held cspy            - create confirmed cspy
  held await_payment pending_payment cspy
  held confirm confirmed cspy              pending_payment confirm confirmed spy
  held move held cspy       pending_payment move pending_payment cspy       confirmed move confirmed cspy
  held cancel cancelled cspy   pending_payment cancel cancelled cspy   confirmed cancel cancelled cspy
  held expire cancelled y   pending_payment expire cancelled y
  confirmed complete completed spy   no_show complete completed sp
  confirmed no_show no_show sp   completed no_show no_show sp`;

const initial = (by: ActingAs): string => (by === 'system' ? 'y' : by.slice(0, 1));

const drawn = (): Map<string, Status> => {
  const ways = new Map<string, Status>();
  const words = DRAWN.trim().split(/\s+/);
  for (let at = 0; at < words.length; at += 4) {
    const [from, change, to, who = ''] = words.slice(at, at + 4);
    for (const by of who) ways.set(`${from} ${change} ${by}`, to as Status);
  }
  return ways;
};

test('exactly what is drawn can be done, by exactly those who may', () => {
  const ways = drawn();
  for (const from of STATES)
    for (const change of CHANGES)
      for (const by of PEOPLE) {
        const wanted = ways.get(`${from ?? '-'} ${change} ${initial(by)}`) ?? null;
        assert.equal(wayOf(change, from, by).to, wanted, `${from} ${change} ${by}`);
      }
});

test('whoever may never do something is forbidden it, in every state', () => {
  for (const from of STATES) {
    for (const change of ['complete', 'no_show', 'expire'] as const)
      assert.equal(wayOf(change, from, 'client').refused, 'forbidden', `${from} ${change}`);
    assert.equal(wayOf('expire', from, 'staff').refused, 'forbidden');
  }
});

type Tried = readonly (readonly [Change, ActingAs])[];

/** What was done of all that was tried, one after the other. */
const walk = (tried: Tried) => {
  const done: { from: Status | null; change: Change; by: ActingAs; to: Status }[] = [];
  for (const [change, by] of tried) {
    const from = done.at(-1)?.to ?? null;
    const { to } = wayOf(change, from, by);
    if (to !== null) done.push({ from, change, by, to });
  }
  return done;
};

const isVisit = (state: Status | null): boolean => state === 'completed' || state === 'no_show';

test('whatever people try in whatever order, what is over stays over and only staff say what became of it', () => {
  const steps = fc.array(fc.tuple(fc.constantFrom(...CHANGES), fc.constantFrom(...PEOPLE)), { maxLength: 30 });
  const ends = { cancelled: 0, visits: 0 };
  fc.assert(
    fc.property(steps, (tried) => {
      const done = walk(tried);
      assert.ok(!done.some(({ from }) => from === 'cancelled'), 'nothing leads out of cancelled');
      assert.ok(
        done.slice(1).every(({ change }) => change !== 'create' && change !== 'hold'),
        'nothing begins twice',
      );
      assert.ok(!done.some(({ by, to }) => by === 'client' && isVisit(to)));
      const corrected = done.filter(({ from }) => isVisit(from));
      assert.ok(corrected.every(({ by, to }) => isVisit(to) && (by === 'staff' || by === 'program')));
      ends.cancelled += done.at(-1)?.to === 'cancelled' ? 1 : 0;
      ends.visits += corrected.length;
    }),
    { numRuns: 2000 },
  );
  assert.ok(ends.cancelled > 50 && ends.visits > 0, JSON.stringify(ends));
});

test('a specialist is staff with what they give and a client with what a colleague gives', () => {
  const specialist = { role: 'specialist', specialist_id: 'me' } as const;
  assert.equal(actingAs(specialist, 'me'), 'staff');
  assert.equal(actingAs(specialist, 'colleague'), 'client');
  assert.equal(actingAs({ role: 'moderator', specialist_id: null }, 'anybody'), 'staff');
  assert.equal(actingAs({ role: 'bot', specialist_id: null }, 'anybody'), 'program');
  assert.equal(actingAs({ role: 'client', specialist_id: null }, 'anybody'), 'client');
});

test('the rules show the same drawing as the code', async () => {
  const rules = await readFile(new URL('../../../../../docs/rules.md', import.meta.url), 'utf8');
  const code = await readFile(new URL('./rules-states.ts', import.meta.url), 'utf8');
  const plain = (text: string) => text.split('\n').map((line) => line.replace(/^ \*/, '').trim());
  const [, drawing = ''] = /## States\n\n```\n([^`]+)```/.exec(rules) ?? [];
  assert.match(drawing, /pending_payment/);
  const lines = plain(code);
  for (const line of plain(drawing)) assert.ok(lines.includes(line), line);
});
