import { AppError } from '@okno/contract';
import type { Tx } from '../../db/tx.ts';
import { type Hand, noteChanges } from '../changes/index.ts';
import { listClientsByPhone, numberOf, updateClient } from '../people/index.ts';
import { type EditableClient, lockEditable, saveTags } from './store.ts';

/**
 * A number as it is kept of this client. Two who take one at the same moment are told apart by the database.
 * @throws AppError `phone_taken` when somebody else is known by it, however it is written there.
 */
export const freeNumber = async (tx: Tx, typed: string, client_id: string): Promise<string> => {
  const { phone, spellings } = await numberOf(tx, typed);
  const known = await listClientsByPhone(tx, spellings);
  if (known.some(({ id }) => id !== client_id)) throw new AppError('phone_taken', { field: 'phone' });
  return phone;
};

export type ClientChanges = Partial<EditableClient>;

/**
 * Changes what is known of a client and writes down what was changed; nothing is written about the forgotten.
 * @throws AppError `not_found`, `phone_taken`
 */
export const changeClient = async (hand: Hand, id: string, wanted: ClientChanges): Promise<EditableClient> => {
  const { tx } = hand;
  const before = await lockEditable(tx, id);
  if (before === undefined) throw new AppError('not_found', { what: 'client', field: 'id' });
  const { phone } = wanted;
  const changes = { ...wanted, ...(typeof phone === 'string' && { phone: await freeNumber(tx, phone, id) }) };
  const { tags, ...contacts } = changes;
  updateClient(tx, id, contacts);
  if (tags !== undefined) saveTags(tx, id, tags);
  noteChanges(hand, { entity: 'client', id, before, after: changes });
  return { ...before, ...changes };
};
