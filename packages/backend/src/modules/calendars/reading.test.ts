import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mergeWindows } from '../scheduling/index.ts';
import { type Reading, readCalendarText } from './reading.ts';
import { calendar, event } from './testing.ts';

const WINDOW = { from: Date.parse('2031-03-02T00:00:00Z'), to: Date.parse('2031-09-01T00:00:00Z') };

const read = (text: string, zone = 'Europe/Berlin'): Reading => readCalendarText(text, { zone, ...WINDOW });

/** `03-04T10:00 03-04T11:00` in UTC, sorted and merged; at most `count`. */
const busyOf = (text: string, { zone, count = 20 }: { zone?: string; count?: number } = {}): string[] => {
  const reading = read(text, zone);
  assert.equal(reading.status, 'read');
  assert.equal(reading.unread_events, 0);
  const short = (ms: number) => new Date(ms).toISOString().slice(5, 16);
  return mergeWindows(reading.busy)
    .slice(0, count)
    .map(({ from, to }) => `${short(from)} ${short(to)}`);
};

const one = (...lines: string[]): string => calendar(event('UID:1', ...lines));

test('an event in UTC, in a named zone, without a zone and of a whole day takes the time it means', () => {
  assert.deepEqual(busyOf(one('DTSTART:20310304T100000Z', 'DTEND:20310304T110000Z')), ['03-04T10:00 03-04T11:00']);
  assert.deepEqual(
    busyOf(one('DTSTART;TZID=America/New_York:20310304T100000', 'DTEND;TZID=America/New_York:20310304T113000')),
    ['03-04T15:00 03-04T16:30'],
  );
  const floating = one('DTSTART:20310304T100000', 'DURATION:PT45M');
  assert.deepEqual(busyOf(floating), ['03-04T09:00 03-04T09:45']);
  assert.deepEqual(busyOf(floating, { zone: 'Asia/Tokyo' }), ['03-04T01:00 03-04T01:45']);
  assert.deepEqual(busyOf(one('DTSTART;VALUE=DATE:20310304')), ['03-03T23:00 03-04T23:00']);
  assert.deepEqual(busyOf(one('DTSTART;VALUE=DATE:20310304', 'DTEND;VALUE=DATE:20310307'), { zone: 'Asia/Tokyo' }), [
    '03-03T15:00 03-06T15:00',
  ]);
});

test('a whole day on which the clocks change has the hours it really has', () => {
  assert.deepEqual(busyOf(one('DTSTART;VALUE=DATE:20310330')), ['03-29T23:00 03-30T22:00']);
});

test('what takes no time takes none: free, cancelled, without length, elsewhere in time', () => {
  const slot = ['DTSTART:20310304T100000Z', 'DTEND:20310304T110000Z'];
  assert.deepEqual(busyOf(one(...slot, 'TRANSP:TRANSPARENT')), []);
  assert.deepEqual(busyOf(one(...slot, 'STATUS:CANCELLED')), []);
  assert.deepEqual(busyOf(one(...slot, 'STATUS:TENTATIVE', 'TRANSP:OPAQUE')), ['03-04T10:00 03-04T11:00']);
  assert.deepEqual(busyOf(one('DTSTART:20310304T100000Z')), []);
  assert.deepEqual(busyOf(one('DTSTART:20300304T100000Z', 'DTEND:20300304T110000Z')), []);
  assert.deepEqual(busyOf(calendar()), []);
});

test('an event that is named like a booking is told apart with that name, and no other is', () => {
  const slot = ['DTSTART:20310304T100000Z', 'DTEND:20310304T110000Z'];
  const booking_id = '0190a1b2-c3d4-7e5f-8a1b-2c3d4e5f6a7b';
  const others = [`x${booking_id}@okno`, `${booking_id}@okno.example`, `${'-'.repeat(36)}@okno`];
  const all = [`${booking_id}@okno`, ...others].map((uid) => event(`UID:${uid}`, ...slot));
  const reading = read(calendar(...all));
  assert.equal(reading.status, 'read');
  const busy = { from: Date.parse('2031-03-04T10:00:00Z'), to: Date.parse('2031-03-04T11:00:00Z') };
  assert.deepEqual(reading.named, [{ booking_id, busy: [busy] }]);
  assert.deepEqual([reading.busy, reading.events], [[busy, busy, busy], 3]);
});

test('a weekly event stays at its time on the wall when the clocks change', () => {
  const weekly = ['DTSTART;TZID=Europe/Berlin:20310320T180000', 'DTEND;TZID=Europe/Berlin:20310320T190000'];
  assert.deepEqual(busyOf(one(...weekly, 'RRULE:FREQ=WEEKLY;COUNT=3')), [
    '03-20T17:00 03-20T18:00',
    '03-27T17:00 03-27T18:00',
    '04-03T16:00 04-03T17:00',
  ]);
});

test('an occurrence in the gap of a clock change moves and is not lost', () => {
  const nightly = ['DTSTART;TZID=Europe/Berlin:20310329T023000', 'DURATION:PT30M', 'RRULE:FREQ=DAILY;COUNT=3'];
  assert.deepEqual(busyOf(one(...nightly)), [
    '03-29T01:30 03-29T02:00',
    '03-30T01:30 03-30T02:00',
    '03-31T00:30 03-31T01:00',
  ]);
});

test('UNTIL counts as an instant, as a day and on the wall', () => {
  const daily = ['DTSTART;TZID=America/New_York:20310304T200000', 'DURATION:PT1H'];
  const days = (until: string) => busyOf(one(...daily, `RRULE:FREQ=DAILY;UNTIL=${until}`)).length;
  // 20:00 in New York is 01:00 of the following day in UTC.
  assert.equal(days('20310306T010000Z'), 2);
  assert.equal(days('20310306T005959Z'), 1);
  assert.equal(days('20310306'), 3);
  assert.equal(days('20310306T200000'), 3);
});

test('exceptions are left out, whether they are written in UTC, in the zone or as a day', () => {
  const daily = ['DTSTART;TZID=Europe/Berlin:20310304T100000', 'DURATION:PT1H', 'RRULE:FREQ=DAILY;COUNT=4'];
  const left = ['EXDATE:20310305T090000Z', 'EXDATE;TZID=Europe/Berlin:20310306T100000', 'EXDATE;VALUE=DATE:20310307'];
  assert.deepEqual(busyOf(one(...daily, ...left)), ['03-04T09:00 03-04T10:00']);
  assert.deepEqual(busyOf(one(...daily, 'EXDATE:20310305T090000Z,20310307T090000Z')).length, 2);
});

test('occurrences that were moved, called off or made free replace those of the rule', () => {
  const daily = event('UID:1', 'DTSTART:20310304T100000Z', 'DTEND:20310304T110000Z', 'RRULE:FREQ=DAILY;COUNT=4');
  const change = (day: string, ...lines: string[]) => event('UID:1', `RECURRENCE-ID:203103${day}T100000Z`, ...lines);
  const moved = change('05', 'DTSTART:20310305T150000Z', 'DTEND:20310305T170000Z');
  const off = change('06', 'DTSTART:20310306T100000Z', 'DTEND:20310306T110000Z', 'STATUS:CANCELLED');
  const free = change('07', 'DTSTART:20310307T100000Z', 'DTEND:20310307T110000Z', 'TRANSP:TRANSPARENT');
  assert.deepEqual(busyOf(calendar(moved, daily, off, free)), ['03-04T10:00 03-04T11:00', '03-05T15:00 03-05T17:00']);
});

test('a change meant for this and all later occurrences moves them all', () => {
  const daily = event('UID:1', 'DTSTART:20310304T100000Z', 'DTEND:20310304T110000Z', 'RRULE:FREQ=DAILY;COUNT=3');
  const later = event(
    'UID:1',
    'RECURRENCE-ID;RANGE=THISANDFUTURE:20310305T100000Z',
    'DTSTART:20310305T120000Z',
    'DTEND:20310305T123000Z',
  );
  assert.deepEqual(busyOf(calendar(daily, later)), [
    '03-04T10:00 03-04T11:00',
    '03-05T12:00 03-05T12:30',
    '03-06T12:00 03-06T12:30',
  ]);
});

test('added dates count like those of a rule', () => {
  const slot = ['DTSTART:20310304T100000Z', 'DTEND:20310304T110000Z'];
  assert.deepEqual(busyOf(one(...slot, 'RDATE:20310310T100000Z,20310312T100000Z')), [
    '03-04T10:00 03-04T11:00',
    '03-10T10:00 03-10T11:00',
    '03-12T10:00 03-12T11:00',
  ]);
});

test('a rule that began thirty years ago gives the same as one that begins now', () => {
  const weekly = (day: string) =>
    one(
      `DTSTART;TZID=Europe/Berlin:${day}T180000`,
      'DURATION:PT1H',
      'RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;WKST=MO',
    );
  // 2001-03-05 and 2031-03-03 are Mondays 782 fortnights and a week apart.
  const weeks = (Date.parse('2031-03-03') - Date.parse('2001-03-05')) / (7 * 86_400_000);
  const near = weeks % 2 === 0 ? '20310303' : '20310310';
  const long_ago = busyOf(weekly('20010305'), { count: 1000 });
  assert.ok(long_ago.length > 20);
  assert.deepEqual(
    long_ago.filter((line) => line >= '03-11'),
    busyOf(weekly(near), { count: 1000 }).filter((line) => line >= '03-11'),
  );
});

test('zones are known by name, by the name within a name, or as the file describes them', () => {
  const described = (tzid: string, ...more: string[]) =>
    [
      'BEGIN:VTIMEZONE',
      `TZID:${tzid}`,
      ...more,
      'BEGIN:STANDARD',
      'DTSTART:19700101T000000',
      'TZOFFSETFROM:+0330',
      'TZOFFSETTO:+0330',
      'END:STANDARD',
      'END:VTIMEZONE',
    ].join('\r\n');
  const at = (tzid: string) => event('UID:1', `DTSTART;TZID=${tzid}:20310304T100000`, 'DURATION:PT1H');
  assert.deepEqual(busyOf(calendar(at('/mozilla.org/20050126_1/Europe/Moscow'))), ['03-04T07:00 03-04T08:00']);
  assert.deepEqual(busyOf(calendar(described('Office'), at('Office'))), ['03-04T06:30 03-04T07:30']);
  const located = described('Office', 'X-LIC-LOCATION:Asia/Tokyo');
  assert.deepEqual(busyOf(calendar(located, at('Office'))), ['03-04T01:00 03-04T02:00']);
  assert.deepEqual(busyOf(calendar(at('Nowhere'))), ['03-04T09:00 03-04T10:00']);
});

test('an event that makes no sense is counted and does not hold up the others', () => {
  const good = event('UID:good', 'DTSTART:20310304T100000Z', 'DTEND:20310304T110000Z');
  for (const lines of [
    ['DTSTART:nonsense'],
    ['SUMMARY:without a time'],
    ['DTSTART:20310304T100000Z', 'DTEND:20310304T090000Z'],
    ['DTSTART:20310304T100000Z', 'DURATION:-PT1H'],
  ]) {
    const reading = read(calendar(event('UID:bad', ...lines), good));
    assert.equal(reading.status, 'read');
    assert.deepEqual([reading.busy.length, reading.events, reading.unread_events], [1, 1, 1], lines.join(' '));
  }
});

test('what is no calendar, or half of one, is refused as a whole', () => {
  const whole = one('DTSTART:20310304T100000Z', 'DTEND:20310304T110000Z');
  for (const text of ['', 'hello', '<html></html>', whole.slice(0, -20), '{"a":1}', 'BEGIN:VCARD\r\nEND:VCARD\r\n'])
    assert.deepEqual(read(text), { status: 'failed', error: 'not_a_calendar' }, text);
  assert.equal(read(`\uFEFF${whole}`).status, 'read');
  assert.equal(read(whole.replaceAll('\r\n', '\n')).status, 'read');
});

test('too many events, and rules that would be counted out for ever, are refused', () => {
  const slot = ['DTSTART:20310304T100000Z', 'DTEND:20310304T110000Z'];
  const many = Array.from({ length: 5001 }, (_, index) => event(`UID:${index}`, ...slot));
  assert.deepEqual(read(calendar(...many)), { status: 'failed', error: 'too_large' });
  assert.equal(read(calendar(...many.slice(1))).status, 'read');
  assert.deepEqual(read(one(...slot, 'RRULE:FREQ=MINUTELY')), { status: 'failed', error: 'too_complex' });
});

test('a file that was damaged anywhere is read or refused, and never gives time that is none', () => {
  const whole = calendar(
    event('UID:1', 'DTSTART;TZID=Europe/Berlin:20310304T100000', 'DTEND;TZID=Europe/Berlin:20310304T110000'),
    event('UID:2', 'DTSTART;VALUE=DATE:20310305', 'DTEND;VALUE=DATE:20310307', 'EXDATE;VALUE=DATE:20310306'),
    event('UID:2', 'RECURRENCE-ID;VALUE=DATE:20310306', 'DTSTART:20310306T100000Z', 'DURATION:PT1H30M'),
    event('UID:3', 'DTSTART:20310304T100000', 'DURATION:P1DT1H', 'RDATE:20310310T100000,20310312T100000'),
  );
  const lines = whole.split('\r\n');
  const damage = fc.record({
    line: fc.nat(lines.length - 1),
    at: fc.nat(60),
    length: fc.nat(5),
    text: fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom(':', ';', '-', '9', 'Z', 'T', '\r\n', 'END:VEVENT')),
  });
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (damages) => {
      const broken = [...lines];
      for (const { line, at, length, text } of damages) {
        const old = broken[line] ?? '';
        broken[line] = old.slice(0, at) + text + old.slice(at + length);
      }
      const reading = read(broken.join('\r\n'));
      if (reading.status === 'failed') return assert.equal(reading.error, 'not_a_calendar');
      for (const { from, to } of reading.busy) {
        assert.ok(Number.isSafeInteger(from) && Number.isSafeInteger(to), `${from} ${to}`);
        assert.ok(from < to && to > WINDOW.from && from < WINDOW.to);
      }
    }),
    { numRuns: 500 },
  );
});
