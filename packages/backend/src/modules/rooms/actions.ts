import { randomUUID } from 'node:crypto';
import type { HandlersOf } from '../../call.ts';
import { named } from '../../named.ts';
import { paged } from '../../paged.ts';
import { handOf } from '../changes/index.ts';
import { changeRoom, found } from './change.ts';
import { findRoom, insertRoom, listRooms } from './store.ts';

export const roomActions: HandlersOf<'rooms'> = {
  'rooms.list': ({ tx }, page) => paged(page, (wanted) => listRooms(tx, wanted)),

  'rooms.get': async ({ tx }, { id }) => found(await findRoom(tx, id)),

  'rooms.create': async ({ tx }, wanted) => {
    const row = { ...wanted, id: randomUUID() };
    insertRoom(tx, row);
    return { ...row, active: true };
  },

  'rooms.update': (ctx, { id, ...wanted }) => changeRoom(handOf(ctx), id, named(wanted)),

  'rooms.archive': (ctx, { id }) => changeRoom(handOf(ctx), id, { active: false }),

  'rooms.restore': (ctx, { id }) => changeRoom(handOf(ctx), id, { active: true }),
};
