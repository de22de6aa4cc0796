import { AppError } from '@okno/contract';
import { type Hand, noteChanges } from '../changes/index.ts';
import { lockSpecialistCard, type SpecialistCard, updateSpecialist } from './store-specialists.ts';

/** The row, or the refusal that there is none. */
export const found = (card: SpecialistCard | undefined): SpecialistCard => {
  if (card === undefined) throw new AppError('not_found', { what: 'specialist', field: 'id' });
  return card;
};

export type SpecialistChanges = Partial<Omit<SpecialistCard, 'id'>>;

/**
 * Changes a specialist and writes down what was changed. Rows are never deleted: what has been booked stays and tells
 * with whom it was (docs/rules.md#archiving). Another time zone moves hours, which is not done here.
 * @throws AppError `not_found`
 */
export const changeSpecialist = async (hand: Hand, id: string, changes: SpecialistChanges): Promise<SpecialistCard> => {
  const before = found(await lockSpecialistCard(hand.tx, id));
  if (Object.keys(changes).length === 0) return before;
  noteChanges(hand, { entity: 'specialist', id, before, after: changes });
  return found(await updateSpecialist(hand.tx, id, changes));
};
