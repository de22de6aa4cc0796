import { AppError } from '@okno/contract';
import { type Hand, noteChanges } from '../changes/index.ts';
import { isCountry } from './rules.ts';
import { type Business, lockBusiness, updateTenant } from './store.ts';

export type BusinessChanges = Partial<Omit<Business, 'time_zone'>>;

/**
 * Changes what the business says of itself and decides, and writes down what was changed.
 * @param id of the business, as history names it
 * @throws AppError `invalid_input` for a country of which nobody knows how telephone numbers are written there
 */
export const changeBusiness = async (hand: Hand, id: string, changes: BusinessChanges): Promise<Business> => {
  const { country = null } = changes;
  if (country !== null && !isCountry(country))
    throw new AppError('invalid_input', { field: 'country', rule: 'must be a country such as RU' });
  const before = await lockBusiness(hand.tx);
  updateTenant(hand.tx, changes);
  noteChanges(hand, { entity: 'business', id, before, after: changes });
  return { ...before, ...changes };
};
