import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  addDays,
  ceilToGrid,
  DAY_MS,
  daysBetween,
  dayToEpoch,
  epochToDay,
  formatInstant,
  instantToLocal,
  isZone,
  localToInstant,
  MINUTE_MS,
  monthRange,
  offsetAt,
  parseInstant,
  startOfDay,
  weekdayOf,
} from './time.ts';

const ZONES = Intl.supportedValuesOf('timeZone');
const at = (zone: string, day: string, minute: number): string =>
  formatInstant(localToInstant(zone, dayToEpoch(day), minute));

/** The instants at which the zone's clocks change in [from, until), both `YYYY-MM-DD`. */
function changes(zone: string, from: string, until: string): number[] {
  const found: number[] = [];
  const end = parseInstant(`${until}T00:00Z`);
  let next = Temporal.Instant.from(`${from}T00:00Z`).toZonedDateTimeISO(zone).getTimeZoneTransition('next');
  while (next !== null && next.epochMilliseconds < end) {
    found.push(next.epochMilliseconds);
    next = next.getTimeZoneTransition('next');
  }
  return found;
}

function assertSameAsTemporal(zone: string, ms: number): void {
  const local = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
  const day = dayToEpoch(local.toPlainDate().toString());
  assert.equal(offsetAt(zone, ms), local.offsetNanoseconds / 1e6, `${zone} ${local}`);
  assert.deepEqual(instantToLocal(zone, ms), { day, minute: local.hour * 60 + local.minute }, `${zone} ${local}`);
}

function assertDaySameAsTemporal(zone: string, day: Temporal.PlainDate): void {
  const epochDay = dayToEpoch(day.toString());
  assert.equal(startOfDay(zone, epochDay), day.toZonedDateTime(zone).epochMilliseconds, `${zone} ${day}`);
  for (const minute of [0, 30, 60, 119, 120, 150, 1380, 1410, 1440, 1530, 2880]) {
    const expected = day.toPlainDateTime().add({ minutes: minute }).toZonedDateTime(zone).epochMilliseconds;
    assert.equal(localToInstant(zone, epochDay, minute), expected, `${zone} ${day} minute ${minute}`);
  }
}

test('every zone agrees with Temporal around every clock change of 2024 to 2027', () => {
  let seen = 0;
  for (const zone of ZONES) {
    for (const change of changes(zone, '2024-01-01', '2028-01-01')) {
      for (const ms of [change - DAY_MS, change - 1, change, change + 1]) assertSameAsTemporal(zone, ms);
      const day = Temporal.Instant.fromEpochMilliseconds(change).toZonedDateTimeISO(zone).toPlainDate();
      for (const days of [-1, 0, 1]) assertDaySameAsTemporal(zone, day.add({ days }));
      seen++;
    }
  }
  assert.ok(seen > 900, `only ${seen} changes`);
});

test('every zone agrees with Temporal at scattered instants of two centuries', () => {
  let seed = 20260501;
  for (const zone of ZONES) {
    for (let i = 0; i < 12; i++) {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      const ms = Math.floor((seed / 2_147_483_648 - 0.6) * 250 * 365.25 * DAY_MS);
      assertSameAsTemporal(zone, ms);
      assertDaySameAsTemporal(zone, Temporal.PlainDate.from(epochToDay(Math.floor(ms / DAY_MS))));
    }
  }
});

test('zones with unusual histories agree with Temporal at every change since their local mean time', () => {
  for (const zone of ['Pacific/Apia', 'America/Sao_Paulo', 'Africa/Casablanca', 'Africa/Monrovia', 'America/Toronto']) {
    for (const change of changes(zone, '1840-01-01', '2040-01-01')) {
      for (const ms of [change - 1, change]) assertSameAsTemporal(zone, ms);
      const day = Temporal.Instant.fromEpochMilliseconds(change).toZonedDateTimeISO(zone).toPlainDate();
      for (const days of [-1, 0, 1]) assertDaySameAsTemporal(zone, day.add({ days }));
    }
  }
});

test('a time that does not exist moves forward by the length of the gap', () => {
  assert.equal(at('Europe/Berlin', '2026-03-29', 150), '2026-03-29T01:30:00Z');
  assert.equal(at('Australia/Lord_Howe', '2026-10-04', 135), '2026-10-03T15:45:00Z');
  assert.equal(at('Pacific/Apia', '2011-12-30', 720), at('Pacific/Apia', '2011-12-31', 720));
});

test('a time that exists twice means the first', () => {
  assert.equal(at('Europe/Berlin', '2026-10-25', 150), '2026-10-25T00:30:00Z');
});

test('minutes beyond midnight are the wall clock of the following day', () => {
  assert.equal(at('Europe/Berlin', '2026-03-28', 1440 + 360), at('Europe/Berlin', '2026-03-29', 360));
});

test('a day whose midnight does not exist starts when the clocks have jumped', () => {
  assert.equal(formatInstant(startOfDay('Africa/Cairo', dayToEpoch('2026-04-24'))), '2026-04-23T22:00:00Z');
  assert.equal(formatInstant(startOfDay('America/Toronto', dayToEpoch('1919-03-31'))), '1919-03-31T04:30:00Z');
});

test('a day that the zone left out is as long as nothing', () => {
  const day = dayToEpoch('2011-12-30');
  assert.equal(startOfDay('Pacific/Apia', day), startOfDay('Pacific/Apia', day + 1));
});

test('rounding up to the clock grid follows the wall clock, also across a 30-minute change', () => {
  const ceil = (zone: string, text: string, grid: number) => formatInstant(ceilToGrid(zone, parseInstant(text), grid));
  assert.equal(ceil('Asia/Kathmandu', '2026-05-01T00:00:01Z', 60), '2026-05-01T00:15:00Z');
  assert.equal(ceil('Europe/Berlin', '2026-05-01T09:15:00Z', 15), '2026-05-01T09:15:00Z');
  // 01:40 before the jump from 02:00 to 02:30: the next full hour that clocks show is 03:00.
  assert.equal(ceil('Australia/Lord_Howe', '2026-10-03T15:10:00Z', 60), '2026-10-03T16:00:00Z');
});

test('only IANA names in their usual spelling are zones', () => {
  for (const name of ['Europe/Paris', 'Europe/Kyiv', 'Asia/Calcutta', 'America/Argentina/Ushuaia', 'UTC', 'EST5EDT']) {
    assert.equal(isZone(name), true, name);
  }
  assert.deepEqual(
    ZONES.filter((zone) => !isZone(zone)),
    [],
  );
  const junk = ['', '+03:00', 'Z', 'europe/paris', 'Mars/Phobos', '2026-05-01T00:00[UTC]', 'UTC ', 'a'.repeat(9999)];
  for (const name of [...junk, '__proto__', '../../etc/passwd']) assert.equal(isZone(name), false, name);
  assert.throws(() => offsetAt('Mars/Phobos', 0), /unknown time zone: "Mars\/Phobos"/);
});

test('days count from 1970 and go back before it', () => {
  assert.equal(dayToEpoch('1970-01-01'), 0);
  assert.equal(dayToEpoch('1969-12-31'), -1);
  assert.equal(weekdayOf(dayToEpoch('1969-12-28')), 0);
  for (const day of ['0000-01-01', '0099-12-31', '1900-02-28', '2024-02-29', '9999-12-31']) {
    assert.equal(epochToDay(dayToEpoch(day)), day);
    assert.equal(weekdayOf(dayToEpoch(day)), Temporal.PlainDate.from(day).dayOfWeek % 7);
  }
  assert.equal(addDays('2024-02-28', 2), '2024-03-01');
  assert.equal(daysBetween('2026-01-01', '2025-12-31'), -1);
});

test('what is not a day of the calendar is refused', () => {
  for (const text of ['2026-02-29', '2026-13-01', '2026-00-01', '2026-1-1', '26-01-01', '', 'today', '+002026-01-01']) {
    assert.throws(() => dayToEpoch(text), RangeError, text);
  }
  assert.throws(() => epochToDay(dayToEpoch('9999-12-31') + 1), RangeError);
});

test('a month is its first and last day', () => {
  assert.deepEqual(monthRange('2024-02'), { from: '2024-02-01', to: '2024-02-29' });
  assert.deepEqual(monthRange('2026-12'), { from: '2026-12-01', to: '2026-12-31' });
  assert.throws(() => monthRange('2026-13'), RangeError);
});

test('instants are read with any offset and written in UTC', () => {
  assert.equal(parseInstant('2026-05-01T12:00:00+03:00'), Date.UTC(2026, 4, 1, 9));
  assert.equal(formatInstant(Date.UTC(2026, 4, 1, 9)), '2026-05-01T09:00:00Z');
  assert.throws(() => parseInstant('2026-05-01T12:00:00'), RangeError);
});

test('an instant is written alike whether or not its day was seen before, whole minutes or not', () => {
  const instant = fc.oneof(
    fc.integer({ min: Date.UTC(1960, 0), max: Date.UTC(2100, 0) }),
    fc.integer({ min: -5_000_000, max: 68_000_000 }).map((minutes) => minutes * MINUTE_MS),
  );
  const whole = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');
  fc.assert(
    fc.property(instant, (ms) => {
      assert.deepEqual([formatInstant(ms), formatInstant(ms)], [whole(ms), whole(ms)]);
      assert.equal(epochToDay(Math.floor(ms / DAY_MS)), whole(ms).slice(0, 10));
    }),
    { numRuns: 10_000 },
  );
  assert.throws(() => formatInstant(Number.NaN), RangeError);
});

test('a walk over many centuries stays right when the cache starts anew', () => {
  for (let year = 1600; year < 2400; year++) assertSameAsTemporal('Europe/Berlin', Date.UTC(year, 6, 1));
  assert.equal(offsetAt('Europe/Berlin', Date.UTC(2026, 6, 1)), 120 * MINUTE_MS);
});
