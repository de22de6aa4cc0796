import { createHash } from 'node:crypto';
import type { InTenant } from '../../db/tx.ts';
import type { Secrets } from '../../secrets.ts';
import { updateKeyUsed } from './store.ts';

/** The fingerprint under which a key is kept: it has 256 bits of chance, so nobody finds one by trying. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Whose key it is; `stale`: the minute of its last use is an older one. */
export type KeyRow = {
  readonly tenant_id: string;
  readonly assistant_id: string;
  readonly key_id: string;
  readonly stale: boolean;
};

export type TokenKeyRow = KeyRow & {
  readonly kind: 'HS256' | 'ES256';
  readonly secret_sealed: string | null;
  readonly public_key: string | null;
};

/** Who comes, as the one door takes it. */
export type AssistantKey = Pick<KeyRow, 'tenant_id' | 'assistant_id' | 'key_id'>;

/** What a token is checked with: the one algorithm of its key, and the secret or the public key (PEM). */
export type TokenKey = AssistantKey & {
  readonly alg: 'HS256' | 'ES256';
  readonly secret: string;
  readonly stale: boolean;
};

export type KeyFinder = {
  /** Whose API key this is; missing when it is unknown or revoked. */
  findKey(secret: string): Promise<AssistantKey | undefined>;
  /** What the tokens of a `kid` are checked with; missing when it is unknown or revoked. */
  findTokenKey(kid: string): Promise<TokenKey | undefined>;
  /** Writes down, to the minute, that somebody has come with it. */
  noteUse(key: AssistantKey): Promise<void>;
};

type Deps = {
  readonly lookUpKey: (hash: string) => Promise<KeyRow | undefined>;
  readonly lookUpTokenKey: (id: string) => Promise<TokenKeyRow | undefined>;
  readonly inTenant: InTenant;
  readonly secrets: Pick<Secrets, 'open'>;
};

/** Looks keys up before the tenant is known. Nothing is remembered: a key may be revoked at any time. */
export const createKeyFinder = ({ lookUpKey, lookUpTokenKey, inTenant, secrets }: Deps): KeyFinder => {
  const noteUse = ({ tenant_id, key_id }: AssistantKey): Promise<void> =>
    inTenant(tenant_id, async (tx) => updateKeyUsed(tx, key_id));
  return {
    findKey: async (secret) => {
      const row = await lookUpKey(hashOf(secret));
      if (row?.stale === true) await noteUse(row);
      return row && { tenant_id: row.tenant_id, assistant_id: row.assistant_id, key_id: row.key_id };
    },
    findTokenKey: async (kid) => {
      const row = await lookUpTokenKey(kid);
      if (row === undefined) return undefined;
      const { tenant_id, assistant_id, key_id, kind: alg, secret_sealed, public_key, stale } = row;
      const secret = secret_sealed === null ? public_key : secrets.open(tenant_id, secret_sealed);
      if (secret === null) throw new Error(`the key ${key_id} has nothing to check tokens with`);
      return { tenant_id, assistant_id, key_id, alg, secret, stale };
    },
    noteUse,
  };
};
