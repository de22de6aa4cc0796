import { type Actions, AppError, csvPart, type Output, type Parsed } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import { formatLocal } from '../../time.ts';
import { findTenantRules } from '../tenants/index.ts';
import { type ExportRow, listExported, type Mark, picking } from './store-export.ts';

/** About 150 kB of text: no more is in memory at once, however long the table is. */
const ROWS = 1000;

const HEAD = [
  ...['id', 'status', 'starts_at', 'ends_at', 'service', 'specialist', 'client', 'phone', 'price_minor', 'currency'],
  'created_at',
];

const MARK = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** @throws AppError `invalid_input` for what was never a mark of ours */
const readMark = (after: string | undefined): Mark | null => {
  if (after === undefined) return null;
  const [, starts_at, id] = MARK.exec(after) ?? [];
  if (starts_at === undefined || id === undefined || Number.isNaN(Date.parse(starts_at)))
    throw new AppError('invalid_input', { field: 'after', rule: 'cannot be read' });
  return { starts_at, id };
};

const toRow = (zone: string, row: ExportRow): (string | number)[] => [
  ...[row.id, row.status, formatLocal(zone, row.starts_at), formatLocal(zone, row.ends_at), row.service],
  ...[row.specialist, row.client, row.phone ?? '', row.price_minor, row.currency, formatLocal(zone, row.created_at)],
];

/** Rows as CSV, times in `zone`. */
export const asTable = (zone: string, rows: readonly ExportRow[], with_head: boolean): string =>
  csvPart(
    HEAD,
    rows.map((row) => toRow(zone, row)),
    with_head,
  );

/** A part of the table of bookings; what is booked between two parts may be told or not. */
export const exportBookings = async (
  { tx, actor }: Ctx,
  { after, ...wanted }: Parsed<Actions['bookings.export_list']>,
): Promise<Output<Actions['bookings.export_list']>> => {
  const { status = null, service_id = null, specialist_id = null, client_id = null, from = null, to = null } = wanted;
  const filter = { status, service_id, specialist_id, client_id, from, to };
  const picked = picking(filter, { after: readMark(after), limit: ROWS });
  const [{ time_zone }, rows] = await Promise.all([findTenantRules(tx), listExported(tx, picked, actor.language)]);
  const last = rows.length === ROWS ? rows.at(-1) : undefined;
  const text = asTable(time_zone, rows, after === undefined);
  return { text, next: last === undefined ? null : `${last.starts_at} ${last.id}` };
};
