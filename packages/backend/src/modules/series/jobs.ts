import type { InTenant, Tx } from '../../db/tx.ts';
import type { RunDue } from '../../due.ts';
import { formatInstant } from '../../time.ts';
import { audienceOf, lockClient } from '../bookings/index.ts';
import { findClient, listChatsOf } from '../people/index.ts';
import { lockTime } from '../scheduling/index.ts';
import { findTenantRules, type TenantRules } from '../tenants/index.ts';
import { recurrenceOf } from './create.ts';
import { findOutsideHours } from './hours.ts';
import { reportClashes } from './notices.ts';
import { isOver, nextNight, takenUntil } from './rules-night.ts';
import { occurrencesBetween, type Recurrence } from './rules-recurrence.ts';
import { lockSeries, type SeriesRow, updateExtendedUntil, updateNextRun, updateToEnded } from './store.ts';
import { listAhead, listOccurrencesFrom } from './store-occurrences.ts';
import { takeIfOffered, writeOccurrences } from './take.ts';

/**
 * Carries one series on for another night: takes the time that has come within the horizon, looks whether what is
 * booked still lies in working hours, tells the staff what does not fit, and plans the next night. Harmless to repeat:
 * the row is locked, and whoever comes second finds that the next run lies ahead.
 */
export const extendSeries =
  (inTenant: InTenant): RunDue =>
  async ({ tenant_id, due_id }) => {
    await inTenant(tenant_id, async (tx) => extend(tx, due_id, await tx.now));
    return { done: true };
  };

const extend = async (tx: Tx, id: string, now: number): Promise<void> => {
  const series = await lockSeries(tx, id, 'all');
  if (series === undefined || series.next_run_at === null || Date.parse(series.next_run_at) > now) return;
  const rules = await findTenantRules(tx);
  const night = { now, rules, recurrence: recurrenceOf({ ...series, timezone: series.time_zone }) };
  const clashing = await takeMore(tx, series, night);
  const outside = await findOutsideHours(tx, series, now);
  const starts = [...clashing, ...outside].sort((a, b) => a - b);
  if (starts.length > 0) await reportClashes(tx, series.specialist_id, { series_id: id, starts, now });
  const ends_before = series.ends_before === null ? null : Date.parse(series.ends_before);
  const over = isOver(night.recurrence, ends_before, takenUntil(now, rules.series_horizon_days, ends_before));
  if (over && (await listAhead(tx, id)).length === 0) updateToEnded(tx, id);
  else updateNextRun(tx, id, formatInstant(nextNight(id, rules, now)));
};

type Night = { readonly now: number; readonly rules: TenantRules; readonly recurrence: Recurrence };

/** Takes the time that has come within the horizon, and returns the occurrences (ms) that could not have theirs. */
const takeMore = async (tx: Tx, series: SeriesRow, { now, rules, recurrence }: Night): Promise<number[]> => {
  const { id, specialist_id, client_id, extended_until } = series;
  const ends_before = series.ends_before === null ? null : Date.parse(series.ends_before);
  const until = takenUntil(now, rules.series_horizon_days, ends_before);
  // A horizon that was made shorter takes nothing back.
  if (until <= Date.parse(extended_until)) return [];
  updateExtendedUntil(tx, id, formatInstant(until));
  const known = new Set(
    (await listOccurrencesFrom(tx, id, extended_until)).map((row) => Date.parse(row.occurrence_at)),
  );
  const all = occurrencesBetween(recurrence, Date.parse(extended_until), until);
  const starts = all.filter((at) => !known.has(at));
  if (starts.length === 0) return [];
  lockTime(tx, { specialist_ids: [specialist_id], service_id: series.service_id });
  lockClient(tx, client_id);
  const [client, chats, { giver, taken }] = await Promise.all([
    findClient(tx, client_id),
    listChatsOf(tx, { client_id, specialist_ids: [specialist_id] }),
    takeIfOffered(tx, series, { starts, now, language: 'en' }),
  ]);
  if (client === undefined) throw new Error('a series has a client');
  const audience = audienceOf(chats, specialist_id);
  const writing = { actor: 'system', acting_as: 'system', now, rules, audience } as const;
  writeOccurrences(tx, { series_id: id, giver, client, taken }, writing);
  return taken.flatMap(({ at, clash }) => (clash === null ? [] : at));
};
