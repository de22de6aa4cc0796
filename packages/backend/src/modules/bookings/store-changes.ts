import { sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import type { By, NewBooking } from './store.ts';

/** What happened to a booking, as its history tells it. */
export type ChangeLine = {
  readonly change: 'confirmed' | 'moved' | 'completed' | 'no_show' | 'cancelled';
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
  readonly reason: string | null;
};

const history = (id: string, { actor, acting_as }: By, { change, before, after, reason }: ChangeLine) => sql`
  insert into booking_history (booking_id, actor, acting_as, change, before, after, reason)
  values (${id}, ${actor}, ${acting_as}, ${change}, ${JSON.stringify(before)}::jsonb, ${JSON.stringify(after)}::jsonb,
    ${reason})`;

/** Nothing happens to the booking by itself any more. Before the change, because it goes by what is written there. */
const deleteEnding = (tx: Tx, id: string): void =>
  tx.send(sql`
    delete from due using bookings
    where bookings.id = ${id} and due.id = bookings.id and due.fire_at in (bookings.held_until, bookings.completes_at)`);

/** `keeps_hold`: what has run out remembers until when it was held; what was given back does not. */
export const updateToCancelled = (
  tx: Tx,
  { id, keeps_hold }: { id: string; keeps_hold: boolean },
  { by, line }: { by: By; line: ChangeLine },
): void => {
  deleteEnding(tx, id);
  tx.send(sql`
    with line as (${history(id, by, line)})
    update bookings set status = 'cancelled', reservation_id = null, sequence = sequence + 1, completes_at = null,
      held_until = case when ${keeps_hold}::boolean then held_until end
    where id = ${id}`);
};

/** The visit is certain; `completes_at`: when it will count as done. */
export const updateToConfirmed = (
  tx: Tx,
  { id, completes_at }: { id: string; completes_at: string },
  { by, line }: { by: By; line: ChangeLine },
): void => {
  deleteEnding(tx, id);
  tx.send(sql`
    with line as (${history(id, by, line)}),
    ending as (insert into due (fire_at, kind, id) values (${completes_at}, 'booking_end', ${id}))
    update bookings set status = 'confirmed', held_until = null, completes_at = ${completes_at} where id = ${id}`);
};

export type Moved = Pick<
  NewBooking,
  'id' | 'specialist_id' | 'reservation_id' | 'starts_at' | 'ends_at' | 'price_minor' | 'held_until' | 'completes_at'
>;

/** Another time, or somebody else; what happens by itself moves along. */
export const updateToMoved = (tx: Tx, row: Moved, { by, line }: { by: By; line: ChangeLine }): void => {
  const fire_at = row.held_until ?? row.completes_at;
  const kind = row.held_until === null ? 'booking_end' : 'booking_hold';
  deleteEnding(tx, row.id);
  tx.send(sql`
    with line as (${history(row.id, by, line)}),
    ending as (
      insert into due (fire_at, kind, id)
      select ${fire_at}::timestamptz, ${kind}, ${row.id}::uuid where ${fire_at}::timestamptz is not null)
    update bookings set specialist_id = ${row.specialist_id}, reservation_id = ${row.reservation_id},
      starts_at = ${row.starts_at}, ends_at = ${row.ends_at}, price_minor = ${row.price_minor},
      held_until = ${row.held_until}, completes_at = ${row.completes_at}, sequence = sequence + 1
    where id = ${row.id}`);
};

/** What became of a visit. */
export const updateToEnded = (
  tx: Tx,
  { id, status }: { id: string; status: 'completed' | 'no_show' },
  { by, line }: { by: By; line: ChangeLine },
): void => {
  deleteEnding(tx, id);
  tx.send(sql`
    with line as (${history(id, by, line)})
    update bookings set status = ${status}, completes_at = null where id = ${id}`);
};
