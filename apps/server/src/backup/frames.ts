import { BackupError, type BackupPart } from '@okno/backend';
import { z } from 'zod';

/** What stands before everything else in a file of ours. */
export type FileHead = {
  readonly part: 'file';
  readonly format: 1;
  /** The program that wrote it. */
  readonly okno: string;
  /** Names the ENCRYPTION_KEY with which secrets in the rows are sealed, without revealing it. */
  readonly sealed_with: string;
};

export type FilePart = FileHead | BackupPart;

const KIND = { words: 0x4a, rows: 0x44 } as const;
/** A kind, and how many bytes follow. */
const HEAD_BYTES = 5;
/** No piece of ours is longer; whatever says so is no backup. */
const LONGEST = 256 * 2 ** 20;

const words = z.discriminatedUnion('part', [
  z.object({ part: z.literal('file'), format: z.literal(1), okno: z.string(), sealed_with: z.string() }),
  z.object({
    part: z.literal('begin'),
    at: z.iso.datetime(),
    server_version: z.string(),
    migrations: z.array(z.object({ version: z.int(), checksum: z.string() })),
    tables: z.array(z.string()),
  }),
  z.object({ part: z.literal('table'), name: z.string(), columns: z.array(z.string()) }),
  z.object({ part: z.literal('table_end'), name: z.string(), rows: z.int(), digest: z.string() }),
  z.object({ part: z.literal('end') }),
]);

const frame = (kind: number, payload: Buffer): Buffer => {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt8(kind, 0);
  head.writeUInt32BE(payload.length, 1);
  return Buffer.concat([head, payload]);
};

/** The parts as bytes, each with its length before it. */
export async function* writeFrames(parts: AsyncIterable<FilePart>): AsyncGenerator<Buffer> {
  for await (const part of parts)
    yield part.part === 'rows' ? frame(KIND.rows, part.bytes) : frame(KIND.words, Buffer.from(JSON.stringify(part)));
}

/**
 * The parts out of the bytes.
 * @throws BackupError when they are no backup, or end in the middle.
 */
export async function* readFrames(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<FilePart> {
  let held = Buffer.alloc(0);
  for await (const piece of bytes) {
    held = held.length === 0 ? Buffer.from(piece) : Buffer.concat([held, piece]);
    for (let part = nextPart(held); part !== undefined; part = nextPart(held)) {
      held = held.subarray(part.length);
      yield part.part;
    }
  }
  if (held.length > 0) throw new BackupError('the backup ends in the middle: it was cut');
}

const nextPart = (held: Buffer): { part: FilePart; length: number } | undefined => {
  if (held.length < HEAD_BYTES) return undefined;
  const kind = held.readUInt8(0);
  const end = HEAD_BYTES + held.readUInt32BE(1);
  if ((kind !== KIND.words && kind !== KIND.rows) || end > LONGEST) throw new BackupError('this is no backup of Okno');
  if (held.length < end) return undefined;
  const payload = held.subarray(HEAD_BYTES, end);
  return { part: kind === KIND.rows ? { part: 'rows', bytes: payload } : readWords(payload), length: end };
};

const readWords = (payload: Buffer): FilePart => {
  try {
    return words.parse(JSON.parse(payload.toString()));
  } catch (error) {
    throw new BackupError('this is no backup that we can read', { cause: error });
  }
};
