import { type Actions, AppError, type Parsed, type Texts } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import type { Ctx } from '../../ctx.ts';
import { asTable, listExported } from '../bookings/index.ts';
import { drawPng } from './picture.ts';
import { chartOf } from './rules-chart.ts';
import { inRange } from './store.ts';
import { periodOf, summaryOf } from './summary.ts';

/** More than this belongs into a backup and not into a spreadsheet. */
const MAX_ROWS = 20_000;

const exportBookings = async (ctx: Ctx, wanted: Parsed<Actions['analytics.export']>): Promise<string> => {
  const { time_zone, window } = await periodOf(ctx, wanted);
  const picked = inRange({ window, specialist_id: undefined }, MAX_ROWS + 1);
  const rows = await listExported(ctx.tx, picked, ctx.actor.language);
  if (rows.length > MAX_ROWS)
    throw new AppError('invalid_input', {
      field: 'to',
      rule: 'is too much at once: take a shorter one, fewer staff or a longer step',
    });
  return asTable(time_zone, rows, true);
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
