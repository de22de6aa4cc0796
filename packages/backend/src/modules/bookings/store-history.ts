import type { Language } from '@okno/contract';
import { type Fragment, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import type { ActingAs, Status } from './rules-states.ts';

type Kept = {
  readonly status?: Status;
  readonly starts_at?: string;
  readonly ends_at?: string;
  readonly held_until?: string | null;
  readonly specialist?: { id: string; name: string };
};

export type HistoryRow = {
  readonly at: string;
  readonly change: string;
  readonly by: ActingAs;
  readonly name: string | null;
  readonly before: Kept | null;
  readonly after: Kept | null;
  readonly reason: string | null;
  readonly total: number;
};

/** With the specialist's name beside what was kept. */
const named = (kept: Fragment, language: Language) => sql`
  ${kept} || coalesce((
    select jsonb_build_object('specialist', jsonb_build_object('id', specialists.id, 'name',
      coalesce(specialists.translations -> ${language} ->> 'name', specialists.name)))
    from specialists where specialists.id = (${kept} ->> 'specialist_id')::uuid), '{}')`;

/**
 * The history of a booking, the latest first; every row carries the total. Lines from before it was written down as
 * what somebody acted are told from who they are.
 */
export const listHistory = (
  tx: Tx,
  booking_id: string,
  { language, page, limit }: { language: Language; page: number; limit: number },
): Promise<HistoryRow[]> =>
  tx.rows(sql<HistoryRow>`
    select at, change, reason, coalesce(acting_as, case
        when actor = 'service' or starts_with(actor, 'program:') then 'program' when actor = 'system' then 'system'
        when actor = 'telegram:' || clients.telegram_id then 'client' else 'staff' end) as by,
      case when actor = 'telegram:' || clients.telegram_id then clients.name else (
        select staff.name from staff where actor = 'telegram:' || staff.telegram_id) end as name,
      ${named(sql.ref('before'), language)} as before, ${named(sql.ref('after'), language)} as after,
      count(*) over ()::int as total
    from booking_history join bookings on bookings.id = booking_id join clients on clients.id = bookings.client_id
    where booking_id = ${booking_id}
    order by booking_history.id desc limit ${limit} offset ${(page - 1) * limit}`);
