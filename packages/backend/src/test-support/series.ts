import type { Actions, Input, Series } from '@okno/contract';
import type { TestBackend } from './backend.ts';
import { OWNER, openStudio, SPECIALIST, type Studio } from './studio.ts';

/** A weekly lesson of somebody known by telephone, Tuesdays at ten from the 4th on, and whatever differs. */
export const weekly = ({ service_id, specialist_id }: Studio, fields: Partial<SeriesInput> = {}): SeriesInput => ({
  service_id,
  specialist_id,
  client: { name: 'Anna', phone: '+4930123456' },
  starts_at_local: '2031-03-04T10:00:00',
  rrule: 'FREQ=WEEKLY;BYDAY=TU',
  ...fields,
});

type SeriesInput = Input<Actions['series.create']>;

/** `MM-DD HH:mm booked` for every occurrence. */
export const linesOfSeries = ({ occurrences }: Pick<Series, 'occurrences'>): string[] =>
  occurrences.map(({ occurrence_at, status, clash }) => `${occurrence_at.slice(5, 16)} ${clash ?? status}`);

/** How many rows of a table a business has. */
export const countRows = async (
  { rows }: TestBackend,
  { tenant_id }: Studio,
  table: 'bookings' | 'reservations' | 'series' | 'series_occurrences' | 'notifications',
): Promise<number> => {
  const [row] = await rows<{ count: number }>(`select count(*)::int as count from ${table} where tenant_id = $1`, [
    tenant_id,
  ]);
  return row?.count ?? Number.NaN;
};

/** Times of the bookings that are open, in order: `MM-DD HH:mm`. */
export const openTimes = async ({ rows: ask }: TestBackend, { tenant_id }: Studio): Promise<string[]> => {
  const rows = await ask<{ at: string }>(
    `select to_char(starts_at at time zone 'UTC', 'MM-DD HH24:MI') as at from bookings
      where tenant_id = $1 and status = 'confirmed' order by starts_at`,
    [tenant_id],
  );
  return rows.map(({ at }) => at);
};

/** A studio whose client 1001 and specialist can be written to, with a series of four for that client. */
export const withSeries = async (world: TestBackend, fields: Partial<SeriesInput> = {}) => {
  const studio = await openStudio(world, { specialists: 2 });
  await studio.as(SPECIALIST)('people.me', {});
  const { client_id } = await studio.as(1001)('people.me', {});
  const { client: _other, ...input } = weekly(studio, {
    rrule: 'FREQ=WEEKLY;BYDAY=TU;COUNT=4',
    client_id: client_id ?? '',
    ...fields,
  });
  const series = await studio.as(OWNER)('series.create', input);
  return { studio, series, id: series.id };
};
