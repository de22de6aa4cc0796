import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readCron } from './rules-cron.ts';
import { fire, GRACE_MS, MOST_CAUGHT_UP } from './rules-firing.ts';

const at = (text: string): number => Date.parse(text);

const cronOf = (expression: string, zone = 'UTC') => {
  const rule = readCron(expression, zone, at('2031-01-01T00:00:00Z'));
  if ('rule' in rule) throw new Error(rule.rule);
  return rule;
};

const HOURLY = cronOf('0 * * * *');
const NINE = at('2031-03-03T09:00:00Z');
const told = ({ fires, skipped, next }: ReturnType<typeof fire>) => ({
  fires: fires.map((ms) => new Date(ms).toISOString().slice(11, 16)),
  skipped: skipped && [skipped.from, skipped.until].map((ms) => new Date(ms).toISOString().slice(11, 19)),
  next: next === null ? null : new Date(next).toISOString().slice(11, 16),
});

test('what is on time fires once, and its next occurrence follows', () => {
  for (const misfire of ['skip', 'catch_up'] as const) {
    const due = { next_fire_at: NINE, misfire };
    assert.deepEqual(told(fire(due, HOURLY, NINE)), { fires: ['09:00'], skipped: null, next: '10:00' });
    assert.deepEqual(told(fire(due, HOURLY, NINE + GRACE_MS)), { fires: ['09:00'], skipped: null, next: '10:00' });
    assert.deepEqual(told(fire(due, null, NINE + 20)), { fires: ['09:00'], skipped: null, next: null });
  }
});

test('what was missed is made up for, one by one, or skipped and recorded', () => {
  const now = at('2031-03-03T11:30:00Z');
  const due = { next_fire_at: NINE };
  assert.deepEqual(told(fire({ ...due, misfire: 'catch_up' }, HOURLY, now)), {
    fires: ['09:00', '10:00', '11:00'],
    skipped: null,
    next: '12:00',
  });
  const skipped = ['09:00:00', '11:28:59'];
  assert.deepEqual(told(fire({ ...due, misfire: 'skip' }, HOURLY, now)), { fires: [], skipped, next: '12:00' });
  assert.deepEqual(told(fire({ ...due, misfire: 'skip' }, null, now)), { fires: [], skipped, next: null });
  assert.deepEqual(told(fire({ ...due, misfire: 'catch_up' }, null, now)), {
    fires: ['09:00'],
    skipped: null,
    next: null,
  });
});

test('one that is late within the grace is no missed one, also behind a gap', () => {
  const now = at('2031-03-03T11:00:30Z');
  assert.deepEqual(told(fire({ next_fire_at: NINE, misfire: 'skip' }, HOURLY, now)), {
    fires: ['11:00'],
    skipped: ['09:00:00', '10:59:29'],
    next: '12:00',
  });
});

test('catching up is bounded, and what is beyond is recorded', () => {
  const now = at('2031-03-03T11:30:00Z');
  const { fires, skipped, next } = fire({ next_fire_at: NINE, misfire: 'catch_up' }, cronOf('* * * * *'), now);
  assert.equal(fires.length, MOST_CAUGHT_UP);
  assert.deepEqual(skipped, { from: NINE + MOST_CAUGHT_UP * 60_000, until: now });
  assert.equal(next, now + 60_000);
});

test('a rule across a clock change fires as often as the wall clock says', () => {
  const berlin = cronOf('30 2 * * *', 'Europe/Berlin');
  const first = at('2026-03-28T01:30:00Z');
  const { fires } = fire({ next_fire_at: first, misfire: 'catch_up' }, berlin, at('2026-03-30T12:00:00Z'));
  assert.deepEqual(
    fires.map((ms) => new Date(ms).toISOString()),
    ['2026-03-28T01:30:00.000Z', '2026-03-29T01:00:00.000Z', '2026-03-30T00:30:00.000Z'],
  );
});

type Rule = ReturnType<typeof cronOf>;

const occurrences = (rule: Rule, begin: number, end: number): number[] => {
  const all: number[] = [];
  for (let one = begin; one < end; one = rule.next(one) ?? Number.POSITIVE_INFINITY) all.push(one);
  return all;
};

/** Looks at a reminder after each of the pauses. */
const walk = (rule: Rule, misfire: 'skip' | 'catch_up', pauses: readonly number[]) => {
  const begin = rule.next(NINE - 1) ?? 0;
  const seen: number[] = [];
  const gaps: { from: number; until: number }[] = [];
  let next = begin;
  let now = NINE;
  for (const pause of pauses) {
    now += pause;
    if (next > now) continue;
    const firing = fire({ next_fire_at: next, misfire }, rule, now);
    seen.push(...firing.fires);
    if (firing.skipped !== null) gaps.push(firing.skipped);
    next = firing.next ?? Number.NaN;
  }
  return { begin, next, now, seen, gaps };
};

test('however late and however often it is looked at, each occurrence is fired or skipped, and none twice', () => {
  const rules = ['* * * * *', '*/7 * * * *', '*/20 * * * * *', '0 9 * * *'].map((text) => cronOf(text));
  fc.assert(
    fc.property(
      fc.constantFrom(...rules),
      fc.constantFrom('skip' as const, 'catch_up' as const),
      fc.array(fc.integer({ min: 1, max: 7_200_000 }), { minLength: 1, maxLength: 6 }),
      (rule, misfire, pauses) => {
        const { begin, next, now, seen, gaps } = walk(rule, misfire, pauses);
        const isSkipped = (one: number) => gaps.some(({ from, until }) => from <= one && one <= until);
        const expected = occurrences(rule, begin, next).filter((one) => one <= now && !isSkipped(one));
        assert.deepEqual(
          seen.toSorted((a, b) => a - b),
          expected,
        );
        assert.ok(next > now);
      },
    ),
    { numRuns: 300, seed: 5 },
  );
});
