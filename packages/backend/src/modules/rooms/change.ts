import { AppError, type Room } from '@okno/contract';
import { type Hand, noteChanges } from '../changes/index.ts';
import { lockRoom, updateRoom } from './store.ts';

/** The row, or the refusal that there is none. */
export const found = (room: Room | undefined): Room => {
  if (room === undefined) throw new AppError('not_found', { what: 'room', field: 'id' });
  return room;
};

export type RoomChanges = Partial<Omit<Room, 'id'>>;

/**
 * Changes a room and writes down what was changed. Rows are never deleted: what has been booked stays and tells where it
 * was (docs/rules.md#archiving).
 * @throws AppError `not_found`
 */
export const changeRoom = async (hand: Hand, id: string, changes: RoomChanges): Promise<Room> => {
  const before = found(await lockRoom(hand.tx, id));
  if (Object.keys(changes).length === 0) return before;
  noteChanges(hand, { entity: 'room', id, before, after: changes });
  return found(await updateRoom(hand.tx, id, changes));
};
