import type { Actions, Output } from '@okno/contract';
import { sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';

/** What is kept about a client, as they take it away (docs/rules.md#forgetting). */
type Exported = Output<Actions['clients.export']>;

type Chat = { readonly bot_id: number; readonly language: string; readonly created_at: string };

export const listExportedChats = (tx: Tx, telegram_id: number | null): Promise<Chat[]> =>
  tx.rows(sql<Chat>`select bot_id, language, created_at from chats where telegram_id = ${telegram_id} order by bot_id`);

/** Where they have signed in, as long as anything is kept of it. */
export const listExportedSessions = (tx: Tx, telegram_id: number | null): Promise<Exported['sessions']> =>
  tx.rows(sql<Exported['sessions'][number]>`
    select device, created_at, last_seen_at, expires_at, revoked_at from sessions
    where telegram_id = ${telegram_id} order by created_at, id`);

export const listExportedBookings = (tx: Tx, client_id: string): Promise<Exported['bookings']> =>
  tx.rows(sql<Exported['bookings'][number]>`
    select bookings.id, status, services.name as service, specialists.name as specialist, starts_at, ends_at,
      bookings.price_minor, bookings.currency, bookings.created_at
    from bookings join services on services.id = service_id join specialists on specialists.id = specialist_id
    where client_id = ${client_id} order by starts_at, bookings.id`);

export const listExportedReviews = (tx: Tx, client_id: string): Promise<Exported['reviews']> =>
  tx.rows(sql<Exported['reviews'][number]>`
    select booking_id, stars, text, created_at, edited_at, reply from reviews where client_id = ${client_id} order by created_at, id`);

export const listExportedNotifications = (tx: Tx, telegram_id: number | null): Promise<Exported['notifications']> =>
  tx.rows(sql<Exported['notifications'][number]>`
    select kind, send_at, status from notifications
    where telegram_id = ${telegram_id} and audience = 'client' order by send_at, id`);

export const listExportedSeries = (tx: Tx, client_id: string): Promise<Exported['series']> =>
  tx.rows(sql<Exported['series'][number]>`
    select series.id, services.name as service, specialists.name as specialist, series.time_zone, starts_at_local, rrule,
      exdates, status, ends_before, series.created_at
    from series join services on services.id = service_id join specialists on specialists.id = specialist_id
    where client_id = ${client_id} order by series.created_at, series.id`);

export const listExportedFeeds = (tx: Tx, client_id: string): Promise<Exported['calendars']> =>
  tx.rows(sql<Exported['calendars'][number]>`
    select id, created_at, revoked_at, last_read_at from calendar_feeds
    where client_id = ${client_id} order by created_at, id`);
