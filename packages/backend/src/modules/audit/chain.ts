import { createHash } from 'node:crypto';

/** A line of the log, every value as the text that is hashed; instants are microseconds since 1970. */
export type Line = {
  readonly id: string;
  readonly at: string;
  readonly request_id: string;
  readonly via: string;
  readonly role: string;
  readonly actor: string;
  readonly bot_id: string | null;
  readonly key_id: string | null;
  readonly action: string;
  readonly subject_id: string | null;
  readonly outcome: string;
  readonly times: string;
};

/** So many lines, in this order, were sealed at an instant (microseconds since 1970); `hash` in hexadecimal. */
export type Seal = {
  readonly seal: number;
  readonly entries: readonly string[];
  readonly hash: string;
  readonly sealed_at: string;
};

/** How far a chain has been followed. */
export type Link = {
  readonly seal: number;
  readonly hash: string;
  readonly sealed_at: bigint;
  /** The latest instant that a line so far has told. */
  readonly latest: bigint;
};

const sha256 = (...parts: readonly (string | Buffer)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** Where the chain of a tenant begins. */
export const firstLink = (tenant_id: string): Link => ({
  seal: 0,
  hash: sha256(`okno audit ${tenant_id}`).toString('hex'),
  sealed_at: 0n,
  latest: 0n,
});

/** A value with its length in bytes: the same as `audit_field` of the database. */
const field = (value: string | null): string => (value === null ? '-,' : `${Buffer.byteLength(value)}:${value},`);

/** The same as `audit_line` of the database, which the program does not trust when it verifies. */
export const lineText = (line: Line): string => {
  const { id, at, request_id, via, role, actor, bot_id, key_id, action, subject_id, outcome, times } = line;
  return [id, at, request_id, via, role, actor, bot_id, key_id, action, subject_id, outcome, times].map(field).join('');
};

/** What a seal's hash has to be. */
const hashOf = (before: Link, { seal, entries, sealed_at }: Seal, lines: ReadonlyMap<string, Line>): string => {
  let chain: Buffer = Buffer.from(before.hash, 'hex');
  for (const id of entries) {
    const line = lines.get(id);
    chain = sha256(chain, line === undefined ? '' : lineText(line));
  }
  return sha256(chain, [String(seal), sealed_at, String(entries.length)].map(field).join('')).toString('hex');
};

/** No transaction takes that long: what was written so long before the seal before would stand in that one. */
const LATE_US = 600_000_000n;

/** A line that says it is older than what was sealed long before it was there (docs/rules.md#audit). */
const isBackdated = ({ sealed_at, latest }: Link, { at }: Line): boolean =>
  BigInt(at) < sealed_at - LATE_US && BigInt(at) < latest - LATE_US;

const backdated = (link: Link, lines: readonly Line[]): string[] =>
  lines.filter((line) => isBackdated(link, line)).map(({ id }) => `line ${id} was added later than it says`);

/** What is wrong with lines that wait for their seal. */
export const complaintsOfUnsealed = backdated;

/**
 * Follows the chain over one more seal.
 * @param lines of the log, by their numbers
 * @returns what is wrong with it, as sentences, and how to go on: by what the seal says of itself, so that one fault is
 * told once
 */
export const follow = (
  before: Link,
  seal: Seal,
  lines: ReadonlyMap<string, Line>,
): { readonly complaints: string[]; readonly link: Link } => {
  const present = seal.entries.flatMap((id) => lines.get(id) ?? []);
  const complaints = backdated(before, present);
  for (let gone = before.seal + 1; gone < seal.seal && gone <= before.seal + 3; gone += 1)
    complaints.push(`seal ${gone} is missing`);
  if (present.length < seal.entries.length) {
    const gone = seal.entries.filter((id) => !lines.has(id)).slice(0, 3);
    complaints.push(`of seal ${seal.seal} lines are missing: ${gone.join(', ')}`);
  } else if (hashOf(before, seal, lines) !== seal.hash)
    complaints.push(`seal ${seal.seal} does not fit: it, its order or one of its lines was changed`);
  const latest = present.reduce((max, { at }) => (BigInt(at) > max ? BigInt(at) : max), before.latest);
  return { complaints, link: { seal: seal.seal, hash: seal.hash, sealed_at: BigInt(seal.sealed_at), latest } };
};
