import { AppError, type Booking } from '@okno/contract';
import type { Turn } from './turn.ts';

/** Which of the clients of some visits can be written to, by their ids; the others have to be called. */
export const listReachable = async (turn: Turn, visits: readonly Booking[]): Promise<ReadonlySet<string>> => {
  const ids = [...new Set(visits.map(({ client }) => client.id))];
  const reaches = await Promise.all(ids.map((id) => isReachable(turn, id)));
  return new Set(ids.filter((_, index) => reaches[index]));
};

const isReachable = async (turn: Turn, id: string): Promise<boolean> => {
  try {
    const { reachable, telegram_id } = await turn.ask('clients.get', { id });
    return reachable && telegram_id !== null;
  } catch (error) {
    if (error instanceof AppError && ['not_found', 'forbidden'].includes(error.code)) return false;
    throw error;
  }
};
