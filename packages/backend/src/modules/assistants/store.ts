import type { Actions, Assistant, Output, Scope } from '@okno/contract';
import { sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';

export type AssistantCard = Omit<Assistant, 'keys'>;
export type KeyCard = Omit<Output<Actions['assistants.issue_key']>, 'secret'>;

const card = sql.raw('assistants.id, name, delivery, lease_seconds, webhook_host, assistants.created_at, archived_at');
const keyCard = sql.raw('id, kind, scopes, created_at, revoked_at, last_used_at');

/** An address as it is kept: sealed, with what may be shown of it and the secret that signs. */
export type SealedWebhook = {
  readonly webhook_sealed: string;
  readonly webhook_host: string;
  readonly webhook_secret_sealed: string;
};

type NewAssistant = Pick<Assistant, 'name' | 'delivery' | 'lease_seconds'> & Partial<SealedWebhook>;

export const insertAssistant = async (tx: Tx, row: NewAssistant): Promise<AssistantCard> => {
  const made = await tx.row(sql<AssistantCard>`
    insert into assistants (name, delivery, lease_seconds, webhook_sealed, webhook_host, webhook_secret_sealed)
    values (${row.name}, ${row.delivery}, ${row.lease_seconds}, ${row.webhook_sealed ?? null}, ${row.webhook_host ?? null},
      ${row.webhook_secret_sealed ?? null})
    returning ${card}`);
  if (made === undefined) throw new Error('an assistant that was written down is not there');
  return made;
};

/** Null leaves a field as it is; the webhook's fields come together. */
export const updateAssistant = (
  tx: Tx,
  id: string,
  changes: Partial<NewAssistant>,
): Promise<AssistantCard | undefined> =>
  tx.row(sql<AssistantCard>`
    update assistants set name = coalesce(${changes.name ?? null}, name),
      delivery = coalesce(${changes.delivery ?? null}, delivery),
      lease_seconds = coalesce(${changes.lease_seconds ?? null}, lease_seconds),
      webhook_sealed = coalesce(${changes.webhook_sealed ?? null}, webhook_sealed),
      webhook_host = coalesce(${changes.webhook_host ?? null}, webhook_host),
      webhook_secret_sealed = coalesce(${changes.webhook_secret_sealed ?? null}, webhook_secret_sealed)
    where id = ${id} returning ${card}`);

/** Keeps an assistant, and so the number of its keys, from others until the transaction ends. */
export const lockAssistant = (tx: Tx, id: string): Promise<AssistantCard | undefined> =>
  tx.row(sql<AssistantCard>`select ${card} from assistants where id = ${id} for update`);

/** The newest first; every row carries the total. */
export const listAssistants = (
  tx: Tx,
  { page, limit }: { page: number; limit: number },
): Promise<(AssistantCard & { total: number })[]> =>
  tx.rows(sql<AssistantCard & { total: number }>`
    select ${card}, count(*) over ()::int as total from assistants
    order by created_at desc, id limit ${limit} offset ${(page - 1) * limit}`);

export const updateArchived = (tx: Tx, id: string): Promise<AssistantCard | undefined> =>
  tx.row(sql<AssistantCard>`
    update assistants set archived_at = coalesce(archived_at, okno_now()) where id = ${id} returning ${card}`);

/** The keys of these assistants: those that work, and of each the last ten that were revoked; the newest first. */
export const listKeys = (tx: Tx, assistant_ids: readonly string[]): Promise<(KeyCard & { assistant_id: string })[]> =>
  tx.rows(sql<KeyCard & { assistant_id: string }>`
    select keys.* from unnest(${assistant_ids}::uuid[]) as wanted (assistant_id) cross join lateral (
      select ${keyCard}, assistant_keys.assistant_id from assistant_keys
      where assistant_keys.assistant_id = wanted.assistant_id
      order by revoked_at desc nulls first, created_at desc, id limit 12) as keys`);

export type NewKey = {
  readonly id: string;
  readonly assistant_id: string;
  readonly kind: KeyCard['kind'];
  readonly scopes: readonly Scope[];
  readonly secret_hash: string | null;
  readonly secret_sealed: string | null;
  readonly public_key: string | null;
};

export const insertKey = async (tx: Tx, key: NewKey): Promise<KeyCard> => {
  const made = await tx.row(sql<KeyCard>`
    insert into assistant_keys (id, assistant_id, kind, scopes, secret_hash, secret_sealed, public_key)
    values (${key.id}, ${key.assistant_id}, ${key.kind}, ${key.scopes}::text[], ${key.secret_hash}, ${key.secret_sealed},
      ${key.public_key})
    returning ${keyCard}`);
  if (made === undefined) throw new Error('a key that was written down is not there');
  return made;
};

export const countKeys = async (tx: Tx, assistant_id: string): Promise<number> => {
  const row = await tx.row(sql<{ count: number }>`
    select count(*)::int as count from assistant_keys where assistant_id = ${assistant_id} and revoked_at is null`);
  return row?.count ?? 0;
};

/** Misses a key of another assistant; one that was revoked before stays so. */
export const updateKeyRevoked = (tx: Tx, assistant_id: string, id: string): Promise<KeyCard | undefined> =>
  tx.row(sql<KeyCard>`
    update assistant_keys set revoked_at = coalesce(revoked_at, okno_now())
    where id = ${id} and assistant_id = ${assistant_id} returning ${keyCard}`);

export const updateKeysRevoked = (tx: Tx, assistant_id: string): void =>
  tx.send(sql`update assistant_keys set revoked_at = okno_now()
    where assistant_id = ${assistant_id} and revoked_at is null`);

export const updateKeyUsed = (tx: Tx, id: string): void =>
  tx.send(sql`update assistant_keys set last_used_at = okno_now() where id = ${id}`);

/** Who comes with a key; misses when it was revoked or its assistant archived. */
export const findKeyHolder = (
  tx: Tx,
  { assistant_id, key_id }: { assistant_id: string; key_id: string },
): Promise<{ name: string; scopes: Scope[] } | undefined> =>
  tx.row(sql<{ name: string; scopes: Scope[] }>`
    select name, scopes from assistant_keys join assistants on assistants.id = assistant_id
    where assistant_keys.id = ${key_id} and assistant_id = ${assistant_id} and revoked_at is null
      and archived_at is null`);

/** Where an assistant wants its events sent, sealed. */
export const findWebhook = (tx: Tx, id: string): Promise<Omit<SealedWebhook, 'webhook_host'> | undefined> =>
  tx.row(sql<Omit<SealedWebhook, 'webhook_host'>>`
    select webhook_sealed, webhook_secret_sealed from assistants
    where id = ${id} and delivery = 'webhook' and archived_at is null`);
