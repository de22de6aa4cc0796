import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPace } from './pace.ts';

/** A pace whose time stands still until work ends in it. */
const open = () => {
  const state = { now: 0 };
  const pace = createPace(() => state.now);
  const end = (each_ms: number, count: number, goesOn = true): void => {
    for (let ended = 0; ended < count; ended += 1) {
      state.now += each_ms;
      pace.onEnd(goesOn);
    }
  };
  const about = (): number => Math.round(pace.gap_ms() * 10) / 10;
  return { pace, end, about, pass: (ms: number) => (state.now += ms) };
};

test('the pace is that of what ends while somebody waits', () => {
  const { pace, end, about } = open();
  assert.equal(about(), 0, 'nothing is known');
  pace.onLine();
  end(1, 3000);
  assert.equal(about(), 1);
  end(2, 2000);
  assert.ok(pace.gap_ms() > 1.9 && pace.gap_ms() <= 2, 'what was before is forgotten');
});

test('what ends while nobody waits says nothing: so many were asked for', () => {
  const { pace, end, about } = open();
  end(100, 50, false);
  assert.equal(about(), 0);
  pace.onLine();
  end(1, 3000);
  end(1, 1, false);
  end(100, 50, false);
  assert.equal(about(), 1);
});

test('a moment in which nothing ends is part of the pace, and no new one', () => {
  const { pace, end } = open();
  pace.onLine();
  end(1, 3000);
  end(100, 1);
  assert.ok(pace.gap_ms() < 1.3, `${pace.gap_ms()}`);
});

test('what was long ago is forgotten when somebody waits again', () => {
  const { pace, end, pass } = open();
  pace.onLine();
  end(200, 30);
  end(200, 1, false);
  assert.ok(pace.gap_ms() > 50);
  pass(60_000);
  pace.onLine();
  assert.ok(pace.gap_ms() < 0.001);
});

test('when the last who waits gives up, what follows says nothing of the pace', () => {
  const { pace, end, about, pass } = open();
  pace.onLine();
  end(1, 3000);
  pass(250);
  pace.onEmpty();
  const before = about();
  end(14_000, 1, false);
  assert.equal(about(), before);
});

test('a line stands when somebody has waited for a second, and no more when nobody does', () => {
  const { pace, end, pass } = open();
  pace.onLine();
  end(1, 1_000);
  assert.equal(pace.stands(), false);
  end(1, 400);
  assert.equal(pace.stands(), true);
  end(1, 1, false);
  pass(20);
  pace.onLine();
  assert.equal(pace.stands(), true, 'a moment without anybody is no end of it');
  end(1, 1, false);
  pass(200);
  pace.onLine();
  assert.equal(pace.stands(), false);
});

test('a stall of less than a second makes no line stand, and one of more does', () => {
  const brief = open();
  brief.pace.onLine();
  brief.end(460, 1);
  assert.equal(brief.pace.stands(), false);
  brief.end(460, 1);
  assert.equal(brief.pace.stands(), false);
  brief.end(460, 1);
  assert.equal(brief.pace.stands(), true);
});

test('a line that comes and goes does not stand, however long', () => {
  const { pace, end, pass } = open();
  for (let moment = 0; moment < 1_000; moment += 1) {
    pace.onLine();
    end(1, 7);
    end(1, 1, false);
    pass(2);
    assert.equal(pace.stands(), false);
  }
});
