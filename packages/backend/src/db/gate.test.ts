import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createGate, type Visit } from './gate.ts';

/** A gate for two whose silences are ended by hand, and visitors who note when they are in. */
const openGate = () => {
  const ends: (() => void)[] = [];
  const gate = createGate(2, (then) => ends.push(then));
  const inside: string[] = [];
  const enter = (who: string): Visit => {
    const visit = gate.enter();
    if (visit.let_in === null) inside.push(who);
    else void visit.let_in.then(() => inside.push(who));
    return visit;
  };
  /** Everybody who was let in has noticed. */
  const look = async () => {
    await new Promise(setImmediate);
    return inside;
  };
  return { enter, look, endSilence: () => ends.shift()?.(), silences: () => ends.length };
};

test('a few are in at once, and whoever leaves makes room for the one who waited longest', async () => {
  const { enter, look } = openGate();
  const [a, b] = ['a', 'b', 'c', 'd'].map(enter);
  assert.deepEqual(await look(), ['a', 'b']);
  b?.leave();
  assert.deepEqual(await look(), ['a', 'b', 'c']);
  a?.leave();
  assert.deepEqual(await look(), ['a', 'b', 'c', 'd']);
});

test('while the database answers, nobody else is let in; when it falls silent, one more is each time', async () => {
  const { enter, look, endSilence } = openGate();
  const [a] = ['a', 'b', 'c', 'd'].map(enter);
  a?.hear();
  endSilence();
  assert.deepEqual(await look(), ['a', 'b']);
  endSilence();
  assert.deepEqual(await look(), ['a', 'b', 'c']);
  endSilence();
  assert.deepEqual(await look(), ['a', 'b', 'c', 'd']);
});

test('those beyond the few make room for nobody', async () => {
  const { enter, look, endSilence } = openGate();
  const [a, b] = ['a', 'b', 'c', 'd'].map(enter);
  endSilence();
  assert.deepEqual(await look(), ['a', 'b', 'c']);
  a?.leave();
  assert.deepEqual(await look(), ['a', 'b', 'c'], 'two are left');
  b?.leave();
  assert.deepEqual(await look(), ['a', 'b', 'c', 'd']);
});

test('nobody listens when nobody waits', async () => {
  const { enter, look, endSilence, silences } = openGate();
  const [a] = ['a', 'b', 'c'].map(enter);
  assert.equal(silences(), 1);
  a?.leave();
  await look();
  endSilence();
  assert.equal(silences(), 0);
  enter('d');
  assert.equal(silences(), 1, 'and whoever waits later is heard');
});

test('whoever has not been answered for long is not counted, while the others are', async () => {
  const { enter, look, endSilence } = openGate();
  const [, b] = ['a', 'b', 'c', 'd'].map(enter);
  for (let silence = 0; silence < 10; silence += 1) {
    assert.deepEqual(await look(), ['a', 'b'], 'the database answers');
    b?.hear();
    endSilence();
  }
  assert.deepEqual(await look(), ['a', 'b', 'c']);
  b?.leave();
  assert.deepEqual(await look(), ['a', 'b', 'c', 'd'], 'nor is the place of one who sleeps kept');
});
