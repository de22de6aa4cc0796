import type { ServiceKey, ServiceScope } from '@okno/contract';
import { sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';

const card = sql.raw('id, program_id, name, scopes, created_at, last_used_at, revoked_at');

/** Who makes keys waits here for the others of this business; it ends with the transaction. */
export const lockServiceKeys = (tx: Tx): void =>
  tx.send(sql`select pg_advisory_xact_lock(hashtextextended(current_setting('app.tenant_id'), 70))`);

export type NewServiceKey = Pick<ServiceKey, 'id' | 'program_id' | 'name' | 'scopes'> & {
  readonly secret_hash: string;
};

export const insertServiceKey = async (tx: Tx, key: NewServiceKey): Promise<ServiceKey> => {
  const made = await tx.row(sql<ServiceKey>`
    insert into service_keys (id, program_id, name, scopes, secret_hash)
    values (${key.id}, ${key.program_id}, ${key.name}, ${key.scopes}::text[], ${key.secret_hash}) returning ${card}`);
  if (made === undefined) throw new Error('a key that was written down is not there');
  return made;
};

/** How many keys work: of this program (null: of none), and of the whole business. */
export const countServiceKeys = async (
  tx: Tx,
  program_id: string | null,
): Promise<{ readonly of_program: number; readonly of_all: number }> => {
  const row = await tx.row(sql<{ of_program: number; of_all: number }>`
    select count(*) filter (where program_id = ${program_id}::uuid)::int as of_program, count(*)::int as of_all
    from service_keys where revoked_at is null`);
  return row ?? { of_program: 0, of_all: 0 };
};

/** Misses one that was revoked. */
export const findWorkingKey = (tx: Tx, id: string): Promise<ServiceKey | undefined> =>
  tx.row(sql<ServiceKey>`select ${card} from service_keys where id = ${id} and revoked_at is null`);

/** Those that work come first, the newest first; every row carries the total. */
export const listServiceKeys = (
  tx: Tx,
  { page, limit }: { page: number; limit: number },
): Promise<(ServiceKey & { total: number })[]> =>
  tx.rows(sql<ServiceKey & { total: number }>`
    select ${card}, count(*) over ()::int as total from service_keys
    order by revoked_at is not null, created_at desc, id limit ${limit} offset ${(page - 1) * limit}`);

/** One that was revoked before stays so, since then. */
export const updateServiceKeyRevoked = (tx: Tx, id: string): Promise<ServiceKey | undefined> =>
  tx.row(sql<ServiceKey>`
    update service_keys set revoked_at = coalesce(revoked_at, okno_now()) where id = ${id} returning ${card}`);

export const updateServiceKeyUsed = (tx: Tx, id: string): void =>
  tx.send(sql`update service_keys set last_used_at = okno_now() where id = ${id}`);

/** Which program comes with a key; `stale`: the minute of its last use is an older one. */
export type KnownProgram = {
  readonly name: string;
  readonly scopes: readonly ServiceScope[];
  readonly stale: boolean;
};

/** Misses when the key was revoked. */
export const findProgramOfKey = (tx: Tx, key_id: string): Promise<KnownProgram | undefined> =>
  tx.row(sql<KnownProgram>`
    select name, scopes, coalesce(last_used_at < okno_now() - interval '1 minute', true) as stale
    from service_keys where id = ${key_id} and revoked_at is null`);
