import { type Booking, localDay } from '@okno/contract';
import type { TargetOf } from '../callback-data.ts';

type Target = TargetOf<'moving'>;

/** Of a day, or a month, its noon stands in the button. */
export const noonOf = (day: string): string => `${day}T12:00:00Z`;

/** The calendar in which a visit is moved, at the month in which it is, or at this one. `now` in Unix milliseconds. */
export const toMoving = (
  { id, time_zone, starts_at }: Booking,
  back: Exclude<Target['back'], 'off'>,
  now: number,
): Target => ({
  ...{ screen: 'moving', booking: id, step: 'month', back, from: null, to: null, page: 0, nonce: 0 },
  at: noonOf(localDay(time_zone, Math.max(now, Date.parse(starts_at)))),
});

/** Times outside of some days off for a visit on them. */
export const toNear = (booking: string, { from, to }: { from: string; to: string | null }): Target => ({
  ...{ screen: 'moving', booking, step: 'near', back: 'off', at: null, from, to, page: 0, nonce: 0 },
});

/** Whether the staff move it; otherwise the client does. */
export const isStaffs = ({ back }: Pick<Target, 'back'>): boolean => back === 'visit' || back === 'off';
