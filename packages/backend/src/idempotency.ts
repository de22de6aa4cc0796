import { hash } from 'node:crypto';
import { AppError, type Call, canonical } from '@okno/contract';
import type { Ctx } from './ctx.ts';
import { prepared, sql } from './db/sql.ts';
import type { Tx } from './db/tx.ts';
import { DAY_MS, formatInstant } from './time.ts';

type Remembered = { readonly request_hash: string; readonly answer: unknown };

/** The same question, whatever the order of its fields. */
const hashOf = (call: Call): string => hash('sha256', JSON.stringify([call.name, canonical(call.input)]), 'base64url');

const LOCK_KEY = prepared<{ both: string }, unknown>(
  (value) =>
    sql`select pg_advisory_xact_lock(hashtextextended(current_setting('app.tenant_id') || ${value('both')}, 0))`,
);
const ANSWER = prepared<{ caller: string; key: string }, Remembered>(
  (value) => sql`
    select request_hash, answer from idempotency_keys where caller = ${value('caller')} and key = ${value('key')}`,
);
const REMEMBER = prepared<
  { caller: string; key: string; request_hash: string; answer: string; about: readonly string[] },
  unknown
>(
  (value) => sql`
    insert into idempotency_keys (caller, key, request_hash, answer, about)
    values (${value('caller')}, ${value('key')}, ${value('request_hash')}, ${value('answer')}::json,
      ${value('about')}::uuid[])`,
);

/**
 * The answer this key has had, if it had one. Callers with the same key wait here for each other.
 * @throws AppError `idempotency_key_reused` when the key came with another question.
 */
export const recallAnswer = async (tx: Tx, caller: string, call: Call): Promise<{ answer: unknown } | undefined> => {
  const key = call.idempotency_key;
  if (key === undefined) return undefined;
  tx.send(LOCK_KEY({ both: `${caller} ${key}` }));
  return findAnswer(tx, caller, call);
};

/**
 * The same without waiting for whoever has the same key and is still being answered. In a look that is shared it is not
 * what somebody else was told before: the answer may have come since.
 * @throws AppError `idempotency_key_reused`
 */
export const findAnswer = async (tx: Tx, caller: string, call: Call): Promise<{ answer: unknown } | undefined> => {
  const key = call.idempotency_key;
  if (key === undefined) return undefined;
  const known = await tx.rowNow(ANSWER({ caller, key }));
  if (known === undefined) return undefined;
  if (known.request_hash !== hashOf(call)) throw new AppError('idempotency_key_reused');
  return { answer: known.answer };
};

/**
 * Keeps the answer in the transaction that makes it true; the column is `json`, so it stays the same to the letter.
 * @param kept `caller`: under whose name `recallAnswer` looks for it
 */
export const rememberAnswer = (
  { tx, now }: Pick<Ctx, 'tx' | 'now'>,
  { caller, call, answer }: { readonly caller: string; readonly call: Call; readonly answer: unknown },
): void => {
  const key = call.idempotency_key;
  if (key === undefined) return;
  const row = { caller, key, request_hash: hashOf(call), about: idsIn(call.input) };
  tx.send(REMEMBER({ ...row, answer: JSON.stringify(answer ?? null) }));
  if (bringsTheBroom(key)) deleteOld(tx, now);
};

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/** Whatever the question names: the answer may tell something of it without its id (docs/rules.md#forgetting). */
const idsIn = (input: unknown): string[] => [
  ...new Set([...JSON.stringify(input ?? null).matchAll(UUID)].map(([id]) => id.toLowerCase())),
];

/** About one key in sixteen. */
const bringsTheBroom = (key: string): boolean => hash('sha256', key, 'hex').startsWith('0');

const KEPT_MS = 30 * DAY_MS;

/**
 * Takes away some answers that are older than 30 days, more than come between two sweeps. The age is given as an instant, so
 * that they are found by index. Nobody waits for another sweep: two that met the same rows in different orders would wait for
 * each other.
 */
const deleteOld = (tx: Tx, now: number): void =>
  tx.send(sql`
    delete from idempotency_keys where ctid = any(array(
      select ctid from idempotency_keys
      where created_at < ${formatInstant(now - KEPT_MS)}::timestamptz
        and (select pg_try_advisory_xact_lock(hashtextextended(current_setting('app.tenant_id'), 5)))
      order by created_at limit 100))`);

/**
 * What was answered to somebody (`caller`), and to anybody who asked or was told about one of these ids, is taken away:
 * it may name them.
 */
export const deleteAnswers = (tx: Tx, { caller, about }: { caller: string | null; about: readonly string[] }): void =>
  tx.send(sql`delete from idempotency_keys
    where caller = ${caller}::text or about && ${about}::uuid[]
      or exists (select from unnest(${about}::text[]) as one(id) where strpos(answer::text, one.id) > 0)`);
