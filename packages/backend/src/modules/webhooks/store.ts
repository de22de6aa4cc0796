import type { Actions, Output } from '@okno/contract';
import { db, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';

export type Webhook = Output<Actions['webhooks.get']>;
export type Delivery = Output<Actions['webhooks.resend']>;
type Page = { readonly page: number; readonly limit: number };

const CARD = sql.raw(`id, name, host, events, active, created_at, failing_since, given_up_at,
  case when old_secret_until > okno_now() then old_secret_until end as old_secret_until,
  (select count(*)::int from webhook_deliveries where webhook_id = webhooks.id and status = 'pending') as pending,
  (select count(*)::int from webhook_deliveries where webhook_id = webhooks.id and status = 'dead') as dead`);

export const findWebhook = (tx: Tx, id: string): Promise<Webhook | undefined> =>
  tx.row(sql<Webhook>`select ${CARD} from webhooks where id = ${id}`);

/** Kept from others until the transaction ends. */
export const lockWebhook = (tx: Tx, id: string): Promise<{ id: string; secret_sealed: string } | undefined> =>
  tx.row(sql<{ id: string; secret_sealed: string }>`
    select id, secret_sealed from webhooks where id = ${id} for no key update`);

/** The oldest first; every row carries the total. */
export const listWebhooks = (tx: Tx, { page, limit }: Page): Promise<(Webhook & { total: number })[]> =>
  tx.rows(sql<Webhook & { total: number }>`
    select ${CARD}, count(*) over ()::int as total from webhooks
    order by created_at, id limit ${limit} offset ${(page - 1) * limit}`);

/** How many there are; whoever makes another one waits until this transaction has ended. */
export const countWebhooks = async (tx: Tx): Promise<number> => {
  tx.send(sql`select pg_advisory_xact_lock(hashtextextended(current_setting('app.tenant_id') || ' webhooks', 0))`);
  return (await tx.row(sql<{ count: number }>`select count(*)::int as count from webhooks`))?.count ?? 0;
};

type NewWebhook = {
  readonly id: string;
  readonly name: string;
  readonly url_sealed: string;
  readonly host: string;
  readonly secret_sealed: string;
  readonly events: string[];
};

export const insertWebhook = (tx: Tx, row: NewWebhook): void => tx.send(db.insertInto('webhooks').values(row));

/** What is left out stays as it is. */
export const updateWebhook = (tx: Tx, id: string, changes: Partial<Omit<NewWebhook, 'id'>>): void => {
  if (Object.keys(changes).length > 0) tx.send(db.updateTable('webhooks').set(changes).where('id', '=', id));
};

export const deleteWebhook = async (tx: Tx, id: string): Promise<{ id: string } | undefined> =>
  tx.row(sql<{ id: string }>`delete from webhooks where id = ${id} returning id`);

/** The one before is good for `keep_hours` more. */
export const updateSecret = (
  tx: Tx,
  id: string,
  { secret_sealed, keep_hours }: { secret_sealed: string; keep_hours: number },
): void =>
  tx.send(sql`update webhooks set old_secret_sealed = secret_sealed, secret_sealed = ${secret_sealed},
    old_secret_until = okno_now() + ${keep_hours} * interval '1 hour' where id = ${id}`);

export const updateActive = (tx: Tx, id: string): void =>
  tx.send(sql`update webhooks set active = true, failing_since = null, given_up_at = null where id = ${id}`);

/** Nothing is told there any more; `given_up`: because nobody listens. */
export const updateInactive = (tx: Tx, id: string, { given_up }: { given_up: boolean }): void => {
  tx.send(sql`update webhooks set active = false, given_up_at = case when ${given_up}::boolean then okno_now() end
    where id = ${id}`);
  tx.send(sql`update webhook_deliveries set status = 'dead', next_attempt_at = null, ended_at = okno_now(),
      error = coalesce(error, 'switched_off')
    where webhook_id = ${id} and status = 'pending'`);
};

const DELIVERY = sql.raw('id, event, event_id, status, attempts, created_at, next_attempt_at, ended_at, error');

/** Something made up, to be told at once. */
export const insertTest = (tx: Tx, webhook_id: string): Promise<Delivery | undefined> =>
  tx.row(sql<Delivery>`
    with made as (
      insert into webhook_deliveries (webhook_id, event, event_id, data, next_attempt_at)
      values (${webhook_id}, 'test', gen_random_uuid(), '{}', okno_now()) returning *),
    planned as (insert into due (fire_at, kind, id) select next_attempt_at, 'webhook', id from made)
    select ${DELIVERY} from made`);

/** The latest first; every row carries the total. */
export const listDeliveries = (
  tx: Tx,
  { id, status }: { id: string; status: string | undefined },
  { page, limit }: Page,
): Promise<(Delivery & { total: number })[]> =>
  tx.rows(sql<Delivery & { total: number }>`
    select ${DELIVERY}, count(*) over ()::int as total from webhook_deliveries
    where webhook_id = ${id} and ${status === undefined ? sql`true` : sql`status = ${status}`}
    order by position desc limit ${limit} offset ${(page - 1) * limit}`);

/** It is told again from the beginning, also what was taken before; misses one that there is not. */
export const updateToResend = (
  tx: Tx,
  { webhook_id, id }: { webhook_id: string; id: string },
): Promise<Delivery | undefined> =>
  tx.row(sql<Delivery>`
    with again as (
      update webhook_deliveries set status = 'pending', attempts = 0, next_attempt_at = okno_now(), ended_at = null
      where webhook_id = ${webhook_id} and id = ${id} returning *),
    planned as (
      insert into due (fire_at, kind, id) select next_attempt_at, 'webhook', id from again on conflict do nothing)
    select ${DELIVERY} from again`);

export type DueDelivery = {
  readonly webhook_id: string;
  readonly event: string;
  readonly event_id: string;
  readonly data: unknown;
  readonly created_at: string;
  readonly attempts: number;
  readonly url_sealed: string;
  readonly secrets_sealed: readonly string[];
};

/** Misses what was told, given up or put off meanwhile. */
export const findDueDelivery = (tx: Tx, id: string): Promise<DueDelivery | undefined> =>
  tx.row(sql<DueDelivery>`
    select webhook_id, event, event_id, data, webhook_deliveries.created_at, attempts, url_sealed,
      array_remove(array[secret_sealed, case when old_secret_until > okno_now() then old_secret_sealed end], null)
        as secrets_sealed
    from webhook_deliveries join webhooks on webhooks.id = webhook_id
    where webhook_deliveries.id = ${id} and status = 'pending' and next_attempt_at <= okno_now() and active`);

export const updateDelivered = (tx: Tx, { id, webhook_id }: { id: string; webhook_id: string }): void => {
  tx.send(sql`update webhook_deliveries set status = 'delivered', attempts = attempts + 1, next_attempt_at = null,
    ended_at = okno_now(), error = null where id = ${id} and status = 'pending'`);
  tx.send(sql`update webhooks set failing_since = null where id = ${webhook_id} and failing_since is not null`);
};

type Failed = {
  readonly id: string;
  readonly webhook_id: string;
  readonly error: string;
  readonly pause_ms: number | null;
};

/** It is tried again after the pause, or never; since when nothing was taken there. */
export const updateFailed = async (tx: Tx, { id, webhook_id, error, pause_ms }: Failed): Promise<string | null> => {
  tx.send(sql`
    with failed as (
      update webhook_deliveries set attempts = attempts + 1, error = ${error},
        status = case when ${pause_ms}::float8 is null then 'dead' else 'pending' end,
        next_attempt_at = okno_now() + ${pause_ms}::float8 * interval '1 ms',
        ended_at = case when ${pause_ms}::float8 is null then okno_now() end
      where id = ${id} and status = 'pending' returning id, next_attempt_at)
    insert into due (fire_at, kind, id)
    select next_attempt_at, 'webhook', id from failed where next_attempt_at is not null on conflict do nothing`);
  const row = await tx.row(sql<{ failing_since: string }>`
    update webhooks set failing_since = coalesce(failing_since, okno_now()) where id = ${webhook_id} and active
    returning failing_since`);
  return row?.failing_since ?? null;
};

/** Ended ones are kept for 30 days; as many go at once as come between two sweeps. */
export const deleteOldDeliveries = (tx: Tx, before: string): void =>
  tx.send(sql`delete from webhook_deliveries where ctid = any(array(
    select ctid from webhook_deliveries where ended_at < ${before}::timestamptz order by ended_at limit 1000
    for update skip locked))`);

/** Where it lies, for whoever is told that it was given up. */
export const findWebhookHost = async (tx: Tx, id: string): Promise<string | null> => {
  const row = await tx.row(sql<{ host: string }>`select host from webhooks where id = ${id}`);
  return row?.host ?? null;
};
