import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCalendarReader } from './reader.ts';
import { busyEvent, calendar, event } from './testing.ts';

const OPTIONS = { zone: 'UTC', from: Date.parse('2031-03-02T00:00:00Z'), to: Date.parse('2031-09-01T00:00:00Z') };

const GOOD = calendar(busyEvent('1', '20310304T100000', '20310304T110000'));
/** The thirtieth of February never comes, and the parser would look for it for ever. */
const ENDLESS = calendar(
  event('UID:1', 'DTSTART:20010303T100000', 'DURATION:PT1H', 'RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30'),
);

test('a calendar is read in a thread of its own, with the same result', async () => {
  const reading = await createCalendarReader()(GOOD, OPTIONS);
  assert.deepEqual(reading, {
    status: 'read',
    busy: [{ from: Date.parse('2031-03-04T10:00:00Z'), to: Date.parse('2031-03-04T11:00:00Z') }],
    named: [],
    events: 1,
    unread_events: 0,
  });
});

test('a rule that never fires is given up, and the main thread goes on meanwhile', async () => {
  const reader = createCalendarReader({ timeout_ms: 700 });
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 20);
  const reading = await reader(ENDLESS, OPTIONS);
  clearInterval(timer);
  assert.deepEqual(reading, { status: 'failed', error: 'too_complex' });
  assert.ok(turns > 5, `${turns} turns of the main thread`);
});

test('when too many are waiting the next one is told to come later, and all others are read', async () => {
  const reader = createCalendarReader();
  const readings = await Promise.all(Array.from({ length: 17 }, () => reader(GOOD, OPTIONS)));
  const count = (status: string) => readings.filter((reading) => reading.status === status).length;
  assert.equal(count('later'), 3);
  assert.equal(count('read'), 14);
  assert.equal((await reader(GOOD, OPTIONS)).status, 'read');
});
