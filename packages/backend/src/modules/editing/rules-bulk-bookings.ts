import { AppError, type Booking, type BulkChange, isSameJson } from '@okno/contract';
import { formatInstant, MINUTE_MS } from '../../time.ts';

/** How a booking stands, as far as a change of many touches it. */
export type Standing = {
  readonly status: Booking['status'];
  readonly starts_at: string;
  readonly specialist_id: string;
};

export type Act = NonNullable<BulkChange['act']>;
export type BookingChange = BulkChange & { readonly act: Act };

const refuse = (field: string, rule: string): never => {
  throw new AppError('invalid_input', { field, rule });
};

const OF_BOOKINGS = ['act', 'reason', 'later_minutes', 'to_specialist_id', 'outside_rules'] as const;
const OF_MOVES = ['later_minutes', 'to_specialist_id', 'outside_rules'] as const;

const named = (change: BulkChange, names: readonly (keyof BulkChange)[]): string | undefined =>
  names.find((name) => change[name] !== undefined);

/** @throws AppError `invalid_input` for what is done to bookings only */
export const refuseOfBookings = (change: BulkChange): void => {
  const other = named(change, OF_BOOKINGS);
  if (other !== undefined) refuse(`change.${other}`, 'belongs to bookings only');
};

/**
 * What is done to each booking.
 * @throws AppError `invalid_input`
 */
export const readBookingChange = (change: BulkChange): BookingChange => {
  const { act } = change;
  const [other] = Object.keys(change).filter((name) => !(OF_BOOKINGS as readonly string[]).includes(name));
  if (other !== undefined) refuse(`change.${other}`, 'is not known here');
  if (act === undefined) throw new AppError('invalid_input', { field: 'change.act', rule: 'is needed' });
  const move = named(change, OF_MOVES);
  if (act !== 'move' && move !== undefined) refuse(`change.${move}`, 'belongs to moves only');
  if (act === 'move' && named(change, ['later_minutes', 'to_specialist_id']) === undefined)
    refuse('change', 'names nothing to change');
  if (act !== 'cancel' && act !== 'move' && change.reason !== undefined)
    refuse('change.reason', 'belongs to cancellations and moves only');
  return { ...change, act };
};

const ENDS = { cancel: 'cancelled', complete: 'completed', no_show: 'no_show' } as const;

/** How it is to stand afterwards. */
export const standingAfter = (standing: Standing, change: BookingChange): Standing => {
  const { act, later_minutes = 0, to_specialist_id = standing.specialist_id } = change;
  if (act !== 'move') return { ...standing, status: ENDS[act] };
  const starts_at = formatInstant(Date.parse(standing.starts_at) + later_minutes * MINUTE_MS);
  return { ...standing, starts_at, specialist_id: to_specialist_id };
};

/** The fields in which one says something else than the other. */
export const differing = (standing: Standing, other: Standing): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(standing).filter(([field, value]) => !isSameJson(value, other[field as keyof Standing])),
  );

/** Whose time is given up is told so, and somebody else may have it by now: a cancellation stands. */
export const isUndoable = ({ act }: BulkChange): boolean => act !== 'cancel';

/**
 * In which order bookings give way to each other: those that become later from the last one on, all others from the first one on.
 * @param undoing what is taken back goes the other way
 */
export const lastFirst = ({ later_minutes = 0 }: BulkChange, undoing: boolean): boolean =>
  undoing ? later_minutes < 0 : later_minutes > 0;
