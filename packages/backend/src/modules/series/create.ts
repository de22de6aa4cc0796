import { randomUUID } from 'node:crypto';
import { type Actions, AppError, type Parsed, type Series } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import { formatInstant } from '../../time.ts';
import { actingAs, audienceOf, clientOf, lockClient } from '../bookings/index.ts';
import { listChatsOf } from '../people/index.ts';
import { findSpecialist, lockTime } from '../scheduling/index.ts';
import { findTenantRules } from '../tenants/index.ts';
import { announceSeries } from './notices.ts';
import { nextNight, takenUntil } from './rules-night.ts';
import { occurrencesBetween, type Recurrence, type RecurrenceInput, readRecurrence } from './rules-recurrence.ts';
import { formatWall } from './rules-rrule.ts';
import { insertSeries, updateNextRun } from './store.ts';
import { insertOccurrences } from './store-occurrences.ts';
import { type Taken, takeTime, writeOccurrences } from './take.ts';
import { seriesOf } from './view.ts';

type Input = Parsed<Actions['series.create']>;

/**
 * Books a recurring visit as far ahead as the business decides: all of it or nothing. What clashes is refused with the
 * list, unless the caller leaves it out (docs/rules.md#series).
 */
export const createSeries = async (ctx: Ctx, input: Input): Promise<Series> => {
  const { tx, actor, now } = ctx;
  const by = actingAs(actor, input.specialist_id);
  if (by === 'client') throw new AppError('forbidden', { field: 'specialist_id' });
  const [specialist, rules, client] = await Promise.all([
    findSpecialist(tx, input.specialist_id),
    findTenantRules(tx),
    clientOf(ctx, input),
  ]);
  if (specialist === undefined) throw new AppError('not_found', { what: 'specialist', field: 'specialist_id' });
  const recurrence = recurrenceOf({ ...input, timezone: input.timezone ?? specialist.time_zone });
  const until = takenUntil(now, rules.series_horizon_days);
  const starts = startsOf(recurrence, { now, until, horizon_days: rules.series_horizon_days });
  const left_out = leftOut(input, starts);
  lockTime(tx, { specialist_ids: [specialist.id], service_id: input.service_id });
  lockClient(tx, client.id);
  const wanted = starts.filter((at) => !left_out.has(at));
  const who = { ...input, client_id: client.id };
  const { giver, taken } = await takeTime(tx, who, { starts: wanted, now, language: actor.language });
  refuseClashes(taken, input.on_clash);
  const id = randomUUID();
  insertSeries(tx, {
    ...who,
    id,
    ...keptOf(recurrence, input.exdates),
    note: input.note ?? null,
    extended_until: formatInstant(until),
    follows: null,
    created_by: actor.id,
  });
  const chats = await listChatsOf(tx, { client_id: client.id, specialist_ids: [specialist.id] });
  const writing = { actor: actor.id, acting_as: by, now, rules, audience: audienceOf(chats, specialist.id) };
  const [first] = writeOccurrences(tx, { series_id: id, giver, client, taken }, writing);
  insertOccurrences(tx, id, [...left_out].map(skipped));
  updateNextRun(tx, id, formatInstant(nextNight(id, rules, now)));
  await announceSeries(tx, {
    kind: 'series_created',
    series_id: id,
    booking_id: first ?? '',
    starts: bookedOf(taken),
    now,
    client_id: client.id,
    specialist_ids: [specialist.id],
    done_in: actor.chat,
  });
  return seriesOf(ctx, id);
};

/** The recurrence that was asked for. Throws AppError `invalid_input` with its field and rule. */
export const recurrenceOf = (input: RecurrenceInput): Recurrence => {
  const recurrence = readRecurrence(input);
  if ('field' in recurrence) throw new AppError('invalid_input', recurrence);
  return recurrence;
};

/** A recurrence as it is kept: the rule in its one form, and the seconds written out. */
export const keptOf = ({ zone, starts, rule }: Recurrence, exdates: readonly string[]) => ({
  time_zone: zone,
  starts_at_local: formatWall(starts),
  rrule: rule.text,
  exdates,
});

const startsOf = (
  recurrence: Recurrence,
  { now, until, horizon_days }: { now: number; until: number; horizon_days: number },
): number[] => {
  const [past] = occurrencesBetween(recurrence, Math.min(recurrence.starts, now) - PAST_MS, now);
  if (past !== undefined) throw new AppError('invalid_input', { field: 'starts_at_local', rule: 'must lie ahead' });
  const starts = occurrencesBetween(recurrence, now, until);
  if (starts.length === 0)
    throw new AppError('invalid_input', {
      field: 'starts_at_local',
      rule: `must lie within the next ${horizon_days} days, and not every time may be left out`,
    });
  return starts;
};

/** A wall clock is at most a day from UTC. */
const PAST_MS = 86_400_000;

/** The occurrences (ms) that the caller leaves out. */
const leftOut = ({ skip }: Input, starts: readonly number[]): Set<number> => {
  const known = new Set(starts);
  const left_out = new Set(skip.map((at) => Date.parse(at)));
  const unknown = skip.findIndex((at) => !known.has(Date.parse(at)));
  if (unknown >= 0)
    throw new AppError('invalid_input', { field: `skip.${unknown}`, rule: 'must be an occurrence within the horizon' });
  if (left_out.size === known.size)
    throw new AppError('invalid_input', { field: 'skip', rule: 'must not leave out every occurrence' });
  return left_out;
};

const skipped = (at: number) =>
  ({ occurrence_at: formatInstant(at), status: 'skipped', booking_id: null, clash: null }) as const;

/** A clash is refused unless the caller leaves out what clashes; a series needs at least one booking. */
export const refuseClashes = (taken: readonly Taken[], on_clash: 'refuse' | 'skip'): void => {
  const clashes = taken.flatMap(({ at, clash }) =>
    clash === null ? [] : { starts_at: formatInstant(at), reason: clash },
  );
  if (clashes.length > 0 && (on_clash === 'refuse' || clashes.length === taken.length))
    throw new AppError('series_clash', { clashes });
};

/** The occurrences (ms) that have their time. */
export const bookedOf = (taken: readonly Taken[]): number[] =>
  taken.flatMap(({ at, clash }) => (clash === null ? at : []));
