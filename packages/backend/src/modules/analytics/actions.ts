import { type Actions, AppError, csvOf, type Parsed, type Texts } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import type { Ctx } from '../../ctx.ts';
import { epochToDay, instantToLocal } from '../../time.ts';
import { drawPng } from './picture.ts';
import { chartOf } from './rules-chart.ts';
import { type ExportRow, listForExport } from './store.ts';
import { periodOf, summaryOf } from './summary.ts';

/** More than this belongs into a backup and not into a spreadsheet. */
const MAX_ROWS = 20_000;

const HEAD = [
  ...['id', 'status', 'starts_at', 'ends_at', 'service', 'specialist', 'client', 'phone', 'price_minor', 'currency'],
  'created_at',
];

/** A local time as spreadsheets read it: `2026-05-01 09:00`. */
const localTime = (zone: string, instant: string): string => {
  const { day, minute } = instantToLocal(zone, Date.parse(instant));
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${epochToDay(day)} ${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
};

const toRow = (zone: string, row: ExportRow): (string | number)[] => [
  ...[row.id, row.status, localTime(zone, row.starts_at), localTime(zone, row.ends_at), row.service, row.specialist],
  ...[row.client, row.phone ?? '', row.price_minor, row.currency, localTime(zone, row.created_at)],
];

const exportBookings = async (ctx: Ctx, wanted: Parsed<Actions['analytics.export']>): Promise<string> => {
  const { time_zone, window } = await periodOf(ctx, wanted);
  const range = { window, specialist_id: undefined };
  const rows = await listForExport(ctx.tx, range, { language: ctx.actor.language, limit: MAX_ROWS + 1 });
  if (rows.length > MAX_ROWS)
    throw new AppError('invalid_input', {
      field: 'to',
      rule: 'is too much at once: take a shorter one, fewer staff or a longer step',
    });
  return csvOf([HEAD, ...rows.map((row) => toRow(time_zone, row))]);
};

export const createAnalyticsActions = (texts: Texts): HandlersOf<'analytics'> => ({
  'analytics.summary': summaryOf,

  'analytics.chart': async (ctx, wanted) => {
    const summary = await summaryOf(ctx, wanted);
    const png = await drawPng(chartOf(summary, { texts, language: ctx.actor.language, now: ctx.now }));
    return { png_base64: png.toString('base64'), summary };
  },

  'analytics.export': exportBookings,
});
