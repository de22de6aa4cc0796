import type { AppError } from '@okno/contract';
import type { Target } from './callback-data.ts';
import { refusedBroadcast } from './screens/broadcasts.ts';
import { missedView } from './screens/moving.ts';
import { isStaffs } from './screens/moving-ways.ts';
import { inTheWayView } from './screens/off.ts';
import { refusedVisit } from './screens/visit.ts';
import type { Turn } from './turn.ts';
import type { View } from './view.ts';

/** Somebody else has the time, or the client is elsewhere then. */
const MISSED = ['slot_taken', 'slot_not_offered', 'already_booked'] as const;

/** What cannot be done with a visit as it stands. */
const STUCK = ['not_started', 'booking_not_changeable', 'too_late_to_change'] as const;

/** A visit could not be moved there, whoever wanted to; undefined for what is told like anywhere else. */
export const missedMove = (turn: Turn, target: Target | null, error: AppError): Promise<View> | undefined => {
  const code = MISSED.find((one) => one === error.code);
  if (target?.screen !== 'moving' || code === undefined) return undefined;
  return missedView(turn, target, { code, nearest: error.params['nearest'] });
};

/** The ways on at the screens of the staff; undefined for what is told there like anywhere else. */
export const staffRefusal = (turn: Turn, target: Target | null, error: AppError): Promise<View> | undefined => {
  if (target === null) return undefined;
  if (target.screen === 'broadcast' && error.code === 'broadcast_not_changeable')
    return refusedBroadcast(turn, target.broadcast);
  if (target.screen === 'off' && error.code === 'time_taken') return inTheWayView(turn, target, error);
  if (target.screen !== 'visit' && !(target.screen === 'moving' && isStaffs(target))) return undefined;
  const code = STUCK.find((one) => one === error.code);
  return code === undefined ? undefined : refusedVisit(turn, target.booking, code);
};
