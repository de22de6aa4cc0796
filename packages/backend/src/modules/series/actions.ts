import { type Actions, AppError, type Output, type Parsed } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import type { Ctx } from '../../ctx.ts';
import { paged } from '../../paged.ts';
import { formatInstant } from '../../time.ts';
import { actingAs, agreed, scopeOf } from '../bookings/index.ts';
import { clashesOf } from '../scheduling/index.ts';
import { findTenantRules } from '../tenants/index.ts';
import { createSeries, recurrenceOf } from './create.ts';
import { cancelOccurrence, endSeries } from './end.ts';
import { moveSeries } from './move.ts';
import { takenUntil } from './rules-night.ts';
import { firstOccurrences } from './rules-recurrence.ts';
import { listSeries } from './store.ts';
import { loadAround, only } from './take.ts';
import { seriesOf } from './view.ts';

type Preview = Parsed<Actions['series.preview']>;

/** When a rule takes place; with a service and its specialist also what clashes at present. */
const preview = async (ctx: Ctx, input: Preview): Promise<Output<Actions['series.preview']>> => {
  const whose = whoseTime(ctx, input);
  const starts = firstOccurrences(recurrenceOf(input), input.limit);
  const clashes = whose === null || starts.length === 0 ? [] : await clashesAt(ctx, whose, starts);
  return {
    occurrences: starts.map((at, index) => {
      const reason = clashes[index] ?? null;
      return { starts_at: formatInstant(at), clash: reason !== null, ...(reason === null ? {} : { reason }) };
    }),
  };
};

type Whose = { readonly service_id: string; readonly specialist_id: string };

/** Whose time is looked at, if anybody's is; only staff and programs see when somebody is taken. */
const whoseTime = ({ actor }: Ctx, { service_id, specialist_id }: Preview): Whose | null => {
  if (service_id === undefined && specialist_id === undefined) return null;
  if (service_id === undefined || specialist_id === undefined)
    throw new AppError('invalid_input', {
      field: service_id === undefined ? 'service_id' : 'specialist_id',
      rule: 'service_id and specialist_id go together',
    });
  if (actor.role === 'assistant' || actingAs(actor, specialist_id) === 'client')
    throw new AppError('forbidden', { field: 'specialist_id' });
  return { service_id, specialist_id };
};

/** What clashes within the horizon; nothing is taken beyond it yet. */
const clashesAt = async ({ tx, actor, now }: Ctx, whose: Whose, all: readonly number[]) => {
  const until = takenUntil(now, (await findTenantRules(tx)).series_horizon_days);
  const starts = all.filter((at) => at < until);
  if (starts.length === 0) return [];
  const { staffer } = only(await loadAround(tx, whose, { starts, language: actor.language }));
  return clashesOf(staffer, starts);
};

export const seriesActions: HandlersOf<'series'> = {
  'series.preview': preview,

  'series.create': createSeries,

  'series.list': (ctx, { page, limit, status = null, whose, ...wanted }) => {
    const { tx, actor } = ctx;
    const { specialist_id = null } = wanted;
    const client_id =
      (whose === 'mine' ? agreed('client', wanted.client_id, actor.client_id) : wanted.client_id) ?? null;
    const view = { scope: scopeOf(actor), language: actor.language };
    return paged({ page, limit }, (part) => listSeries(tx, { status, client_id, specialist_id }, { ...view, ...part }));
  },

  'series.get': (ctx, { id }) => seriesOf(ctx, id),

  'series.end': endSeries,

  'series.move': moveSeries,

  'series.cancel_occurrence': cancelOccurrence,
};
