import type { Notification } from '@okno/contract';
import { type Fragment, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import type { Scope } from './rules.ts';

const columns = sql.raw(`
  notifications.id, notifications.kind, notifications.audience, notifications.status, notifications.attempts,
  notifications.send_at, notifications.settled_at, notifications.error,
  coalesce(case when audience = 'client' then persons.name end, staff.name, persons.name) as recipient,
  bookings.id as booking_id, bookings.starts_at, clients.id as client_id, clients.name as client_name`);

type Flat = Omit<Notification, 'booking'> & {
  readonly booking_id: string | null;
  readonly starts_at: string | null;
  readonly client_id: string | null;
  readonly client_name: string | null;
};

const unfold = ({ booking_id, starts_at, client_id, client_name, ...rest }: Flat): Notification => ({
  ...rest,
  booking:
    booking_id === null || starts_at === null || client_id === null || client_name === null
      ? null
      : { id: booking_id, starts_at, client: { id: client_id, name: client_name } },
});

const joined = sql.raw(`
  left join bookings on bookings.id = coalesce((notifications.series ->> 'booking_id')::uuid, notifications.subject_id)
  left join clients on clients.id = bookings.client_id
  left join clients as persons on persons.telegram_id = notifications.telegram_id
  left join staff on staff.telegram_id = notifications.telegram_id`);

/** Specialists see what is about the visits they give. */
const within = (scope: Scope): Fragment =>
  scope === 'all' ? sql`true` : sql`bookings.specialist_id = ${scope.specialist_id}`;

export type NotificationFilter = {
  readonly booking_id: string | undefined;
  readonly client_id: string | undefined;
  readonly status: string | undefined;
};

const fitting = ({ booking_id, client_id, status }: NotificationFilter): Fragment =>
  sql.join(
    [
      sql`true`,
      ...(booking_id === undefined ? [] : [sql`notifications.subject_id = ${booking_id}`]),
      ...(client_id === undefined
        ? []
        : [sql`notifications.subject_id in (select id from bookings where client_id = ${client_id})`]),
      ...(status === undefined ? [] : [sql`notifications.status = ${status}`]),
    ],
    sql` and `,
  );

/** The newest first; every row carries the total. */
export const listNotifications = async (
  tx: Tx,
  filter: NotificationFilter,
  { scope, page, limit }: { scope: Scope; page: number; limit: number },
): Promise<(Notification & { total: number })[]> => {
  const rows = await tx.rows(sql<Flat & { total: number }>`
    select ${columns}, count(*) over ()::int as total from notifications ${joined}
    where ${fitting(filter)} and ${within(scope)}
    order by notifications.send_at desc, notifications.id limit ${limit} offset ${(page - 1) * limit}`);
  return rows.map(({ total, ...row }) => ({ ...unfold(row), total }));
};

/** Misses when there is none, or when it lies outside the scope. */
export const findNotification = async (tx: Tx, id: string, scope: Scope): Promise<Notification | undefined> => {
  const row = await tx.row(sql<Flat>`
    select ${columns} from notifications ${joined} where notifications.id = ${id} and ${within(scope)}`);
  return row === undefined ? undefined : unfold(row);
};

/** It is to be told once more, at once and as if for the first time; false: it has not failed. */
export const repeatNotification = async (tx: Tx, id: string): Promise<boolean> => {
  const row = await tx.row(sql<{ id: string }>`
    with again as (
      update notifications set status = 'pending', attempts = 0, settled_at = null, pull_at = null, lease = null
      where id = ${id} and status in ('failed', 'uncertain') and kind not in ('undelivered', 'bot_revoked', 'webhook_given_up')
      returning id)
    insert into due (fire_at, kind, id) select okno_now(), 'notification', id from again returning id`);
  return row !== undefined;
};
