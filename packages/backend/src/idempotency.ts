import { createHash } from 'node:crypto';
import { AppError, type Call } from '@okno/contract';
import type { Ctx } from './ctx.ts';
import { sql } from './db/sql.ts';

type Remembered = { readonly request_hash: string; readonly answer: string | null };

/** The same question, whatever the order of its fields. */
const hashOf = (call: Call): string =>
  createHash('sha256')
    .update(JSON.stringify([call.name, sorted(call.input)]))
    .digest('base64url');

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, field]) => [key, sorted(field)]),
  );
};

/**
 * The answer this key has had, if it had one. Callers with the same key wait here for each other.
 * @throws AppError `idempotency_key_reused` when the key came with another question.
 */
export const recallAnswer = async ({ tx, actor }: Ctx, call: Call): Promise<{ answer: unknown } | undefined> => {
  const key = call.idempotency_key;
  if (key === undefined) return undefined;
  tx.send(sql`select pg_advisory_xact_lock(hashtextextended(${`${actor.tenant_id} ${actor.id} ${key}`}, 0))`);
  const known = await tx.row(
    sql<Remembered>`select request_hash, answer from idempotency_keys where caller = ${actor.id} and key = ${key}`,
  );
  if (known === undefined) return undefined;
  if (known.request_hash !== hashOf(call)) throw new AppError('idempotency_key_reused');
  return { answer: known.answer === null ? undefined : JSON.parse(known.answer) };
};

/**
 * Keeps the answer in the transaction that makes it true; as a text within the JSON, for `jsonb` would not keep the
 * order of its fields, and the same answer is the same to the letter.
 */
export const rememberAnswer = ({ tx, actor }: Ctx, call: Call, answer: unknown): void => {
  if (call.idempotency_key === undefined) return;
  tx.send(sql`insert into idempotency_keys (caller, key, request_hash, answer)
    values (${actor.id}, ${call.idempotency_key}, ${hashOf(call)}, to_jsonb(${JSON.stringify(answer)}::text))`);
};
