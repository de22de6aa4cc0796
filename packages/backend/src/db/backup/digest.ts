import { createHash } from 'node:crypto';

/** How many rows a table has, and a number that changes with any of them, whatever their order. */
export type Content = { readonly rows: number; readonly digest: string };

const NEWLINE = 10;
const BYTES = 32;

/**
 * Counts the rows that pass as COPY's text, and joins their hashes by "exclusive or": no two rows of a table are equal,
 * because each has a key.
 */
export const createDigest = () => {
  const joined = Buffer.alloc(BYTES);
  let rows = 0;
  let open: Buffer[] = [];
  const take = (row: Buffer): void => {
    const hash = createHash('sha256');
    for (const part of open) hash.update(part);
    open = [];
    const own = hash.update(row).digest();
    for (let index = 0; index < BYTES; index += 1) joined[index] = (joined[index] ?? 0) ^ (own[index] ?? 0);
    rows += 1;
  };
  return {
    /** A piece of the text; rows may lie across pieces. */
    add: (piece: Buffer): void => {
      let from = 0;
      for (let end = piece.indexOf(NEWLINE); end >= 0; end = piece.indexOf(NEWLINE, from)) {
        take(piece.subarray(from, end));
        from = end + 1;
      }
      // Kept beyond this call, while the caller may use its memory again.
      if (from < piece.length) open.push(Buffer.from(piece.subarray(from)));
    },
    content: (): Content => ({ rows, digest: joined.toString('hex') }),
  };
};
