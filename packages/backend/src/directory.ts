import { AppError, type Caller, createBoundedMap } from '@okno/contract';
import type pg from 'pg';
import type { KeyRow, TokenKeyRow } from './modules/assistants/index.ts';
import type { ServiceKeyRow } from './modules/programs/index.ts';
import type { SessionRow } from './modules/sessions/index.ts';

/** Finds the tenant a caller speaks to. Throws `not_found` when there is none. */
export type TenantOf = (caller: Caller) => Promise<string>;

/**
 * The same without asking anybody: missing when it was not looked up before. For counting and taking turns only: "the
 * only one" may have ceased to be that since.
 */
export type KnownTenantOf = (caller: Caller) => string | undefined;

const BY_BOT = { name: 'tenant_of_bot', text: 'select find_tenant_of_bot($1) as tenant_id' };
const BY_SLUG = { name: 'tenant_by_slug', text: 'select find_tenant($1) as tenant_id' };
const THE_ONLY_ONE = { name: 'only_tenant', text: 'select find_only_tenant() as tenant_id' };

/** Hears whether what was looked up in a memory of this process was there. */
export type OnLookUp = (cache: string, hit: boolean) => void;

/** The look-up as a statement, and the name under which its answer is remembered. */
const questionOf = (
  caller: Exclude<Caller, { tenant_id: string }>,
): { key: string; query: { name: string; text: string; values: unknown[] } } => {
  if ('bot_id' in caller) return { key: `bot:${caller.bot_id}`, query: { ...BY_BOT, values: [caller.bot_id] } };
  if (caller.tenant === null) return { key: 'only', query: { ...THE_ONLY_ONE, values: [] } };
  return { key: `slug:${caller.tenant}`, query: { ...BY_SLUG, values: [caller.tenant] } };
};

/**
 * The only look-up that happens before the tenant is known. A bot or a slug never changes its tenant, so the answer is
 * remembered until the tenant is moved to another server (`forgetTenant`); "the only tenant" is true only until a second one
 * comes, so that answer is asked for each time.
 */
export const createTenants = (
  pool: pg.Pool,
  onLookUp: OnLookUp = () => {},
): { tenantOf: TenantOf; knownTenantOf: KnownTenantOf; forgetTenant: (tenant_id: string) => void } => {
  const known = createBoundedMap<string>(20_000);
  let only: string | undefined;
  const remember = (key: string, tenant_id: string | undefined): void => {
    if (key === 'only') only = tenant_id;
    else if (tenant_id !== undefined) known.set(key, tenant_id);
  };
  const tenantOf: TenantOf = async (caller) => {
    // Whose key or session it is was looked up together with it.
    if ('tenant_id' in caller) return caller.tenant_id;
    const { key, query } = questionOf(caller);
    const remembered = known.get(key);
    if (key !== 'only') onLookUp('tenants', remembered !== undefined);
    if (remembered !== undefined) return remembered;
    const { rows } = await pool.query<{ tenant_id: string | null }>(query);
    const tenant_id = rows[0]?.tenant_id ?? undefined;
    remember(key, tenant_id);
    if (tenant_id === undefined) throw new AppError('not_found', { what: 'tenant' });
    return tenant_id;
  };
  const knownTenantOf: KnownTenantOf = (caller) => {
    if ('tenant_id' in caller) return caller.tenant_id;
    const { key } = questionOf(caller);
    return key === 'only' ? only : known.get(key);
  };
  const forgetTenant = (tenant_id: string): void => known.deleteWhere((found) => found === tenant_id);
  return { tenantOf, knownTenantOf, forgetTenant };
};

/** The look-up alone. */
export const createTenantOf = (pool: pg.Pool): TenantOf => createTenants(pool).tenantOf;

const BY_FEED = { name: 'tenant_of_feed', text: 'select find_tenant_of_feed($1) as tenant_id' };

/** The tenant of a calendar, by the fingerprint of its secret. Not remembered: a secret may be revoked at any time. */
export const createTenantOfFeed =
  (pool: pg.Pool) =>
  async (secret_hash: string): Promise<string | undefined> => {
    const { rows } = await pool.query<{ tenant_id: string | null }>({ ...BY_FEED, values: [secret_hash] });
    return rows[0]?.tenant_id ?? undefined;
  };

const BY_KEY = { name: 'assistant_key', text: 'select * from find_assistant_key($1)' };
const BY_TOKEN_KEY = { name: 'assistant_token_key', text: 'select * from find_assistant_token_key($1)' };

/** Whose key it is, by its fingerprint, or by the id that tokens name. Not remembered, like feeds. */
export const createKeyLookUps = (pool: pg.Pool) => ({
  lookUpKey: async (hash: string): Promise<KeyRow | undefined> =>
    (await pool.query<KeyRow>({ ...BY_KEY, values: [hash] })).rows[0],
  lookUpTokenKey: async (id: string): Promise<TokenKeyRow | undefined> =>
    (await pool.query<TokenKeyRow>({ ...BY_TOKEN_KEY, values: [id] })).rows[0],
});

const BY_SESSION = { name: 'session', text: 'select * from find_session($1)' };
const BY_SERVICE_KEY = { name: 'service_key', text: 'select * from find_service_key($1)' };

/** Whose session it is, by the fingerprint of its token. */
export const createSessionLookUp =
  (pool: pg.Pool) =>
  async (token_hash: string): Promise<SessionRow | undefined> =>
    (await pool.query<SessionRow>({ ...BY_SESSION, values: [token_hash] })).rows[0];

/** Whose service key it is, by its id. Not remembered: it may be revoked at any time. */
export const createServiceKeyLookUp =
  (pool: pg.Pool) =>
  async (key_id: string): Promise<ServiceKeyRow | undefined> =>
    (await pool.query<ServiceKeyRow>({ ...BY_SERVICE_KEY, values: [key_id] })).rows[0];
