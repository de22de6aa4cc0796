import type { Actions, Input, Series } from '@okno/contract';
import type { TestBackend } from './backend.ts';
import type { Studio } from './studio.ts';

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
