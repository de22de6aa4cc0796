import type { Actions, Language, Output, Parsed } from '@okno/contract';
import { type Fragment, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';

export type Segment = Parsed<Actions['broadcasts.create']>['segment'];

/** To whom, with days as instants (UTC). */
export type Condition = {
  readonly service_id: string | undefined;
  readonly tag: string | undefined;
  readonly last_visit_from: string | null;
  readonly last_visit_before: string | null;
};

const LAST_VISIT = sql.raw(
  `(select max(starts_at) from bookings where client_id = clients.id and status = 'completed')`,
);

/** Who works here is told nothing as a client, unless they have booked something. */
const COMES = sql.raw(`(clients.telegram_id is null
  or not exists (select from staff where staff.telegram_id = clients.telegram_id)
  or exists (select from bookings where client_id = clients.id))`);

const fitting = ({ service_id, tag, last_visit_from, last_visit_before }: Condition): Fragment =>
  sql.join(
    [
      sql`clients.forgotten_at is null and ${COMES}`,
      ...(service_id === undefined
        ? []
        : [
            sql`exists (select from bookings where client_id = clients.id and service_id = ${service_id}
              and status not in ('held', 'cancelled'))`,
          ]),
      ...(tag === undefined
        ? []
        : [sql`exists (select from client_tags where client_id = clients.id and tag = ${tag})`]),
      ...(last_visit_from === null ? [] : [sql`${LAST_VISIT} >= ${last_visit_from}::timestamptz`]),
      ...(last_visit_before === null ? [] : [sql`${LAST_VISIT} < ${last_visit_before}::timestamptz`]),
    ],
    sql` and `,
  );

/** The one chat of a person in which they are written to: one that is open, the oldest of them. */
const CHAT = sql.raw(`lateral (
  select chats.bot_id, chats.language, chats.unreachable_since is null as reachable
  from chats join bots on bots.bot_id = chats.bot_id
  where chats.telegram_id = clients.telegram_id and bots.revoked_at is null
  order by chats.unreachable_since is null desc, chats.created_at, chats.bot_id limit 1) as chat`);

type Audience = Omit<Output<Actions['broadcasts.preview']>, 'sample' | 'by_language'> & {
  readonly ru: number;
  readonly en: number;
};

/** Who would get it, and who would not. */
export const countAudience = async (tx: Tx, condition: Condition): Promise<Audience> => {
  const row = await tx.row(sql<Audience>`
    select count(*) filter (where reachable and news)::int as recipients,
      count(*) filter (where reachable and news and language = 'ru')::int as ru,
      count(*) filter (where reachable and news and language = 'en')::int as en,
      count(*) filter (where not reachable)::int as unreachable,
      count(*) filter (where reachable and not news)::int as opted_out,
      count(*) filter (where reachable is null)::int as without_chat
    from clients left join ${CHAT} on true where ${fitting(condition)}`);
  if (row === undefined) throw new Error('a count without a row');
  return row;
};

/** The first who would get it, if anybody would. */
export const findFirst = (tx: Tx, condition: Condition): Promise<{ name: string; language: Language } | undefined> =>
  tx.row(sql<{ name: string; language: Language }>`
    select clients.name, chat.language from clients join ${CHAT} on true
    where chat.reachable and news and ${fitting(condition)} order by clients.id limit 1`);

/** Below every id there is. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * Writes down who of the next `size` clients gets it, and how far that went, in one statement: however often it is
 * repeated, nobody is written down twice. True when all have been looked at.
 */
export const expandBroadcast = async (
  tx: Tx,
  id: string,
  { after, size, condition }: { after: string | null; size: number; condition: Condition },
): Promise<boolean> => {
  const row = await tx.row(sql<{ complete: boolean }>`
    with batch as (select id from clients where id > ${after ?? NOBODY}::uuid order by id limit ${size}),
    found as (
      select clients.telegram_id, chat.bot_id,
        case when not chat.reachable then 'unreachable' when not clients.news then 'opted_out' else 'waiting' end as status
      from batch join clients on clients.id = batch.id join ${CHAT} on true where ${fitting(condition)}),
    added as (
      insert into broadcast_recipients (broadcast_id, telegram_id, bot_id, status, settled_at)
      select ${id}::uuid, telegram_id, bot_id, status, case when status <> 'waiting' then okno_now() end from found
      on conflict do nothing)
    update broadcasts set looked_until = coalesce((select id from batch order by id desc limit 1), looked_until),
      expanded_at = case when (select count(*) from batch) < ${size} then okno_now() end
    where id = ${id} returning expanded_at is not null as complete`);
  return row?.complete === true;
};
