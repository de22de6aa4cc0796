import type { Tx } from '../../db/tx.ts';
import type { Line, Seal } from './chain.ts';
import { listSealedLines, listSeals, listUnsealedLines } from './store-seals.ts';

const SEALS_AT_ONCE = 20;

/** A line as it leaves the house, with the seal it stands in; null: it still waits for one. */
const toJson = (line: Line, seal: Seal | null): string =>
  JSON.stringify({
    ...line,
    id: Number(line.id),
    at: instantOf(line.at),
    bot_id: line.bot_id === null ? null : Number(line.bot_id),
    times: Number(line.times),
    seal: seal?.seal ?? null,
  });

/** Microseconds stay, because they are hashed. */
const instantOf = (us: string): string => {
  const whole = BigInt(us);
  const ms = new Date(Number(whole / 1000n)).toISOString();
  return `${ms.slice(0, -1)}${String(whole % 1000n).padStart(3, '0')}Z`;
};

const sealJson = ({ seal, hash, sealed_at, entries }: Seal): string =>
  JSON.stringify({ seal, hash, sealed_at: instantOf(sealed_at), lines: entries.length });

/**
 * The whole log of the tenant of this transaction as JSON lines: the lines of a seal, then the seal, and at last the lines
 * that wait for one.
 * @param write takes a few lines at once, and is waited for
 */
export const exportAudit = async (tx: Tx, write: (lines: readonly string[]) => Promise<void>): Promise<void> => {
  const unsealed = await listUnsealedLines(tx);
  for (let after = 0; ; ) {
    const seals = await listSeals(tx, { after, limit: SEALS_AT_ONCE });
    for (const seal of seals) {
      const lines = await listSealedLines(tx, seal.entries);
      await write([...lines.map((line) => toJson(line, seal)), sealJson(seal)]);
    }
    after = seals.at(-1)?.seal ?? after;
    if (seals.length < SEALS_AT_ONCE) break;
  }
  await write(unsealed.map((line) => toJson(line, null)));
};
