import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createGate } from '../load/gate.ts';
import { createInstruments } from './instruments.ts';
import { watchWork } from './watch-work.ts';

test('what is done, what waits and what was refused is told, also what was refused at the front door', async () => {
  const instruments = createInstruments();
  const gate = createGate({ most: 1, most_each: 1, now: () => 0, setTimer: () => () => {} });
  watchWork(instruments, gate.load);
  const ends: (() => void)[] = [];
  const work = () => new Promise<void>((resolve) => ends.push(resolve));
  const both = [gate.pass('a', 100, work), gate.pass('b', 100, work)];
  await new Promise(setImmediate);
  gate.noteRefused();
  const told = async () => (await instruments.read()).split('\n').filter((line) => line.startsWith('okno_'));
  const expected = ['okno_work{state="working"} 1', 'okno_work{state="waiting"} 1', 'okno_work_refused_total 1'];
  assert.deepEqual(await told(), expected);
  assert.deepEqual(await told(), expected, 'a second look counts nothing twice');
  ends.shift()?.();
  await both[0];
  await new Promise(setImmediate);
  ends.shift()?.();
  await both[1];
  assert.equal((await told())[0], 'okno_work{state="working"} 0');
});
