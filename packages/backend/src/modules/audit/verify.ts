import type { Tx } from '../../db/tx.ts';
import { complaintsOfUnsealed, firstLink, follow, type Line, type Link } from './chain.ts';
import { type Anchor, listSealedLines, listSeals, listStrays, listUnsealedLines } from './store-seals.ts';

/** Seals that are read at once: up to two thousand lines each, most of them a few. */
const SEALS_AT_ONCE = 20;

/** More than so many faults are not told: the first say where to look. */
const MOST_COMPLAINTS = 20;

export type Verdict = {
  readonly seals: number;
  readonly sealed: number;
  /** Lines that wait for their seal; of them only what they say of their time is checked. */
  readonly unsealed: number;
  /** The newest seal, which is to be kept elsewhere; null: there is none. */
  readonly anchor: Anchor | null;
  /** What is wrong, as sentences; none: nobody has touched what is sealed. */
  readonly complaints: readonly string[];
};

/** `<tenant_id>:<number of the seal>:<hash>` */
export const writeAnchor = ({ tenant_id, seal, hash }: Anchor): string => `${tenant_id}:${seal}:${hash}`;

/** Reads what `writeAnchor` wrote; nothing for anything else. */
export const readAnchor = (text: string): Anchor | undefined => {
  const [, tenant_id, seal, hash] = /^([0-9a-f-]{36}):(\d{1,15}):([0-9a-f]{64})$/.exec(text.trim()) ?? [];
  return tenant_id === undefined || seal === undefined || hash === undefined
    ? undefined
    : { tenant_id, seal: Number(seal), hash };
};

/**
 * Follows the chain of the tenant of this transaction from its beginning to its end (docs/rules.md#audit).
 * @param anchors seals that were kept elsewhere; those of other tenants say nothing
 */
export const verifyAudit = async (tx: Tx, tenant_id: string, anchors: readonly Anchor[] = []): Promise<Verdict> => {
  const unsealed = await listUnsealedLines(tx);
  const known = new Map(anchors.filter((one) => one.tenant_id === tenant_id).map(({ seal, hash }) => [seal, hash]));
  const complaints: string[] = [];
  let link: Link = firstLink(tenant_id);
  let [seals, sealed] = [0, 0];
  for (;;) {
    const page = await listSeals(tx, { after: link.seal, limit: SEALS_AT_ONCE });
    const lines = await linesOf(
      tx,
      page.flatMap(({ entries }) => entries),
    );
    for (const seal of page) {
      const followed = follow(link, seal, lines);
      complaints.push(...followed.complaints, ...complaintOfAnchor(known, followed.link));
      link = followed.link;
      seals += 1;
      sealed += seal.entries.length;
    }
    if (page.length < SEALS_AT_ONCE) break;
  }
  for (const seal of known.keys()) complaints.push(`seal ${seal} was there once: the end of the log was cut off`);
  complaints.push(...complaintsOfUnsealed(link, unsealed), ...(await complaintsOfStrays(tx)));
  const anchor = link.seal === 0 ? null : { tenant_id, seal: link.seal, hash: link.hash };
  return { seals, sealed, unsealed: unsealed.length, anchor, complaints: complaints.slice(0, MOST_COMPLAINTS) };
};

const linesOf = async (tx: Tx, ids: readonly string[]): Promise<Map<string, Line>> =>
  new Map((ids.length === 0 ? [] : await listSealedLines(tx, ids)).map((line) => [line.id, line]));

/** What is left of the anchors in the end stood in seals that are gone. */
const complaintOfAnchor = (known: Map<number, string>, { seal, hash }: Link): string[] => {
  const kept = known.get(seal) ?? hash;
  known.delete(seal);
  return kept === hash ? [] : [`seal ${seal} is another one than that which was kept: the log was written anew`];
};

const complaintsOfStrays = async (tx: Tx): Promise<string[]> =>
  (await listStrays(tx, MOST_COMPLAINTS)).map(({ id, is }) =>
    is === 'surplus'
      ? `line ${id} was slipped in: nothing has sealed it`
      : `line ${id} is missing, or was sealed twice`,
  );
