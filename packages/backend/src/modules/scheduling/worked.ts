import type { Tx } from '../../db/tx.ts';
import { epochToDay, instantToLocal } from '../../time.ts';
import { clipWindows, type Window } from './rules.ts';
import { busyTime, timeBeside } from './rules-load.ts';
import { workingWindows } from './rules-windows.ts';
import { findTime } from './store.ts';

/** In milliseconds: what can be booked, and how much of it is. */
type WorkedTime = { readonly bookable_ms: number; readonly booked_ms: number };

/**
 * How much of a specialist's working time within an instant range (ms, half-open) can be booked, that is without breaks,
 * time off and outside appointments, and how much of that bookings take, with their buffers.
 */
export const workedTime = async (
  tx: Tx,
  { id, time_zone }: { id: string; time_zone: string },
  { from, to }: Window,
): Promise<WorkedTime> => {
  const day = (ms: number): string => epochToDay(instantToLocal(time_zone, ms).day);
  const days = { from: day(from), to: day(to) };
  const { hours, overrides, reservations } = await findTime(tx, id, days);
  const windows = clipWindows(
    workingWindows({ zone: time_zone, weekly: hours, overrides, from_day: days.from, to_day: days.to }),
    from,
    to,
  );
  const taken = reservations.filter(({ kind }) => kind !== 'hold');
  const bookable = timeBeside(windows, busyTime(taken.filter(({ kind }) => kind !== 'booking'))).free_ms;
  return { bookable_ms: bookable, booked_ms: bookable - timeBeside(windows, busyTime(taken)).free_ms };
};
