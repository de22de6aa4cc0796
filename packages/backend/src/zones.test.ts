/** Time zones: our arithmetic is the oracle's, and our offsets are PostgreSQL's but for what a newer tz release knows. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { migratedDatabase } from './test-support/database.ts';
import type { OracleInput } from './test-support/oracle.ts';
import { askPostgres, compareZones, startsOf, sweepZones, type ZoneRow } from './test-support/zones.ts';
import { offsetAt } from './time.ts';

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
  assert.deepEqual(unexplained(differences), []);

  const [planted] = rows.filter(({ zone }) => zone === 'Europe/Berlin').slice(40);
  assert.ok(planted);
  const wrong = rows.map((row) => (row === planted ? { ...row, offset_seconds: row.offset_seconds + 900 } : row));
  assert.deepEqual(unexplained(compareZones(wrong)), [`Europe/Berlin from ${new Date(planted.at).toISOString()}`]);
  // Ours, an hour late with the change of one spring.
  const [spring, hour] = [Date.parse('2027-03-28T01:00:00Z'), 3_600_000];
  const late = (zone: string, at: number) =>
    offsetAt(zone, zone === 'Europe/Paris' && at >= spring && at < spring + hour ? spring - 1 : at);
  assert.deepEqual(unexplained(compareZones(rows, late)), ['Europe/Paris from 2027-03-28T01:00:00.000Z']);
});
