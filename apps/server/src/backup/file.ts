import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline as join, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { BackupError, type BackupPart } from '@okno/backend';
import { Decrypter, Encrypter, identityToRecipient } from 'age-encryption';
import { syncFolder } from '../sync-folder.ts';
import { VERSION } from '../version.ts';
import { type FileHead, type FilePart, readFrames, writeFrames } from './frames.ts';
import { DRAFT } from './leftovers.ts';

/** For whom a file is locked: an age identity (`AGE-SECRET-KEY-1…`), or nobody. */
export type BackupKey = string | undefined;

export type WrittenFile = { readonly file: string; readonly bytes: number; readonly rows: number };

const AGE = 'age-encryption.org/v1';
/** What every file begins with that zstd has written (RFC 8878). */
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const CHECKSUM = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };

/**
 * Writes a backup: compressed, and locked when there is a key. The file appears whole, readable by us only, or not at
 * all. `sealed_with` names the key of the secrets in the rows.
 * @throws the reason of `signal` when it is broken off
 */
export const writeBackupFile = async (
  file: string,
  parts: AsyncIterable<BackupPart>,
  {
    key,
    sealed_with,
    signal,
  }: { readonly key: BackupKey; readonly sealed_with: string; readonly signal?: AbortSignal },
): Promise<WrittenFile> => {
  const draft = `${file}${DRAFT}`;
  const counted = { rows: 0 };
  try {
    const packed = Readable.from(writeFrames(withHead(until(signal, parts), sealed_with, counted))).compose(
      createZstdCompress(CHECKSUM),
    );
    const locked = key === undefined ? packed : await lock(packed, key);
    await pipeline(locked, createWriteStream(draft, { mode: 0o600, flush: true }));
    await rename(draft, file);
    // After a loss of power the new name has to be there, too.
    syncFolder(dirname(file));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  return { file, bytes: (await stat(file)).size, rows: counted.rows };
};

/** The parts, as long as nobody breaks it off; whoever gives them is told to stop. */
export async function* until(
  signal: AbortSignal | undefined,
  parts: AsyncIterable<BackupPart>,
): AsyncGenerator<BackupPart> {
  signal?.throwIfAborted();
  for await (const part of parts) {
    signal?.throwIfAborted();
    yield part;
  }
}

async function* withHead(parts: AsyncIterable<BackupPart>, sealed_with: string, counted: { rows: number }) {
  yield { part: 'file', format: 1, okno: VERSION, sealed_with } as const;
  for await (const part of parts) {
    if (part.part === 'table_end') counted.rows += part.rows;
    yield part;
  }
}

/** The streams of the web and of Node have types that do not know each other. */
const toWeb = (bytes: Readable) => Readable.toWeb(bytes) as unknown as globalThis.ReadableStream<Uint8Array>;
const toNode = (bytes: globalThis.ReadableStream<Uint8Array>) => Readable.fromWeb(bytes as unknown as ReadableStream);

/** A letter of the key is wrong: the library tells the whole key then, and so nothing of what it says goes on. */
const refuseKey = (): never => {
  throw new BackupError('BACKUP_KEY is no key: a letter of it is wrong, or missing');
};

/** @throws BackupError when this is no key */
export const checkBackupKey = async (key: string): Promise<void> => {
  await identityToRecipient(key).catch(refuseKey);
};

const lock = async (plain: Readable, key: string): Promise<Readable> => {
  const encrypter = new Encrypter();
  encrypter.addRecipient(await identityToRecipient(key).catch(refuseKey));
  return toNode(await encrypter.encrypt(toWeb(plain)));
};

const unlock = async (locked: Readable, key: BackupKey): Promise<Readable> => {
  if (key === undefined) throw new BackupError('the backup is locked: name its key in BACKUP_KEY');
  const decrypter = new Decrypter();
  try {
    decrypter.addIdentity(key);
  } catch {
    refuseKey();
  }
  try {
    return toNode(await decrypter.decrypt(toWeb(locked)));
  } catch (error) {
    throw new BackupError('the backup is locked with another key than that of BACKUP_KEY', { cause: error });
  }
};

/**
 * Whether a file is locked, by what it begins with.
 * @throws BackupError when it begins as none of ours does; one that was cut even there is told where it is read
 */
const isLocked = async (file: string): Promise<boolean> => {
  const start = await readStart(file).catch((error: NodeJS.ErrnoException) => {
    throw new BackupError(`${file} cannot be read (${error.code ?? error.message})`, { cause: error });
  });
  if (start.toString() === AGE) return true;
  if (start.length >= ZSTD.length && !start.subarray(0, ZSTD.length).equals(ZSTD))
    throw new BackupError('this is no backup of Okno, or its beginning is damaged');
  return false;
};

const readStart = async (file: string): Promise<Buffer> => {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(AGE.length), 0, AGE.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
};

/** A backup that is being read: what stands before it, then its parts. Disposing of it closes the file, read or not. */
export type OpenBackup = AsyncDisposable & { readonly head: FileHead; readonly parts: AsyncIterable<BackupPart> };

/**
 * Reads a backup from a file.
 * @throws BackupError when there is none, it is locked with another key, cut or damaged; the last two while it is read.
 */
export const readBackupFile = async (file: string, key: BackupKey): Promise<OpenBackup> => {
  const locked = await isLocked(file);
  const stored = createReadStream(file);
  const close = async (): Promise<void> => {
    stored.destroy();
    // Whatever is wrong with it has been told to whoever reads it.
    if (!stored.closed) await new Promise((resolve) => stored.once('close', resolve));
  };
  try {
    const packed = locked ? await unlock(stored, key) : stored;
    const parts = readFrames(readAll(unpack(packed)));
    const first = await parts.next();
    if (first.done === true || first.value.part !== 'file') throw new BackupError('this is no backup of Okno');
    return { head: first.value, parts: withoutHead(parts), [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
};

/** Whoever reads what comes out hears what went wrong before. */
const unpack = (packed: Readable): Readable => join(packed, createZstdDecompress({ chunkSize: 2 ** 18 }), () => {});

/** What the libraries say of bytes that are not as they were written, as one sentence. */
async function* readAll(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } catch (error) {
    throw new BackupError('the backup is damaged or was cut', { cause: error });
  }
}

async function* withoutHead(parts: AsyncIterable<FilePart>): AsyncGenerator<BackupPart> {
  for await (const part of parts) {
    if (part.part === 'file') throw new BackupError('the backup has two beginnings');
    yield part;
  }
}
