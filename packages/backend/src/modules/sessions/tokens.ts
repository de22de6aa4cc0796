import { createHash, randomBytes } from 'node:crypto';
import { createBoundedMap } from '@okno/contract';

/** A session's token, and what is kept of it: it has 256 bits of chance, so nobody finds one by trying. */
export const newToken = (): { readonly token: string; readonly token_hash: string } => {
  const token = randomBytes(32).toString('base64url');
  return { token, token_hash: hashOfToken(token) };
};

const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Whose session it is, or was, and the slug of their business. */
export type SessionRow = {
  readonly tenant_id: string;
  readonly slug: string;
  readonly session_id: string;
  readonly bot_id: number;
  readonly telegram_id: number;
};

/** Whose session a token is; missing when it is none. Whether it still holds is read with every call. */
export type FindSession = (token: string) => Promise<SessionRow | undefined>;

/** About 300 bytes each. */
const KNOWN = 20_000;

/** What a token belongs to never changes, so it is remembered, and who comes again costs no question of its own. */
export const createSessionFinder = (lookUp: (token_hash: string) => Promise<SessionRow | undefined>): FindSession => {
  const known = createBoundedMap<SessionRow>(KNOWN);
  return async (token) => {
    if (!/^[\w-]{43}$/.test(token)) return undefined;
    const hash = hashOfToken(token);
    const row = known.get(hash) ?? (await lookUp(hash));
    if (row !== undefined) known.set(hash, row);
    return row;
  };
};
