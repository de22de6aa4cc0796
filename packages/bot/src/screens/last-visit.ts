import { AppError, type Booking } from '@okno/contract';
import type { Turn } from '../turn.ts';
import { type Button, MAX_LABEL, tap } from '../view.ts';

/** The last visit that took place, for "the same again". The menu is there without it while the backend is away. */
export const findLast = async (turn: Turn): Promise<Booking | undefined> => {
  if (turn.me.client_id === null) return undefined;
  try {
    const { items } = await turn.ask('bookings.list', { whose: 'mine', status: 'completed', order: 'desc', limit: 1 });
    return items[0];
  } catch (error) {
    if (error instanceof AppError && error.code === 'unavailable') return undefined;
    throw error;
  }
};

/** With the name of the service where a phone has the room. */
export const lastButton = ({ label }: Pick<Turn, 'label'>, { id, service }: Booking): Button => {
  const named = label('repeat.last', { service: service.name });
  const text = [...named].length <= MAX_LABEL ? named : label('booking.again');
  return tap(text, { screen: 'repeat', booking: id, fresh: false });
};
