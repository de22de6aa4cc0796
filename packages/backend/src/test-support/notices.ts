import type { TestBackend } from './backend.ts';

/** A row of `notifications`, and when it stands in the timetable. */
export type NoticeRow = {
  readonly id: string;
  readonly kind: string;
  readonly audience: string;
  readonly telegram_id: number;
  readonly minutes_before: number | null;
  readonly send_at: string;
  readonly fire_at: string | null;
  readonly status: string;
  readonly attempts: number;
  readonly error: string | null;
  readonly own_doing: boolean;
};

/** What is planned or was told about a booking, in the order of time. */
export const noticesOf = ({ rows }: TestBackend, booking_id: string): Promise<NoticeRow[]> =>
  rows<NoticeRow>(
    `select notifications.id, notifications.kind, audience, telegram_id::int, minutes_before, status, attempts, error,
        own_doing,
        to_char(send_at at time zone 'UTC', 'DD HH24:MI') as send_at,
        to_char(fire_at at time zone 'UTC', 'DD HH24:MI') as fire_at
      from notifications left join due on due.tenant_id = notifications.tenant_id and due.id = notifications.id
      where subject_id = $1 order by notifications.send_at, audience`,
    [booking_id],
  );

/** The same in one line each: `booking_reminder client 05 08:00 pending`. */
export const linesOf = (rows: readonly NoticeRow[]): string[] =>
  rows.map(({ kind, audience, send_at, status }) => `${kind} ${audience} ${send_at} ${status}`);
