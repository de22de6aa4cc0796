import type { Bulletin } from '@okno/contract';
import { sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';

/** Of these notifications those that have not arrived, or may not have, in this order, and whom they were for. */
export const listUndelivered = (tx: Tx, ids: readonly string[]): Promise<Bulletin['first']> =>
  tx.rows(sql<Bulletin['first'][number]>`
    select notifications.kind, notifications.status, clients.name as client, bookings.starts_at, specialists.time_zone
    from unnest(${ids}::uuid[]) with ordinality as failed (id, place)
    join notifications on notifications.id = failed.id
    join bookings on bookings.id = coalesce((notifications.series ->> 'booking_id')::uuid, notifications.subject_id)
    join clients on clients.id = bookings.client_id
    join specialists on specialists.id = bookings.specialist_id
    where notifications.status in ('failed', 'uncertain')
    order by place`);
