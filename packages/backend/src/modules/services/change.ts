import { AppError } from '@okno/contract';
import { type Hand, noteChanges } from '../changes/index.ts';
import {
  type Giver,
  listGivers,
  lockCard,
  type ServiceCard,
  type ServiceSettings,
  updateService,
} from './store-cards.ts';

/** The row, or the refusal that there is none. */
export const found = (card: ServiceCard | undefined): ServiceCard => {
  if (card === undefined) throw new AppError('not_found', { what: 'service', field: 'id' });
  return card;
};

/** @throws AppError `invalid_input` */
export const refuseDepositAbovePrice = ({ deposit_minor, price_minor }: ServiceSettings): void => {
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

/** What may be changed of a service by naming it. */
export type ServiceChanges = Partial<ServiceSettings & { readonly active: boolean }>;

/**
 * Changes a service and writes down what was changed. Rows are never deleted: what has been booked stays and tells what
 * it was (docs/rules.md#archiving).
 * @throws AppError `not_found`; `invalid_input` for a deposit above a price
 */
export const changeService = async (hand: Hand, id: string, changes: ServiceChanges): Promise<ServiceCard> => {
  const { tx } = hand;
  const card = found(await lockCard(tx, id));
  const after = { ...card, ...changes };
  refuseDepositAbovePrice(after);
  if (changes.deposit_minor !== undefined) refuseDepositAboveOwnPrices(changes.deposit_minor, await listGivers(tx, id));
  if (Object.keys(changes).length > 0) updateService(tx, id, changes);
  noteChanges(hand, { entity: 'service', id, before: card, after: changes });
  return after;
};
