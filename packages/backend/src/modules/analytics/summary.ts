import { type Actions, AppError, type Parsed } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import { epochToDay, instantToLocal, MINUTE_MS } from '../../time.ts';
import { workedTime } from '../scheduling/index.ts';
import { findTenantRules } from '../tenants/index.ts';
import { byDay, byHour, daysOf, noShowRate, type Summary, windowOf } from './rules.ts';
import { findFigures, listWorkers, type Worker } from './store.ts';

type Wanted = Parsed<Actions['analytics.summary']>;

/** The days that are meant, in the zone of the business. Throws AppError as `daysOf`. */
export const periodOf = async ({ tx, now }: Ctx, wanted: Pick<Wanted, 'period' | 'from' | 'to'>) => {
  const { time_zone } = await findTenantRules(tx);
  const days = daysOf(wanted, epochToDay(instantToLocal(time_zone, now).day));
  return { time_zone, days, window: windowOf(time_zone, days) };
};

/**
 * Whose figures they are: specialists see their own, and those of others are not there for them.
 * @throws AppError `not_found`
 */
const whose = ({ actor }: Ctx, specialist_id: string | undefined): string | undefined => {
  if (actor.role !== 'specialist') return specialist_id;
  const own = actor.specialist_id;
  if (own === null || (specialist_id !== undefined && specialist_id !== own)) throw missing();
  return own;
};

const missing = () => new AppError('not_found', { what: 'specialist', field: 'specialist_id' });

/** The whole summary of a period (docs/rules.md#statistics). */
export const summaryOf = async (ctx: Ctx, { specialist_id, ...wanted }: Wanted): Promise<Summary> => {
  const { tx, actor } = ctx;
  const { time_zone, days, window } = await periodOf(ctx, wanted);
  const range = { window, specialist_id: whose(ctx, specialist_id) };
  const [figures, workers] = await Promise.all([
    findFigures(tx, range, actor.language),
    listWorkers(tx, range, actor.language),
  ]);
  if (range.specialist_id !== undefined && workers.length === 0) throw missing();
  const { bookings, quarters, services, money, clients } = figures;
  const specialists = await Promise.all(workers.map((one) => loadOf(ctx, one, window)));
  return {
    ...days,
    time_zone,
    bookings: { ...NONE, ...bookings },
    no_show_rate: noShowRate(bookings),
    clients,
    days: byDay(time_zone, days, quarters),
    hours: byHour(time_zone, quarters),
    services,
    specialists,
    money: actor.role === 'super_admin' || actor.role === 'bot' ? money : null,
  };
};

const NONE = { held: 0, pending_payment: 0, confirmed: 0, completed: 0, no_show: 0, cancelled: 0 };

const loadOf = async ({ tx }: Ctx, worker: Worker, window: { from: number; to: number }) => {
  const { bookable_ms, booked_ms } = await workedTime(tx, worker, window);
  const minutes = (ms: number): number => Math.round(ms / MINUTE_MS);
  const { id, name } = worker;
  return { id, name, booked_minutes: minutes(booked_ms), bookable_minutes: minutes(bookable_ms) };
};
