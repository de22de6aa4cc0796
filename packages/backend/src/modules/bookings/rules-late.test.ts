import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { delaysOf, newsOf } from './rules-late.ts';

const MINUTE = 60_000;
const visit = (id: string, from: number, to: number) => ({ id, from: from * MINUTE, to: to * MINUTE });

test('a gap makes up for as much of a delay as it is long', () => {
  const visits = [visit('a', 0, 60), visit('b', 70, 130), visit('c', 130, 190), visit('d', 200, 260)];
  assert.deepEqual(
    [...delaysOf(visits, 20)],
    [
      ['a', 20],
      ['b', 10],
      ['c', 10],
    ],
  );
});

test('a delay never grows on its way, and never by more or less than the gaps', () => {
  const day = fc.array(fc.record({ gap: fc.nat(40), length: fc.integer({ min: 5, max: 90 }) }), { maxLength: 12 });
  fc.assert(
    fc.property(day, fc.integer({ min: 5, max: 240 }), (pieces, minutes) => {
      let at = 0;
      const visits = pieces.map(({ gap, length }, index) => {
        const from = at + gap;
        at = from + length;
        return visit(String(index), from, at);
      });
      const delays = delaysOf(visits, minutes);
      let left = minutes;
      for (const [index, { gap }] of pieces.entries()) {
        left -= index === 0 ? 0 : gap;
        const told = delays.get(String(index));
        if (told === undefined) assert.ok(left < 5, 'whoever is left out is not late');
        else assert.equal(told, left);
      }
    }),
  );
});

test('only longer delays than the one that is known are news, and only to whoever can be written to', () => {
  assert.equal(newsOf({ late_minutes: 15, told_minutes: null, chats: 1 }), 'new');
  assert.equal(newsOf({ late_minutes: 15, told_minutes: 15, chats: 1 }), 'known');
  assert.equal(newsOf({ late_minutes: 20, told_minutes: 15, chats: 2 }), 'new');
  assert.equal(newsOf({ late_minutes: 20, told_minutes: 15, chats: 0 }), 'no_chat');
});
