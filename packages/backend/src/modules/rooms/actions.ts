import { randomUUID } from 'node:crypto';
import { AppError, type Room } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import type { Tx } from '../../db/tx.ts';
import { named } from '../../named.ts';
import { paged } from '../../paged.ts';
import { findRoom, insertRoom, listRooms, updateRoom } from './store.ts';

/** The row, or the refusal that there is none. */
const found = (room: Room | undefined): Room => {
  if (room === undefined) throw new AppError('not_found', { what: 'room', field: 'id' });
  return room;
};

/** Rows are never deleted: what has been booked stays and tells where it was (docs/rules.md#archiving). */
const setActive = async (tx: Tx, id: string, active: boolean): Promise<Room> =>
  found(await updateRoom(tx, id, { active }));

export const roomActions: HandlersOf<'rooms'> = {
  'rooms.list': ({ tx }, page) => paged(page, (wanted) => listRooms(tx, wanted)),

  'rooms.get': async ({ tx }, { id }) => found(await findRoom(tx, id)),

  'rooms.create': async ({ tx }, wanted) => {
    const row = { ...wanted, id: randomUUID() };
    insertRoom(tx, row);
    return { ...row, active: true };
  },

  'rooms.update': async ({ tx }, { id, ...wanted }) => {
    const changes = named(wanted);
    if (Object.keys(changes).length === 0) return found(await findRoom(tx, id));
    return found(await updateRoom(tx, id, changes));
  },

  'rooms.archive': ({ tx }, { id }) => setActive(tx, id, false),

  'rooms.restore': ({ tx }, { id }) => setActive(tx, id, true),
};
