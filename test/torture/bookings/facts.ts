import type { Rows } from '../../e2e/support/database.ts';

/** What stands in the database once everything is over; instants in Unix milliseconds. */
export type Facts = {
  readonly bookings: readonly BookingRow[];
  readonly reservations: readonly ReservationRow[];
  readonly history: readonly HistoryRow[];
  readonly audit: readonly AuditRow[];
  readonly notifications: readonly NotificationRow[];
  readonly due: readonly DueRow[];
  readonly answers: readonly AnswerRow[];
};

export type BookingRow = {
  readonly id: string;
  readonly status: string;
  readonly service_id: string;
  readonly specialist_id: string;
  readonly client_id: string;
  readonly reservation_id: string | null;
  readonly starts_ms: number;
  readonly ends_ms: number;
};

export type ReservationRow = {
  readonly id: string;
  readonly specialist_id: string;
  readonly service_id: string;
  readonly kind: string;
  readonly starts_ms: number;
  readonly ends_ms: number;
  readonly before_minutes: number;
  readonly after_minutes: number;
  readonly seats: number;
  readonly seats_taken: number;
};

/** In the order in which the lines were written; `at_ms`: the instant of the transaction. */
export type HistoryRow = {
  readonly booking_id: string;
  readonly change: string;
  readonly at_ms: number;
  /** It was done by time and not by anybody. */
  readonly by_system: boolean;
  /** What the booking was from then on, as far as it had changed. */
  readonly after: Readonly<Record<string, unknown>>;
};

export type AuditRow = { readonly action: string; readonly subject_id: string; readonly lines: number };

export type NotificationRow = {
  readonly id: string;
  readonly kind: string;
  readonly audience: string;
  readonly subject_id: string;
  readonly minutes_before: number | null;
  readonly send_ms: number;
  readonly status: string;
};

/** `waiting`: in the timetable; otherwise handed out already, and being done. */
export type DueRow = { readonly kind: string; readonly id: string; readonly waiting: boolean };

/** A remembered answer to a write. */
export type AnswerRow = { readonly key: string; readonly booking_id: string; readonly status: string };

const ms = (column: string, name: string) => `(extract(epoch from ${column}) * 1000)::float8 as ${name}`;

/** Reads everything of one business. */
export const readFacts = async (rows: Rows, tenant_id: string): Promise<Facts> => {
  const of = <R>(columns: string, table: string, rest = ''): Promise<R[]> =>
    rows<R>(`select ${columns} from ${table} where tenant_id = $1 ${rest}`, [tenant_id]);
  const [bookings, reservations, history, audit, notifications, waiting, handedOut, answers] = [
    await of<BookingRow>(
      `id, status, service_id, specialist_id, client_id, reservation_id,
        ${ms('starts_at', 'starts_ms')}, ${ms('ends_at', 'ends_ms')}`,
      'bookings',
    ),
    await of<ReservationRow>(
      `id, specialist_id, service_id, kind, ${ms('starts_at', 'starts_ms')}, ${ms('ends_at', 'ends_ms')},
        buffer_before_minutes as before_minutes, buffer_after_minutes as after_minutes, seats, seats_taken`,
      'reservations',
    ),
    await of<HistoryRow>(
      `booking_id, change, ${ms('at', 'at_ms')}, actor = 'system' as by_system, coalesce(after, '{}') as after`,
      'booking_history',
      'order by id',
    ),
    await of<AuditRow>(
      'action, subject_id, count(*)::int as lines',
      'audit_log',
      `and outcome = 'done' and subject_id is not null group by action, subject_id`,
    ),
    await of<NotificationRow>(
      `id, kind, audience, subject_id, minutes_before, ${ms('send_at', 'send_ms')}, status`,
      'notifications',
    ),
    await of<DueRow>('kind, id, true as waiting', 'due'),
    await of<DueRow>('kind, due_id as id, false as waiting', 'deliveries'),
    await of<AnswerRow>(
      `key, answer ->> 'id' as booking_id, answer ->> 'status' as status`,
      'idempotency_keys',
      `and caller = 'service'`,
    ),
  ];
  return { bookings, reservations, history, audit, notifications, due: [...waiting, ...handedOut], answers };
};
