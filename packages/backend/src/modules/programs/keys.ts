import { createHash, timingSafeEqual } from 'node:crypto';
import { readKey } from './rules.ts';

/** Of a key nothing else is kept: it has 256 bits of chance, so nobody finds one by trying. */
export const hashOfKey = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** What a look-up by the id of a key brings. */
export type ServiceKeyRow = {
  readonly tenant_id: string;
  readonly slug: string;
  readonly key_id: string;
  readonly program_id: string;
  readonly secret_hash: string;
};

/** Which program comes, as the one door takes it, and the slug of its business. */
export type ProgramKey = Pick<ServiceKeyRow, 'tenant_id' | 'slug' | 'key_id' | 'program_id'>;

/** Whose service key this is; missing when it is none, wrong or revoked. */
export type FindProgram = (given: string) => Promise<ProgramKey | undefined>;

const isSame = (given: string, expected: string): boolean =>
  timingSafeEqual(Buffer.from(hashOfKey(given)), Buffer.from(expected));

/** Looks keys up before the tenant is known. Nothing is remembered: a key may be revoked at any time. */
export const createProgramFinder =
  (lookUp: (key_id: string) => Promise<ServiceKeyRow | undefined>): FindProgram =>
  async (given) => {
    const parts = readKey(given);
    const row = parts && (await lookUp(parts.id));
    if (parts === undefined || row === undefined || !isSame(parts.secret, row.secret_hash)) return undefined;
    const { secret_hash: _hash, ...key } = row;
    return key;
  };
