/** Time zones: our arithmetic is the oracle's, and our offsets are PostgreSQL's but for what a newer tz release knows. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { PreviewInput } from '@okno/contract';
import { toWeek } from './modules/scheduling/rules-clock.ts';
import { preview } from './modules/scheduling/rules-preview.ts';
import { checkPreview } from './modules/scheduling/rules-preview-checks.ts';
import { migratedDatabase } from './test-support/database.ts';
import type { OracleInput } from './test-support/oracle.ts';
import { askPostgres, compareZones, startsOf, sweepZones, type ZoneRow } from './test-support/zones.ts';
import { dayToEpoch, formatInstant, offsetAt, startOfDay } from './time.ts';

test('around the clock changes of 2024 to 2027 the starts are those of the oracle', () => {
  const { zones, cases, starts, differences } = sweepZones({ sample: 1200 });
  assert.deepEqual(differences.slice(0, 3), []);
  assert.ok(zones > 120 && cases > 1000 && starts > 40_000, `${zones} zones, ${cases} cases, ${starts} starts`);
});

/** The hours of a case as if the clocks never changed: by the offset of its first day. */
const withoutChanges = (input: OracleInput): number[] => {
  const offset = offsetAt(input.zone, Date.parse(`${input.from_day}T00:00:00Z`));
  const taken = input.taken.map((row) => ({
    ...row,
    starts_at: row.starts_at + offset,
    ends_at: row.ends_at + offset,
  }));
  return startsOf({ ...input, zone: 'UTC', taken }).map((start) => start - offset);
};

test('the sweep finds an arithmetic that forgets the clock changes, in nearly every case', () => {
  const { cases, differences } = sweepZones({ sample: 200, judged: withoutChanges });
  assert.ok(differences.length > cases * 0.8, `${differences.length} of ${cases}`);
});

/** The same case as a program would send it, for a window that begins and ends within its days. */
const byPreview = (input: OracleInput): number[] => {
  const { from, to } = windowOf(input);
  const text = (ms: number) => formatInstant(ms);
  const bookings = input.taken.map((row) => ({ ...row, starts_at: text(row.starts_at), ends_at: text(row.ends_at) }));
  const staff = { time_zone: input.zone, weekly: toWeek(input.weekly), overrides: [], busy: [], bookings };
  const { service } = input;
  const request: PreviewInput = {
    now: text(input.now),
    window: { from: text(from), to: text(to) },
    mode: 'any',
    staff: [staff],
    service,
  };
  assert.equal(checkPreview(request), null);
  const within = new Set(preview(request, 0));
  // Outside the window nothing is claimed, and nothing may be answered.
  return [...new Set([...startsOf(input).filter((start) => start < from || start >= to), ...within])].sort(
    (a, b) => a - b,
  );
};

const windowOf = ({ zone, from_day, to_day }: OracleInput) => ({
  from: startOfDay(zone, dayToEpoch(from_day)) + 7 * 3_600_000,
  to: startOfDay(zone, dayToEpoch(to_day) + 1) - 5 * 3_600_000,
});

test('a preview around a clock change answers the starts of the oracle that lie in its window', () => {
  const { cases, differences } = sweepZones({ sample: 600, seed: 2, judged: byPreview });
  assert.deepEqual(differences.slice(0, 3), []);
  assert.ok(cases > 500, `${cases} cases`);
  const late = (input: OracleInput) =>
    byPreview(input).map((start) => (start >= windowOf(input).from ? start + 1 : start));
  assert.ok(sweepZones({ sample: 100, seed: 3, judged: late }).differences.length > 50, 'and a wrong one is found');
});

/**
 * The new laws of Morocco and Alberta stand in tz 2026c, which Node 26 carries, and not in the data of PostgreSQL
 * 18.4; each from the instant on at which it changes anything. The program's own data decides, so nothing depends on
 * it; a name that is not listed here, or an earlier instant, is a fault until it is explained.
 */
const EXPLAINED: Readonly<Record<string, string>> = {
  'Africa/Casablanca': '2026-09-20T01:00:00.000Z',
  'Africa/El_Aaiun': '2026-09-20T01:00:00.000Z',
  'America/Edmonton': '2026-11-01T08:00:00.000Z',
  'America/Yellowknife': '2026-11-01T08:00:00.000Z',
  'Canada/Mountain': '2026-11-01T08:00:00.000Z',
};

const unexplained = (differences: ReadonlyMap<string, readonly ZoneRow[]>): string[] =>
  [...differences].flatMap(([zone, rows]) => {
    const from = Date.parse(EXPLAINED[zone] ?? '9999-12-31T00:00:00Z');
    const first = Math.min(...rows.map(({ at }) => at));
    return first >= from ? [] : [`${zone} from ${new Date(first).toISOString()}`];
  });

test('the offsets of all zones in 2024 to 2035 are those of PostgreSQL, and a wrong one is found', async (t) => {
  const { rows: ask } = await migratedDatabase(t);
  const rows = await askPostgres(ask, 28);
  const differences = compareZones(rows);
  const [{ server_version = '' } = {}] = await ask<{ server_version: string }>('show server_version');
  const names = [...differences.keys()].join(', ') || 'no zone';
  t.diagnostic(`tz ${process.versions['tz']} of Node and the data of PostgreSQL ${server_version} differ in: ${names}`);
  assert.ok(rows.length > 100_000 && new Set(rows.map(({ zone }) => zone)).size > 550);
  // A server that a distribution has packaged, `15.9 (Debian …)`, reads the system's data, of whatever release that is.
  if (server_version.includes('(')) assert.ok(differences.size < 30, `${differences.size} zones differ`);
  else assert.deepEqual(unexplained(differences), []);

  const [planted] = rows.filter(({ zone }) => zone === 'Europe/Berlin').slice(40);
  assert.ok(planted);
  const wrong = rows.map((row) => (row === planted ? { ...row, offset_seconds: row.offset_seconds + 900 } : row));
  const found = unexplained(compareZones(wrong));
  assert.ok(found.includes(`Europe/Berlin from ${new Date(planted.at).toISOString()}`), found.join());
  // Ours, an hour late with the change of one spring.
  const [spring, hour] = [Date.parse('2027-03-28T01:00:00Z'), 3_600_000];
  const late = (zone: string, at: number) =>
    offsetAt(zone, zone === 'Europe/Paris' && at >= spring && at < spring + hour ? spring - 1 : at);
  assert.ok(unexplained(compareZones(rows, late)).includes('Europe/Paris from 2027-03-28T01:00:00.000Z'));
});

const CONVERTS = /\bat\s+time\s+zone\b|(?<![.\w])timezone\s*\(/i;

test('no statement of ours converts between time zones: only the program does', () => {
  const root = import.meta.dirname;
  const files = globSync('**/*.{ts,sql}', { cwd: root }).filter(
    (file) => !/\.test\.ts$|testing|test-support/.test(file),
  );
  assert.ok(files.length > 60, `${files.length} files`);
  const found = files.filter((file) => CONVERTS.test(readFileSync(path.join(root, file), 'utf8')));
  assert.deepEqual(found, []);
  for (const planted of ["select starts_at at time zone 'UTC'", "select timezone('CET', starts_at)"])
    assert.match(planted, CONVERTS);
});
