/** Every time zone around every change of its clocks: our arithmetic against the oracle, our offsets against others'. */
import type { ServiceShape } from '../modules/scheduling/rules.ts';
import { freeSlots } from '../modules/scheduling/rules-slots.ts';
import { workingWindows } from '../modules/scheduling/rules-windows.ts';
import { addDays, DAY_MS, dayToEpoch, isZone, MINUTE_MS, offsetAt, startOfDay } from '../time.ts';
import type { Ask } from './database.ts';
import { type OracleInput, oracleStarts } from './oracle.ts';

const WEEKDAYS = [0, 1, 2, 3, 4, 5, 6] as const;
/** No horizon. */
const FAR = 8e14;

/** Hours by night, around the clock, in the early morning when clocks change, by day, and between odd minutes. */
const RULES: readonly {
  readonly hours: readonly (readonly [number, number])[];
  readonly service: Partial<ServiceShape>;
}[] = [
  { hours: [[1320, 1800]], service: { step_minutes: 60, duration_minutes: 60 } },
  { hours: [[0, 1440]], service: { step_minutes: 45, duration_minutes: 60, buffer_after_minutes: 10 } },
  { hours: [[60, 300]], service: { step_minutes: 30, duration_minutes: 30 } },
  {
    hours: [
      [540, 780],
      [840, 1080],
    ],
    service: { step_minutes: 15, duration_minutes: 90 },
  },
  {
    hours: [
      [95, 130],
      [135, 190],
    ],
    service: { step_minutes: 20, duration_minutes: 20, packed: true },
  },
];

const PLAIN: ServiceShape = {
  duration_minutes: 60,
  step_minutes: 60,
  buffer_before_minutes: 0,
  buffer_after_minutes: 0,
  min_notice_minutes: 0,
};

/** The instants (ms) from the first to before the second year at which clocks of a zone change, by Temporal alone. */
const changesOf = (zone: string, from_year: number, until_year: number): number[] => {
  const changes: number[] = [];
  const end = Date.UTC(until_year, 0);
  let at = Temporal.Instant.fromEpochMilliseconds(Date.UTC(from_year, 0) - 1).toZonedDateTimeISO(zone);
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds >= end) return changes;
    changes.push(next.epochMilliseconds);
    at = next;
  }
};

/** Three local days around a change, worked by one rule, with something taken in the night. */
const caseOf = (zone: string, change: number, { hours, service }: (typeof RULES)[number]): OracleInput => {
  const day = Temporal.Instant.fromEpochMilliseconds(change).toZonedDateTimeISO(zone).toPlainDate().toString();
  const starts_at = startOfDay(zone, dayToEpoch(day)) + 100 * MINUTE_MS;
  const ends_at = starts_at + 25 * MINUTE_MS;
  return {
    zone,
    weekly: WEEKDAYS.flatMap((weekday) =>
      hours.map(([from_minute, to_minute]) => ({ weekday, from_minute, to_minute })),
    ),
    overrides: [],
    taken: [{ starts_at, ends_at, buffer_before_minutes: 5, buffer_after_minutes: 0 }],
    service: { ...PLAIN, ...service },
    now: 0,
    horizon_end: FAR,
    from_day: addDays(day, -1),
    to_day: addDays(day, 1),
  };
};

/** The starts (ms) that our arithmetic offers on the days of a case. */
export const startsOf = (input: OracleInput): number[] =>
  freeSlots({
    ...input,
    windows: workingWindows(input),
    from: startOfDay(input.zone, dayToEpoch(input.from_day)),
    to: startOfDay(input.zone, dayToEpoch(input.to_day) + 1),
  }).map((slot) => slot.starts_at);

/** The same numbers for the same seed, between 0 and 1: mulberry32. */
const chance = (seed: number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

export type Sweep = {
  readonly zones: number;
  readonly cases: number;
  readonly starts: number;
  /** Cases in which our starts are not those of the oracle, each as the JSON that repeats it. */
  readonly differences: readonly string[];
};

/**
 * All zones with clock changes, their changes of 2024–2027, several kinds of hours; or about `sample` of these cases,
 * chosen by the seed. `judged` is our arithmetic unless a control plants another.
 */
export const sweepZones = ({
  sample = Number.POSITIVE_INFINITY,
  seed = 1,
  judged = startsOf,
}: {
  sample?: number;
  seed?: number;
  judged?: (input: OracleInput) => number[];
} = {}): Sweep => {
  const zones = Intl.supportedValuesOf('timeZone').map((zone) => ({ zone, changes: changesOf(zone, 2024, 2028) }));
  const all = RULES.length * zones.reduce((sum, { changes }) => sum + changes.length, 0);
  const draw = chance(seed);
  const differences: string[] = [];
  const seen = new Set<string>();
  let [cases, starts] = [0, 0];
  for (const { zone, changes } of zones)
    for (const rule of changes.flatMap((change) => RULES.map((kind) => ({ change, kind })))) {
      if (draw() * all >= sample) continue;
      const input = caseOf(zone, rule.change, rule.kind);
      const expected = oracleStarts(input);
      if (String(judged(input)) !== String(expected)) differences.push(JSON.stringify(input));
      seen.add(zone);
      cases += 1;
      starts += expected.length;
    }
  return { zones: seen.size, cases, starts, differences };
};

/** What some other tz data says: the offset of a zone at an instant (ms). */
export type ZoneRow = { readonly zone: string; readonly at: number; readonly offset_seconds: number };

/** Where our offsets (ms) are others than those of the rows, by zone. */
export const compareZones = (
  rows: readonly ZoneRow[],
  ours: (zone: string, at: number) => number = offsetAt,
): Map<string, ZoneRow[]> =>
  Map.groupBy(
    rows.filter(({ zone, at, offset_seconds }) => ours(zone, at) !== offset_seconds * 1000),
    ({ zone }) => zone,
  );

const [FIRST_YEAR, LAST_YEAR] = [2024, 2035];

/**
 * PostgreSQL's offsets of all zones that both know: every `every_days` days of 2024–2035, and in the seconds before
 * and at each of our changes, which pins the changes themselves.
 */
export const askPostgres = async (ask: Ask, every_days: number): Promise<ZoneRow[]> => {
  const known = await ask<{ name: string }>(
    `select name from pg_timezone_names where name !~ '^(posix|right)/' order by name`,
  );
  const zones = known.map(({ name }) => name).filter(isZone);
  const [first, end] = [Date.UTC(FIRST_YEAR, 0), Date.UTC(LAST_YEAR + 1, 0)];
  const grid = Array.from(
    { length: Math.ceil((end - first) / (every_days * DAY_MS)) },
    (_, n) => first + n * every_days * DAY_MS,
  );
  const probes = zones.map((zone) => ({
    zone,
    instants: [...grid, ...changesOf(zone, FIRST_YEAR, LAST_YEAR + 1).flatMap((at) => [at - 1000, at])],
  }));
  const answered: ZoneRow[] = [];
  for (const { zone, instants } of probes) {
    // As the session's zone: to `at time zone` CET is an abbreviation, and never summer there.
    const rows = await ask<{ offsets: number[] }>(
      `with zone as materialized (select set_config('TimeZone', $1, true) as name)
      select array_agg(extract(timezone from to_timestamp(second))::int order by place) as offsets
      from zone cross join unnest($2::float8[]) with ordinality as probe(second, place) where zone.name = $1`,
      [zone, instants.map((at) => at / 1000)],
    );
    for (const [index, offset_seconds] of (rows[0]?.offsets ?? []).entries())
      answered.push({ zone, at: instants[index] ?? Number.NaN, offset_seconds });
  }
  return answered;
};
