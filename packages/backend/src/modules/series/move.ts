import { randomUUID } from 'node:crypto';
import { type Actions, AppError, type Parsed, type Series } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import type { Tx } from '../../db/tx.ts';
import { formatInstant } from '../../time.ts';
import {
  type ActingAs,
  actingAs,
  asProgram,
  audienceOf,
  lockClient,
  lockMoves,
  moveBooking,
  moveTogether,
} from '../bookings/index.ts';
import { findClient, listChatsOf } from '../people/index.ts';
import { type GivenService, lockTime } from '../scheduling/index.ts';
import { findTenantRules, type TenantRules } from '../tenants/index.ts';
import { keptOf, recurrenceOf, refuseClashes } from './create.ts';
import { cancelAll, isOpen } from './end.ts';
import { announceSeries } from './notices.ts';
import { continued } from './rules-move.ts';
import { inOrder, nextNight, takenUntil } from './rules-night.ts';
import { instantToWall, occurrencesBetween, type Recurrence, wallToInstant } from './rules-recurrence.ts';
import { formatWall } from './rules-rrule.ts';
import { insertSeries, type SeriesRow, updateEndsBefore, updateNextRun, updateToEnded } from './store.ts';
import {
  type Coming,
  insertOccurrences,
  listAhead,
  listOccurrencesFrom,
  lockAhead,
  type NewOccurrence,
  updateOccurrences,
  updateSeriesOf,
} from './store-occurrences.ts';
import { takeTime, writeOccurrences } from './take.ts';
import { judgeMoves, type Target } from './targets.ts';
import { lockOwn, seriesOf } from './view.ts';

type Input = Parsed<Actions['series.move']>;
type Situation = {
  readonly series: SeriesRow;
  readonly rules: TenantRules;
  readonly by: ActingAs;
  readonly specialist_id: string;
};

/**
 * Moves one occurrence and the following: they go on as a series of their own, their bookings keep their ids and their
 * history, and what was cancelled stays cancelled. The client is told once (docs/rules.md#series).
 */
export const moveSeries = async (ctx: Ctx, input: Input): Promise<Series> => {
  const { tx, actor, now } = ctx;
  const series = await lockOwn(ctx, input.id);
  const rules = await findTenantRules(tx);
  const specialist_id = input.specialist_id ?? series.specialist_id;
  const by = actingAs(actor, specialist_id);
  if (by === 'client') throw new AppError('forbidden', { field: 'specialist_id' });
  const from = Date.parse(input.from);
  const called_off = calledOffLater(series, await listOccurrencesFrom(tx, series.id, input.from));
  const recurrence = continuation(series, { ...input, called_off }, now);
  await lockVisits(tx, series, { specialist_id, from: input.from });
  // Single visits may have been moved or cancelled until now.
  const rows = await listOccurrencesFrom(tx, series.id, input.from);
  const id = randomUUID();
  const ends_before = endOf(series, from, recurrence);
  // What is booked has its place also where it moves beyond the horizon.
  const later = Math.max(0, wallToInstant(recurrence.zone, recurrence.starts) - from);
  const until = takenUntil(now, rules.series_horizon_days, ends_before, Date.parse(series.extended_until) + later);
  insertSeries(tx, {
    ...series,
    id,
    specialist_id,
    ...keptOf(
      recurrence,
      [...recurrence.excluded].map((at) => formatWall(instantToWall(recurrence.zone, at))),
    ),
    extended_until: formatInstant(until),
    follows: series.id,
    created_by: actor.id,
  });
  if (ends_before !== null) updateEndsBefore(tx, id, { ends_before: formatInstant(ends_before), reason: 'ended' });
  const told = await carryOver(ctx, { series, rules, by, specialist_id }, { id, input, recurrence, until, rows });
  updateEndsBefore(tx, series.id, { ends_before: formatInstant(from), reason: 'moved' });
  if ((await listAhead(tx, series.id)).length === 0) updateToEnded(tx, series.id);
  updateNextRun(tx, id, formatInstant(nextNight(id, rules, now)));
  await announceSeries(tx, {
    kind: 'series_moved',
    series_id: id,
    ...told,
    now,
    client_id: series.client_id,
    specialist_ids: [series.specialist_id, specialist_id],
    done_in: actor.chat,
  });
  return seriesOf(ctx, id);
};

/**
 * Locks all that the single moves will lock, in the order in which everybody locks: moves, specialists, client, bookings.
 * Whose visits they are is read again once nobody else can move them.
 */
const lockVisits = async (
  tx: Tx,
  series: SeriesRow,
  { specialist_id, from }: { specialist_id: string; from: string },
) => {
  const seen = (await listOccurrencesFrom(tx, series.id, from)).filter(isOpen);
  for (const id of seen.map(({ booking_id }) => booking_id).sort()) lockMoves(tx, id);
  const rows = await listOccurrencesFrom(tx, series.id, from);
  const givers = rows.flatMap((row) => (isOpen(row) ? (row.specialist_id ?? []) : []));
  const specialist_ids = [...new Set([series.specialist_id, specialist_id, ...givers])];
  lockTime(tx, { specialist_ids, service_id: series.service_id });
  lockClient(tx, series.client_id);
  lockAhead(tx, series.id);
};

/** When the continuation ends (ms): the end moves along on the wall clock, so that what was ended stays so. */
const endOf = ({ ends_before }: SeriesRow, from: number, { zone, starts }: Recurrence): number | null => {
  if (ends_before === null) return null;
  const shift = starts - instantToWall(zone, from);
  return wallToInstant(zone, instantToWall(zone, Date.parse(ends_before)) + shift);
};

/** Occurrences (ms) that were called off before they were booked. */
const calledOffLater = ({ extended_until }: SeriesRow, rows: readonly Coming[]): number[] =>
  rows.map(({ occurrence_at }) => Date.parse(occurrence_at)).filter((at) => at >= Date.parse(extended_until));

type Wanted = Input & { readonly called_off: readonly number[] };

/** The recurrence from the moved occurrence on. Throws AppError `invalid_input`. */
const continuation = (series: SeriesRow, input: Wanted, now: number): Recurrence => {
  const before = recurrenceOf({ ...series, timezone: series.time_zone });
  const from = Date.parse(input.from);
  const ends = series.ends_before === null ? Number.POSITIVE_INFINITY : Date.parse(series.ends_before);
  if (from < now || from >= ends || occurrencesBetween(before, from, from + 1).length === 0)
    throw new AppError('invalid_input', {
      field: 'from',
      rule: 'must be an occurrence of this series that lies ahead',
    });
  if (from >= Date.parse(series.extended_until))
    throw new AppError('invalid_input', { field: 'from', rule: 'must be an occurrence that is booked already' });
  const excluded = new Set([...before.excluded, ...input.called_off]);
  const given = continued(
    { ...before, excluded },
    { from, starts_at_local: input.starts_at_local, rrule: input.rrule },
  );
  if ('field' in given) throw new AppError('invalid_input', given);
  const after = recurrenceOf(given);
  const first = wallToInstant(after.zone, after.starts);
  if (first < now) throw new AppError('invalid_input', { field: 'starts_at_local', rule: 'must lie ahead' });
  if (occurrencesBetween(after, first, first + 1).length === 0)
    throw new AppError('invalid_input', {
      field: 'rrule',
      rule: 'does not take place at starts_at_local: say the rule of the new times',
    });
  return after;
};

type To = {
  readonly id: string;
  readonly input: Input;
  readonly recurrence: Recurrence;
  readonly until: number;
  readonly rows: readonly Coming[];
};

/** Moves what is booked to the new times, one by one in their order; books what is more, cancels what is too many. */
const carryOver = async (ctx: Ctx, situation: Situation, { id, input, recurrence, until, rows }: To) => {
  const { tx, now } = ctx;
  const { series, specialist_id } = situation;
  const starts = occurrencesBetween(recurrence, now, until);
  const sameRule = input.rrule === undefined;
  const booked = rows.filter(({ occurrence_at }) => Date.parse(occurrence_at) < Date.parse(series.extended_until));
  const { targets, called_off, surplus } = pair(booked, starts, sameRule);
  if (targets.length === 0) throw new AppError('invalid_input', { field: 'from', rule: 'leaves nothing to move' });
  const { giver, judged } = await judgeMoves(ctx, { ...series, specialist_id, was: series.specialist_id }, targets);
  refuseClashes(
    judged.map(({ to, clash }) =>
      clash === null ? { at: to, reservation_id: '', clash } : { at: to, reservation_id: null, clash },
    ),
    input.on_clash,
  );
  const fitting = judged.filter(({ clash }) => clash === null);
  const unfit = judged.filter(({ clash }) => clash !== null);
  // Whoever loses a visit is told of this one.
  const lost = [...surplus, ...unfit.flatMap(({ row }) => row ?? [])];
  await cancelAll(asProgram(ctx), lost, { reason: input.reason ?? null, quiet: false });
  await moveAll(ctx, fitting, { giver, reason: input.reason ?? null });
  updateSeriesOf(
    tx,
    fitting.flatMap(({ row }) => row?.booking_id ?? []),
    id,
  );
  insertOccurrences(tx, id, [...fitting.flatMap(kept), ...unfit.map(clashing), ...called_off.map(calledOff)]);
  const more = await bookMore(ctx, situation, {
    id,
    starts: fitting.filter(({ row }) => row === null).map(({ to }) => to),
  });
  updateOccurrences(
    tx,
    series.id,
    fitting.flatMap(({ row }) => row?.occurrence_at ?? []),
    'moved',
  );
  const booking_id = fitting.flatMap(({ row }) => row?.booking_id ?? [])[0] ?? more[0] ?? '';
  return { booking_id, starts: fitting.map(({ to }) => to) };
};

/** Old and new occurrences meet in their order; what was cancelled stays so where the rule is the same. */
const pair = (rows: readonly Coming[], starts: readonly number[], sameRule: boolean) => {
  const known = sameRule ? rows : rows.filter(isOpen);
  const targets: Target[] = [];
  const called_off: number[] = [];
  for (const [index, to] of starts.entries()) {
    const row = known[index];
    if (row !== undefined && (row.status === 'cancelled' || row.status === 'skipped')) called_off.push(to);
    else targets.push({ to, row: row !== undefined && isOpen(row) ? row : null });
  }
  return { targets, called_off, surplus: known.slice(starts.length).filter(isOpen) };
};

/** The bookings keep their ids; nobody is told of each. */
const moveAll = async (
  ctx: Ctx,
  judged: readonly Target[],
  { giver, reason }: { giver: GivenService; reason: string | null },
): Promise<void> => {
  const { specialist_id } = giver;
  const steps = judged.flatMap(({ to, row }) => (row === null ? [] : { row, from: Date.parse(row.starts_at), to }));
  const moves = inOrder(steps).map(({ row, to }) => ({
    id: row.booking_id,
    starts_at: formatInstant(to),
    specialist_id,
    reason,
    message: null,
    outside_rules: true,
    quiet: true,
  }));
  if (giver.capacity === 1 && giver.rooms === null) return moveTogether(asProgram(ctx), moves, giver);
  // Which seat or room is free shows only when the one before has left.
  for (const move of moves) await moveBooking(asProgram(ctx), move);
};

const kept = ({ to, row }: Target): NewOccurrence[] =>
  row === null ? [] : [{ occurrence_at: formatInstant(to), status: 'booked', booking_id: row.booking_id, clash: null }];

const clashing = ({ to, clash }: { to: number; clash: NewOccurrence['clash'] }): NewOccurrence => ({
  occurrence_at: formatInstant(to),
  status: 'clash',
  booking_id: null,
  clash,
});

const calledOff = (to: number): NewOccurrence => ({
  occurrence_at: formatInstant(to),
  status: 'cancelled',
  booking_id: null,
  clash: null,
});

/** New times that have come within the horizon, and what clashed before. */
const bookMore = async (
  ctx: Ctx,
  { series, rules, by, specialist_id }: Situation,
  { id, starts }: { id: string; starts: readonly number[] },
): Promise<string[]> => {
  const { tx, actor, now } = ctx;
  const { client_id } = series;
  if (starts.length === 0) return [];
  const who = { ...series, specialist_id };
  const [client, chats, { giver, taken }] = await Promise.all([
    findClient(tx, client_id),
    listChatsOf(tx, { client_id, specialist_ids: [specialist_id] }),
    takeTime(tx, who, { starts, now, language: actor.language }),
  ]);
  if (client === undefined) throw new Error('a series has a client');
  // Judged free under the same locks; what is not would be a fault of ours.
  refuseClashes(taken, 'refuse');
  const writing = { actor: actor.id, acting_as: by, now, rules, audience: audienceOf(chats, specialist_id) };
  return writeOccurrences(tx, { series_id: id, giver, client, taken }, writing);
};
