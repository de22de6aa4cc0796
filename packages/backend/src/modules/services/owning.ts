import { randomUUID } from 'node:crypto';
import { AppError } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import { named } from '../../named.ts';
import { handOf } from '../changes/index.ts';
import { findTenantCurrency } from '../tenants/index.ts';
import { changeService, found, refuseDepositAbovePrice } from './change.ts';
import { insertService } from './store.ts';
import { deleteGiver, findCard, listGivers, lockCard, saveGiver, saveRooms } from './store-cards.ts';

const missingSpecialist = () => new AppError('not_found', { what: 'specialist', field: 'specialist_id' });

/** What the owner of the business does with services. */
export const owningActions = {
  'services.card': async ({ tx }, { id }) => found(await findCard(tx, id)),

  'services.create': async ({ tx }, wanted) => {
    const { currency = await findTenantCurrency(tx) } = wanted;
    const row = { ...wanted, currency, id: randomUUID() };
    refuseDepositAbovePrice(row);
    insertService(tx, row);
    return { ...row, active: true, specialist_ids: [], room_ids: [] };
  },

  'services.update': (ctx, { id, ...wanted }) => changeService(handOf(ctx), id, named(wanted)),

  'services.archive': (ctx, { id }) => changeService(handOf(ctx), id, { active: false }),

  'services.restore': (ctx, { id }) => changeService(handOf(ctx), id, { active: true }),

  'services.set_rooms': async ({ tx }, { id, room_ids }) => {
    found(await lockCard(tx, id));
    const wanted = [...new Set(room_ids)];
    if ((await saveRooms(tx, id, wanted)) < wanted.length)
      throw new AppError('not_found', { what: 'room', field: 'room_ids' });
    return found(await findCard(tx, id));
  },

  'services.givers': async ({ tx }, { id }) => {
    const [card, items] = await Promise.all([findCard(tx, id), listGivers(tx, id)]);
    found(card);
    return { items };
  },

  'services.set_giver': async ({ tx }, wanted) => {
    // Held until the end, so that nobody raises the deposit meanwhile.
    const { deposit_minor } = found(await lockCard(tx, wanted.id));
    if (wanted.price_minor !== null && wanted.price_minor < deposit_minor)
      throw new AppError('invalid_input', { field: 'price_minor', rule: 'must not be less than the deposit' });
    const giver = await saveGiver(tx, wanted);
    if (giver === undefined) throw missingSpecialist();
    return giver;
  },

  'services.remove_giver': async ({ tx }, wanted) => {
    found(await findCard(tx, wanted.id));
    const giver = await deleteGiver(tx, wanted);
    if (giver === undefined) throw missingSpecialist();
    return giver;
  },
} satisfies Partial<HandlersOf<'services'>>;
