import type { BookingRow, Facts, NotificationRow, ReservationRow } from './facts.ts';
import { lastTold, type Told } from './replay.ts';

const MINUTE_MS = 60_000;

/** Who is written to, and when. */
export type Post = {
  /** Clients who have a chat. */
  readonly chats: ReadonlySet<string>;
  /** So many minutes before a visit they are reminded of it. */
  readonly reminder_minutes: readonly number[];
};

const sameTime = (a: { starts_ms: number; ends_ms: number }, b: { starts_ms: number; ends_ms: number }): boolean =>
  a.starts_ms === b.starts_ms && a.ends_ms === b.ends_ms;

/** A booking takes exactly its time as long as it is not cancelled, and every taken time is somebody's. */
const checkReservations = ({ bookings, reservations }: Facts): string[] => {
  const users = Map.groupBy(bookings, ({ reservation_id }) => reservation_id);
  const rows = new Map(reservations.map((row) => [row.id, row]));
  const ofBookings = bookings.flatMap((booking) => {
    const { id, status, reservation_id } = booking;
    if ((status === 'cancelled') !== (reservation_id === null))
      return [`half made: booking ${id} is ${status}, its time is not`];
    if (reservation_id === null) return [];
    const row = rows.get(reservation_id);
    const fits = row !== undefined && row.specialist_id === booking.specialist_id && sameTime(row, booking);
    return fits ? [] : [`half made: booking ${id} has no time, or another one than it says`];
  });
  const ofRows = reservations.flatMap(({ id, seats, seats_taken }: ReservationRow) => {
    const taken = users.get(id)?.length ?? 0;
    return taken === seats_taken && taken >= 1 && taken <= seats
      ? []
      : [`half made: time ${id} says ${seats_taken} of ${seats} seats, and ${taken} bookings have it`];
  });
  return [...ofBookings, ...ofRows];
};

const sameAs = (row: BookingRow, told: Told): boolean =>
  row.status === told.status &&
  row.specialist_id === told.specialist_id &&
  row.client_id === told.client_id &&
  sameTime(row, told);

/** The history begins once, and ends with what is there. */
const checkHistory = ({ bookings, history }: Facts): string[] => {
  const told = lastTold({ history });
  const begun = Map.groupBy(
    history.filter(({ change }) => change === 'created' || change === 'held'),
    ({ booking_id }) => booking_id,
  );
  return bookings.flatMap((row) => {
    const last = told.get(row.id);
    if (last === undefined || begun.get(row.id)?.length !== 1)
      return [`half made: the history of booking ${row.id} does not begin once`];
    return sameAs(row, last)
      ? []
      : [`half made: booking ${row.id} is not what its history says (${row.status}, ${last.status})`];
  });
};

/** The action of the audit log behind each change; changes by time have none. */
const ACTION: Readonly<Record<string, string>> = {
  created: 'bookings.create',
  held: 'bookings.create',
  confirmed: 'bookings.confirm',
  moved: 'bookings.move',
  cancelled: 'bookings.cancel',
  completed: 'bookings.complete',
  no_show: 'bookings.no_show',
};

/** A move to where the booking is already changes nothing, and is a deed all the same. */
const mayBeMore = (what: string, audited: number, changed: number): boolean =>
  what.startsWith('bookings.move ') && audited > changed;

/** One line of audit for each change that somebody made. */
const checkAudit = ({ history, audit }: Facts): string[] => {
  const lines = new Map(audit.map((row) => [`${row.action} ${row.subject_id}`, row.lines]));
  const changes = Map.groupBy(
    history.filter(({ by_system }) => !by_system),
    ({ booking_id, change }) => `${ACTION[change]} ${booking_id}`,
  );
  const missing = [...changes].flatMap(([what, rows]) =>
    lines.get(what) === rows.length || mayBeMore(what, lines.get(what) ?? 0, rows.length)
      ? []
      : [`half made: ${rows.length} × ${what} in the history, ${lines.get(what) ?? 0} in the audit`],
  );
  const surplus = [...lines.keys()].filter(
    (what) => what.startsWith('bookings.') && !changes.has(what) && !mayBeMore(what, 1, 0),
  );
  return [...missing, ...surplus.map((what) => `half made: ${what} is in the audit and not in the history`)];
};

const minutesAhead = (rows: readonly NotificationRow[], { starts_ms }: BookingRow): number[] =>
  rows
    .filter(({ kind, status }) => kind === 'booking_reminder' && status === 'pending')
    .map(({ send_ms }) => (starts_ms - send_ms) / MINUTE_MS);

const inOrder = (minutes: readonly number[]): string => minutes.toSorted((a, b) => b - a).join(', ');

/** Everything somebody hears of one booking; `reached`: whether they have a chat at all. */
const checkPostOf = (booking: BookingRow, rows: readonly NotificationRow[], { reached, planned }: Reach): string[] => {
  const count = (...kinds: string[]) => rows.filter(({ kind }) => kinds.includes(kind)).length;
  const cancelled = booking.status === 'cancelled';
  const endings = count('booking_cancelled', 'hold_expired');
  const wanted = reached && !cancelled ? inOrder(planned) : '';
  const ahead = inOrder(minutesAhead(rows, booking));
  const wrong = [
    count('booking_created', 'booking_held') < (reached ? 1 : 0) && 'nobody is told that it was made',
    endings !== (reached && cancelled ? 1 : 0) && `its cancellation is told ${endings} times`,
    booking.status !== 'held' && ahead !== wanted && `reminders ${ahead} minutes before and not ${wanted}`,
  ];
  return wrong.flatMap((what) =>
    what === false ? [] : [`half made: booking ${booking.id} (${booking.status}): ${what}`],
  );
};

type Reach = { readonly reached: boolean; readonly planned: readonly number[] };

/** Whoever has a chat hears of their bookings, is reminded of those that are alive, and of no others. */
const checkNotifications = (facts: Facts, { chats, reminder_minutes }: Post): string[] => {
  const byBooking = Map.groupBy(
    facts.notifications.filter(({ audience }) => audience === 'client'),
    ({ subject_id }) => subject_id,
  );
  return facts.bookings.flatMap((booking) =>
    checkPostOf(booking, byBooking.get(booking.id) ?? [], {
      reached: chats.has(booking.client_id),
      planned: reminder_minutes,
    }),
  );
};

/** What is to be sent stands in the timetable once, or is being done; and the timetable holds nothing else. */
const checkTimetable = ({ notifications, due }: Facts): string[] => {
  const rows = Map.groupBy(
    due.filter(({ kind }) => kind === 'notification'),
    ({ id }) => id,
  );
  const open = new Set(
    notifications.filter(({ status }) => ['pending', 'sending'].includes(status)).map(({ id }) => id),
  );
  const missing = [...open].flatMap((id) =>
    rows.get(id)?.length === 1
      ? []
      : [`half made: notification ${id} stands ${rows.get(id)?.length ?? 0} times in the timetable`],
  );
  // What was handed out may have been settled or called off since; it is looked at again and nothing is sent.
  const stale = [...rows].filter(([id, entries]) => !open.has(id) && entries.some(({ waiting }) => waiting));
  return [
    ...missing,
    ...stale.map(([id]) => `half made: the timetable waits for notification ${id}, which is settled`),
  ];
};

/** What happens by itself to a booking in this state. */
const ENDING: Readonly<Record<string, string>> = { held: 'booking_hold', confirmed: 'booking_end' };

/** A hold stands in the timetable with its end, a visit with its completion, and neither when it is over. */
const checkEndings = ({ bookings, due }: Facts): string[] => {
  const rows = Map.groupBy(
    due.filter(({ kind }) => kind !== 'notification'),
    ({ id }) => id,
  );
  return bookings.flatMap(({ id, status }) => {
    const entries = rows.get(id) ?? [];
    const wanted = entries.filter(({ kind }) => kind === ENDING[status]).length;
    // What was handed out looks again whether there is anything left to do.
    const others = entries.filter(({ kind, waiting }) => waiting && kind !== ENDING[status]).length;
    const right = wanted === (ENDING[status] === undefined ? 0 : 1) && others === 0;
    const kinds = entries.map(({ kind }) => kind).join(', ');
    return right ? [] : [`half made: booking ${id} (${status}) waits in the timetable for: ${kinds}`];
  });
};

/** Whatever was made by half: time, history, audit, notifications, the timetable. */
export const findHalfMade = (facts: Facts, post: Post): string[] => [
  ...checkReservations(facts),
  ...checkHistory(facts),
  ...checkAudit(facts),
  ...checkNotifications(facts, post),
  ...checkTimetable(facts),
  ...checkEndings(facts),
];
