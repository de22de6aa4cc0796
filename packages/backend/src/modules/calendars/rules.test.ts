import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DAY_MS, MINUTE_MS } from '../../time.ts';
import { mergeWindows } from '../scheduling/index.ts';
import {
  countingWindow,
  diffWindows,
  mayTouch,
  meetingBusy,
  pauseAfter,
  subtractWindows,
  wantedOwner,
} from './rules.ts';

const SIZE = 60;

/** Windows that are sorted and apart, as everything here is given. */
const windows = fc
  .array(fc.tuple(fc.nat(SIZE - 1), fc.integer({ min: 1, max: 12 })), { maxLength: 12 })
  .map((pairs) => mergeWindows(pairs.map(([from, length]) => ({ from, to: Math.min(from + length, SIZE) }))));

/** The same as a row of minutes: taken or not. */
const minutesOf = (list: readonly { from: number; to: number }[]): boolean[] =>
  Array.from({ length: SIZE }, (_, minute) => list.some(({ from, to }) => from <= minute && minute < to));

test('what is left of busy time is exactly what nothing else takes, sorted and apart', () => {
  fc.assert(
    fc.property(windows, windows, (busy, taken) => {
      const left = subtractWindows(busy, taken);
      const [wanted, cut] = [minutesOf(busy), minutesOf(taken)];
      assert.deepEqual(
        minutesOf(left),
        wanted.map((one, minute) => one && !cut[minute]),
      );
      for (const [index, { from, to }] of left.entries()) {
        assert.ok(from < to);
        assert.ok(index === 0 || (left[index - 1]?.to ?? SIZE) <= from);
      }
    }),
  );
});

test('after the difference was made the rows are what is wanted, and rows that were right are not touched', () => {
  fc.assert(
    fc.property(windows, windows, (present, wanted) => {
      const rows = present.map((window, index) => ({ ...window, id: String(index) }));
      const { remove, add } = diffWindows(rows, wanted, 0);
      const stay = rows.filter(({ id }) => !remove.includes(id));
      const after = [...stay, ...add].map(({ from, to }) => ({ from, to })).sort((a, b) => a.from - b.from);
      assert.deepEqual(after, wanted);
      for (const row of rows) {
        const right = wanted.some(({ from, to }) => from === row.from && to === row.to);
        assert.equal(remove.includes(row.id), !right);
      }
    }),
  );
});

test('a row that began before the window is the same as one that is cut at its beginning', () => {
  const rows = [{ id: 'a', from: 2, to: 20 }];
  assert.deepEqual(diffWindows(rows, [{ from: 10, to: 20 }], 10), { remove: [], add: [] });
  assert.deepEqual(diffWindows(rows, [{ from: 11, to: 20 }], 10), { remove: ['a'], add: [{ from: 11, to: 20 }] });
});

test('the bookings that meet busy time are those that share a minute with it', () => {
  fc.assert(
    fc.property(windows, windows, (bookings, busy) => {
      const taken = minutesOf(busy);
      const naive = bookings.filter(({ from, to }) => taken.slice(from, to).some(Boolean));
      assert.deepEqual(meetingBusy(bookings, busy), naive);
    }),
  );
});

test('a calendar is read every quarter of an hour, and ever more rarely while it cannot be read', () => {
  const minutes = (failures: number, chance: number) => pauseAfter(failures, chance) / MINUTE_MS;
  assert.equal(minutes(0, 0), 15);
  assert.equal(minutes(0, 1), 18);
  assert.deepEqual(
    [1, 2, 3, 4, 5, 6, 1000].map((failures) => minutes(failures, 0)),
    [30, 60, 120, 240, 360, 360, 360],
  );
});

test('the time that counts moves once a day and reaches as far as anybody can book', () => {
  const noon = Date.parse('2031-03-03T12:00:00Z');
  const at = (now: number, days: number) => countingWindow(now, days);
  assert.deepEqual(at(noon, 60), at(noon + 11 * 60 * MINUTE_MS, 60));
  assert.equal(at(noon, 60).from, Date.parse('2031-03-02T00:00:00Z'));
  assert.equal(at(noon, 60).to, Date.parse('2031-03-03T00:00:00Z') + 182 * DAY_MS);
  assert.ok(at(noon, 730).to >= noon + 730 * DAY_MS);
});

test('nobody named means oneself: staff as the specialist they are, everybody else as a client', () => {
  const person = { client_id: 'c', specialist_id: 's' } as const;
  assert.deepEqual(wantedOwner({ ...person, role: 'specialist' }, {}), { specialist_id: 's', client_id: null });
  assert.deepEqual(wantedOwner({ ...person, role: 'client' }, {}), { specialist_id: null, client_id: 'c' });
  assert.equal(wantedOwner({ role: 'bot', client_id: null, specialist_id: null }, {}), null);
  const mine = { client_id: 'c', specialist_id: null };
  assert.equal(mayTouch(mine, { specialist_id: null, client_id: 'c' }), true);
  assert.equal(mayTouch(mine, { specialist_id: null, client_id: 'd' }), false);
  assert.equal(mayTouch(mine, { specialist_id: 's', client_id: null }), false);
});
