import type { Actions, Language, Output } from '@okno/contract';
import { sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import { type Scope, within } from '../bookings/index.ts';

/** A series without its occurrences, as people see it. */
export type SeriesCard = Output<Actions['series.list']>['items'][number];

/** The row of a series. */
export type SeriesRow = {
  readonly id: string;
  readonly service_id: string;
  readonly specialist_id: string;
  readonly client_id: string;
  readonly time_zone: string;
  readonly starts_at_local: string;
  readonly rrule: string;
  readonly exdates: string[];
  readonly status: 'active' | 'ended';
  readonly ends_before: string | null;
  readonly extended_until: string;
  readonly next_run_at: string | null;
  readonly note: string | null;
};

/** The row of a series, kept from others until the transaction ends; misses what lies outside the scope. */
export const lockSeries = (tx: Tx, id: string, scope: Scope): Promise<SeriesRow | undefined> =>
  tx.row(sql<SeriesRow>`
    select id, service_id, specialist_id, client_id, time_zone, starts_at_local, rrule, exdates, status, ends_before,
      extended_until, next_run_at, note
    from series where id = ${id} and ${within(scope, 'series')} for update`);

/** What the staff noted is for the staff, and of the specialists for who gives it. */
const noteFor = (scope: Scope) =>
  scope === 'all' ? sql`note` : sql`case when series.specialist_id = ${scope.specialist_id}::uuid then note end`;

const card = ({ scope, language }: View) => sql`
  series.id, series.status, ended_reason,
  jsonb_build_object('id', services.id, 'name', coalesce(services.translations -> ${language} ->> 'name', services.name)) as service,
  jsonb_build_object('id', specialists.id, 'name',
    coalesce(specialists.translations -> ${language} ->> 'name', specialists.name)) as specialist,
  jsonb_build_object('id', clients.id, 'name', clients.name) as client,
  series.time_zone, starts_at_local, rrule, exdates, ends_before, extended_until, follows, ${noteFor(scope)} as note, series.created_at`;

const joined = sql.raw(`
  join services on services.id = series.service_id
  join specialists on specialists.id = series.specialist_id
  join clients on clients.id = series.client_id`);

type View = { readonly scope: Scope; readonly language: Language };

export const findSeries = (tx: Tx, id: string, view: View): Promise<SeriesCard | undefined> =>
  tx.row(sql<SeriesCard>`
    select ${card(view)} from series ${joined} where series.id = ${id} and ${within(view.scope, 'series')}`);

export type SeriesFilter = {
  readonly status: 'active' | 'ended' | null;
  readonly client_id: string | null;
  readonly specialist_id: string | null;
};

/** The latest first; every row carries the total. */
export const listSeries = (
  tx: Tx,
  { status, client_id, specialist_id }: SeriesFilter,
  { scope, language, page, limit }: View & { page: number; limit: number },
): Promise<(SeriesCard & { total: number })[]> =>
  tx.rows(sql<SeriesCard & { total: number }>`
    select ${card({ scope, language })}, count(*) over ()::int as total from series ${joined}
    where ${within(scope, 'series')}
      and (${status}::text is null or series.status = ${status})
      and (${client_id}::uuid is null or series.client_id = ${client_id})
      and (${specialist_id}::uuid is null or series.specialist_id = ${specialist_id})
    order by series.created_at desc, series.id limit ${limit} offset ${(page - 1) * limit}`);

export type NewSeries = Pick<
  SeriesRow,
  'id' | 'service_id' | 'specialist_id' | 'client_id' | 'time_zone' | 'starts_at_local' | 'rrule' | 'note'
> & {
  readonly exdates: readonly string[];
  readonly extended_until: string;
  readonly follows: string | null;
  readonly created_by: string;
};

export const insertSeries = (tx: Tx, row: NewSeries): void =>
  tx.send(sql`
    insert into series (id, service_id, specialist_id, client_id, time_zone, starts_at_local, rrule, exdates, note,
      extended_until, follows, created_by)
    values (${row.id}, ${row.service_id}, ${row.specialist_id}, ${row.client_id}, ${row.time_zone},
      ${row.starts_at_local}, ${row.rrule}, ${JSON.stringify(row.exdates)}::jsonb, ${row.note}, ${row.extended_until},
      ${row.follows}, ${row.created_by})`);

/** Every occurrence before this instant has its row by now. */
export const updateExtendedUntil = (tx: Tx, id: string, extended_until: string): void =>
  tx.send(sql`update series set extended_until = ${extended_until} where id = ${id}`);

/** Nothing takes place from this instant on. */
export const updateEndsBefore = (
  tx: Tx,
  id: string,
  { ends_before, reason }: { ends_before: string; reason: 'ended' | 'moved' },
): void => tx.send(sql`update series set ends_before = ${ends_before}, ended_reason = ${reason} where id = ${id}`);

/** Nothing more is to be done for it; its row in the timetable goes as well. */
export const updateToEnded = (tx: Tx, id: string): void =>
  tx.send(sql`
    with waiting as (
      delete from due using series where series.id = ${id} and due.id = series.id and due.fire_at = series.next_run_at)
    update series set status = 'ended', ended_reason = coalesce(ended_reason, 'finished'), next_run_at = null
    where id = ${id}`);

/** When it is carried on next; instead of what was planned before. */
export const updateNextRun = (tx: Tx, id: string, at: string): void => {
  tx.send(
    sql`delete from due using series where series.id = ${id} and due.id = series.id and due.fire_at = next_run_at`,
  );
  tx.send(sql`
    with planned as (insert into due (fire_at, kind, id) values (${at}, 'series', ${id}) on conflict do nothing)
    update series set next_run_at = ${at} where id = ${id}`);
};
