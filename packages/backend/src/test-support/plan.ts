import assert from 'node:assert/strict';
import { type Statement, sql, toQuery } from '../db/sql.ts';
import type { Tx } from '../db/tx.ts';

/** The plan that the server keeps for a statement, whatever its values, made as the app and under row security. */
export const planOf = async (tx: Tx, ask: (tx: Tx) => Promise<unknown>): Promise<string[]> => {
  const seen: Statement<unknown>[] = [];
  const row = async (statement: Statement<unknown>): Promise<undefined> => {
    seen.push(statement);
  };
  // Only the statement is of interest; the answer is none.
  await ask({ ...tx, row }).catch(() => {});
  const [statement] = seen;
  assert.ok(statement !== undefined && seen.length === 1, 'it is one statement');
  const { text, values } = toQuery(statement);
  const literals = values.map((value) => sql.lit(Array.isArray(value) ? `{${value.join()}}` : value));
  await tx.rows(sql.raw(`prepare asked as ${text}`));
  const lines = await tx.rows(sql<{ 'QUERY PLAN': string }>`explain (costs off) execute asked (${sql.join(literals)})`);
  await tx.rows(sql.raw('deallocate asked'));
  return lines.map((line) => line['QUERY PLAN']);
};
