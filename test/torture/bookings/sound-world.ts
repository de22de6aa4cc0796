import type { BookingRow, Facts, HistoryRow, NotificationRow } from './facts.ts';
import type { Write } from './promises.ts';

const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const TEN = Date.parse('2031-03-04T10:00:00Z');
export const REMINDERS = [1440, 120, 60];

/** Something that may be spoilt: all of it may be written. */
type Open<T> = {
  -readonly [K in keyof T]: T[K] extends readonly (infer R)[] ? { -readonly [F in keyof R]: R[F] }[] : T[K];
};
export type World = { facts: Open<Facts>; writes: Write[] };

const iso = (ms: number) => new Date(ms).toISOString();

const created = (row: BookingRow): HistoryRow => ({
  booking_id: row.id,
  change: 'created',
  at_ms: TEN - 240 * HOUR_MS,
  by_system: false,
  after: {
    ...row,
    status: 'confirmed',
    reservation_id: `time-${row.id}`,
    starts_at: iso(row.starts_ms),
    ends_at: iso(row.ends_ms),
  },
});

const noticesOf = ({ id, status, starts_ms }: BookingRow): NotificationRow[] => {
  const row = { audience: 'client', subject_id: id, minutes_before: null, send_ms: 0, status: 'sent' };
  const kinds = status === 'cancelled' ? ['booking_created', 'booking_cancelled'] : ['booking_created'];
  const reminders = REMINDERS.map((minutes_before) => ({
    ...row,
    id: `${id}-${minutes_before}`,
    kind: 'booking_reminder',
    minutes_before,
    send_ms: starts_ms - minutes_before * MINUTE_MS,
    status: status === 'cancelled' ? 'cancelled' : 'pending',
  }));
  return [...kinds.map((kind) => ({ ...row, id: `${id}-${kind}`, kind })), ...reminders];
};

const write = (deed: Write['deed'], row: BookingRow, key: string): Write => ({
  key,
  deed,
  booking_id: deed === 'create' ? null : row.id,
  client_id: row.client_id,
  starts_ms: row.starts_ms,
  ending: 'done',
  answer: { ...row, status: 'confirmed' },
});

/** Two bookings that touch, by one specialist and one client, and one that was cancelled; everything as it should be. */
export const soundWorld = (): World => {
  const of = (id: string, starts_ms: number, status = 'confirmed'): BookingRow => ({
    id,
    status,
    service_id: 'cut',
    specialist_id: 'maria',
    client_id: 'anna',
    reservation_id: status === 'cancelled' ? null : `time-${id}`,
    starts_ms,
    ends_ms: starts_ms + HOUR_MS,
  });
  const bookings = [of('a', TEN), of('b', TEN + HOUR_MS), of('c', TEN, 'cancelled')];
  const [a, b, c] = bookings as [BookingRow, BookingRow, BookingRow];
  const cancelled = {
    booking_id: 'c',
    change: 'cancelled',
    at_ms: TEN - 240 * HOUR_MS,
    by_system: false,
    after: { status: 'cancelled' },
  };
  const notifications = bookings.flatMap(noticesOf);
  const facts = {
    bookings,
    reservations: [a, b].map((row) => ({
      id: `time-${row.id}`,
      specialist_id: row.specialist_id,
      service_id: row.service_id,
      kind: 'booking',
      starts_ms: row.starts_ms,
      ends_ms: row.ends_ms,
      before_minutes: 0,
      after_minutes: 0,
      seats: 1,
      seats_taken: 1,
    })),
    history: [created(c), cancelled, created(a), created(b)],
    audit: [
      ...bookings.map(({ id }) => ({ action: 'bookings.create', subject_id: id, lines: 1 })),
      { action: 'bookings.cancel', subject_id: 'c', lines: 1 },
    ],
    notifications,
    due: [
      ...notifications
        .filter(({ status }) => status === 'pending')
        .map(({ id }) => ({ kind: 'notification', id, waiting: true })),
      ...[a, b].map(({ id }) => ({ kind: 'booking_end', id, waiting: true })),
    ],
    answers: bookings.map(({ id }) => ({ key: `key-${id}`, booking_id: id, status: 'confirmed' })),
  };
  const writes = [...bookings.map((row) => write('create', row, `key-${row.id}`)), write('cancel', c, 'key-cancel')];
  return structuredClone({ facts, writes });
};
