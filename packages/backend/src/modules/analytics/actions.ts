import { type Actions, AppError, type Parsed, type Texts } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import { csvPart } from '../../csv.ts';
import type { Ctx } from '../../ctx.ts';
import { formatLocal } from '../../time.ts';
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

const toRow = (zone: string, row: ExportRow): (string | number)[] => [
  ...[
    row.id,
    row.status,
    formatLocal(zone, row.starts_at),
    formatLocal(zone, row.ends_at),
    row.service,
    row.specialist,
  ],
  ...[row.client, row.phone ?? '', row.price_minor, row.currency, formatLocal(zone, row.created_at)],
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
  return csvPart(
    HEAD,
    rows.map((row) => toRow(time_zone, row)),
    true,
  );
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
