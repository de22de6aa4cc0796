import type { Taken, WeeklyHours } from '../../packages/backend/src/modules/scheduling/rules.ts';
import type { Staffer } from '../../packages/backend/src/modules/scheduling/rules-offer.ts';

/** Its clocks go forward within these thirty days. */
export const ZONE = 'Europe/Berlin';
export const [FIRST_DAY, LAST_DAY] = ['2027-03-01', '2027-03-30'] as const;
export const MONTH = '2027-03';
export const DAYS = 30;
const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;
/** Midnight in Berlin before the first and after the last of the days. */
export const FROM = Date.UTC(2027, 1, 28, 23);
export const TO = Date.UTC(2027, 2, 30, 22);
/** So far ahead that nothing is past or too near. */
export const NOW = FROM - 30 * DAY_MS;
export const [OPENS, CLOSES] = [9 * 60, 19 * 60];

export const SERVICE = {
  duration_minutes: 60,
  step_minutes: 15,
  buffer_before_minutes: 0,
  buffer_after_minutes: 10,
  min_notice_minutes: 60,
  horizon_days: 365,
};

export const WEEKLY: readonly WeeklyHours[] = ([0, 1, 2, 3, 4, 5, 6] as const).map((weekday) => ({
  weekday,
  from_minute: OPENS,
  to_minute: CLOSES,
}));

const taking = (starts_at: number, minutes: number): Taken => ({
  starts_at,
  ends_at: starts_at + minutes * MINUTE_MS,
  buffer_before_minutes: 0,
  buffer_after_minutes: 0,
});

/** The same numbers in every run (0 ≤ n < 1). */
const createRandom = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
};

/** At any time of day, of 15 to 60 minutes, unsorted and overlapping: what other calendars bring. */
const scattered = (count: number): Taken[] => {
  const random = createRandom(count);
  return Array.from({ length: count }, () => {
    const starts_at = FROM + Math.floor(random() * DAYS * 288) * 5 * MINUTE_MS;
    return taking(starts_at, 15 + 5 * Math.floor(random() * 10));
  });
};

/** A quarter of an hour taken every 18 minutes of the working time, in order: nearly nothing is left. */
const dense = (count: number): Taken[] =>
  Array.from({ length: count }, (_, index) => {
    const perDay = Math.ceil(count / DAYS);
    return taking(FROM + Math.floor(index / perDay) * DAY_MS + (OPENS + (index % perDay) * 18) * MINUTE_MS, 15);
  });

/** What is taken, and how long the free starts may take (µs, on a quiet machine). */
export const CASES = {
  none: { taken: [] as Taken[], target_us: 120 },
  hundred: { taken: scattered(100), target_us: 130 },
  thousand: { taken: scattered(1000), target_us: 200 },
  dense: { taken: dense(1000), target_us: 350 },
} as const;

/** A team that gives the service, each with a hundred busy times of their own. */
export const team = (count: number): Staffer[] =>
  Array.from({ length: count }, (_, index) => ({
    specialist_id: String(index).padStart(8, '0'),
    zone: ZONE,
    weekly: WEEKLY,
    overrides: [],
    taken: scattered(100).map((one) => ({
      ...one,
      starts_at: one.starts_at + index * 5 * MINUTE_MS,
      ends_at: one.ends_at + index * 5 * MINUTE_MS,
    })),
    service: SERVICE,
    rooms: null,
  }));
