import { randomBytes, randomUUID } from 'node:crypto';
import { AppError, type ServiceKey } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import type { Tx } from '../../db/tx.ts';
import { paged } from '../../paged.ts';
import { hashOfKey } from './keys.ts';
import { MAX_KEYS_OF_PROGRAM, MAX_KEYS_OF_TENANT, writeKey } from './rules.ts';
import {
  countServiceKeys,
  findWorkingKey,
  insertServiceKey,
  listServiceKeys,
  lockServiceKeys,
  updateServiceKeyRevoked,
} from './store.ts';

const found = (key: ServiceKey | undefined): ServiceKey => {
  if (key === undefined) throw new AppError('not_found', { what: 'service_key', field: 'id' });
  return key;
};

type Wanted = Pick<ServiceKey, 'name' | 'scopes'> & { readonly program_id: string | null };

/** Makes a key. It is told here and never again (docs/rules.md#service-keys). */
const issue = async (tx: Tx, { name, scopes, program_id }: Wanted) => {
  const { of_program, of_all } = await countServiceKeys(tx, program_id);
  if (of_all >= MAX_KEYS_OF_TENANT) throw new AppError('key_limit_reached', { limit: MAX_KEYS_OF_TENANT });
  if (of_program >= MAX_KEYS_OF_PROGRAM) throw new AppError('key_limit_reached', { limit: MAX_KEYS_OF_PROGRAM });
  const [id, secret] = [randomUUID(), randomBytes(32).toString('base64url')];
  const kept = { id, program_id: program_id ?? randomUUID(), name, scopes: [...new Set(scopes)] };
  const key = await insertServiceKey(tx, { ...kept, secret_hash: hashOfKey(secret) });
  return { ...key, secret: writeKey({ id, secret }) };
};

export const serviceKeyActions: HandlersOf<'service_keys'> = {
  'service_keys.create': ({ tx }, { name, scopes }) => {
    lockServiceKeys(tx);
    return issue(tx, { name, scopes, program_id: null });
  },

  'service_keys.list': ({ tx }, page) => paged(page, (wanted) => listServiceKeys(tx, wanted)),

  'service_keys.rotate': async ({ tx }, { id }) => {
    lockServiceKeys(tx);
    return issue(tx, found(await findWorkingKey(tx, id)));
  },

  'service_keys.revoke': async ({ tx }, { id }) => found(await updateServiceKeyRevoked(tx, id)),
};
