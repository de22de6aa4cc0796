import { randomUUID } from 'node:crypto';
import { AppError } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import type { Tx } from '../../db/tx.ts';
import { named } from '../../named.ts';
import { findTenantCurrency } from '../tenants/index.ts';
import { insertService } from './store.ts';
import {
  deleteGiver,
  findCard,
  type Giver,
  listGivers,
  lockCard,
  type ServiceCard,
  type ServiceSettings,
  saveGiver,
  saveRooms,
  updateService,
} from './store-cards.ts';

/** The row, or the refusal that there is none. */
const found = (card: ServiceCard | undefined): ServiceCard => {
  if (card === undefined) throw new AppError('not_found', { what: 'service', field: 'id' });
  return card;
};

const missingSpecialist = () => new AppError('not_found', { what: 'specialist', field: 'specialist_id' });

const refuseDepositAbovePrice = ({ deposit_minor, price_minor }: ServiceSettings): void => {
  if (deposit_minor > price_minor)
    throw new AppError('invalid_input', { field: 'deposit_minor', rule: 'must not be more than the price' });
};

/** A deposit is a part of every price the service has; whoever gives it at a price of their own as well. */
const refuseDepositAboveOwnPrices = (deposit_minor: number, givers: readonly Pick<Giver, 'price_minor'>[]): void => {
  if (givers.some(({ price_minor }) => price_minor !== null && deposit_minor > price_minor))
    throw new AppError('invalid_input', {
      field: 'deposit_minor',
      rule: 'must not be more than a specialist’s own price',
    });
};

/** Rows are never deleted: what has been booked stays and tells what it was (docs/rules.md#archiving). */
const setActive = async (tx: Tx, id: string, active: boolean): Promise<ServiceCard> => {
  updateService(tx, id, { active });
  return found(await findCard(tx, id));
};

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

  'services.update': async ({ tx }, { id, ...wanted }) => {
    const card = found(await lockCard(tx, id));
    const changes = named(wanted);
    refuseDepositAbovePrice({ ...card, ...changes });
    if (changes.deposit_minor !== undefined)
      refuseDepositAboveOwnPrices(changes.deposit_minor, await listGivers(tx, id));
    if (Object.keys(changes).length > 0) updateService(tx, id, changes);
    return { ...card, ...changes };
  },

  'services.archive': ({ tx }, { id }) => setActive(tx, id, false),

  'services.restore': ({ tx }, { id }) => setActive(tx, id, true),

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
