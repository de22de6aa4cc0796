import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { setTimeout as pause } from 'node:timers/promises';
import { BackupError } from '@okno/backend';
import { AwsClient } from 'aws4fetch';
import { type KeptFile, readName } from './keep.ts';
import { DRAFT } from './leftovers.ts';
import { askPatiently } from './patience.ts';
import { errorOf, readListing, readTag } from './s3-words.ts';

/** Copies of backups in a bucket. Every failure is a BackupError with a sentence that holds no key. */
export type Storage = {
  /** Copies a file; it is there whole, under its own name, or not at all. */
  put(file: string): Promise<void>;
  /** The backups there, the newest first. */
  list(): Promise<KeptFile[]>;
  /** Brings one back into `file`. */
  get(name: string, file: string): Promise<void>;
  remove(name: string): Promise<void>;
};

/** A part is held in memory, so that it can be sent again; S3 wants 5 MiB at least and 10,000 parts at most. */
const PART_BYTES = 16 * 2 ** 20;
const MOST_PARTS = 9_000;
/** A part on a slow line goes out in that time. */
const IDLE_MS = 300_000;
const TRIES = 4;
const FIRST_PAUSE_MS = 500;

type Ask = {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE' | 'HEAD';
  readonly name?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
};

/** `https://KEY:SECRET@host/bucket/folder?region=…`, taken apart. */
export const readStorageAddress = (address: string) => {
  const url = new URL(address);
  const [bucket = '', ...folders] = url.pathname.split('/').filter((part) => part !== '');
  return {
    root: `${url.origin}/${bucket}`,
    prefix: folders.map((folder) => `${decodeURIComponent(folder)}/`).join(''),
    region: url.searchParams.get('region') ?? 'us-east-1',
    key_id: decodeURIComponent(url.username),
    secret: decodeURIComponent(url.password),
  };
};

type Options = {
  /** How long is waited before the second attempt, in milliseconds; before each further one twice as long. */
  readonly first_pause_ms?: number;
  /** Breaks off whatever is under way. */
  readonly signal?: AbortSignal;
};

/** Repeats what failed on the way or by a fault over there, with longer and longer pauses. */
const createAsk = (address: string, { first_pause_ms = FIRST_PAUSE_MS, signal }: Options) => {
  const { root, prefix, region, key_id, secret } = readStorageAddress(address);
  const client = new AwsClient({ accessKeyId: key_id, secretAccessKey: secret, region, service: 's3', retries: 0 });
  const once = async ({ method, name, query = {}, body }: Ask): Promise<Response> => {
    const path = name === undefined ? '' : `/${(prefix + name).split('/').map(encodeURIComponent).join('/')}`;
    const url = new URL(`${root}${path}`);
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
    const hash = createHash('sha256')
      .update(body ?? '')
      .digest('hex');
    const request = await client.sign(url, {
      ...{ method, headers: { 'x-amz-content-sha256': hash } },
      ...(body !== undefined && { body: new Uint8Array(body) }),
    });
    return askPatiently(request, { idle_ms: IDLE_MS, signal });
  };
  return async (wish: Ask): Promise<Response> => {
    for (let n = 1; ; n += 1) {
      const answer = await once(wish).catch((cause: unknown) => {
        if (n === TRIES || signal?.aborted === true)
          throw new BackupError(`S3 storage cannot be reached (${reasonOf(cause)})`, { cause });
        return null;
      });
      if (answer?.ok === true) return answer;
      const again = answer === null || answer.status >= 500 || answer.status === 429;
      if (!again || n === TRIES)
        throw new BackupError(
          `S3 storage refuses ${wish.method}: ${answer?.status} ${errorOf((await answer?.text()) ?? '')}`,
        );
      await answer?.body?.cancel();
      await pause(first_pause_ms * 2 ** (n - 1), undefined, signal && { signal });
    }
  };
};

/** What `fetch` hides below its own words. */
const reasonOf = (error: unknown): string => {
  const { cause, name } = error as { cause?: { code?: string }; name?: string };
  return cause?.code ?? name ?? 'unknown';
};

export const createStorage = (address: string, options: Options = {}): Storage => {
  const ask = createAsk(address, options);
  // What was begun is called off also when everything else is broken off.
  const { signal: _signal, ...patient } = options;
  const callOff = createAsk(address, patient);
  const { prefix } = readStorageAddress(address);

  const checkSize = async (name: string, bytes: number): Promise<void> => {
    const there = Number((await ask({ method: 'HEAD', name })).headers.get('content-length'));
    if (there !== bytes) throw new BackupError(`S3 storage has ${there} of ${bytes} bytes of ${name}`);
  };

  return {
    put: async (file) => {
      const { size } = await stat(file);
      const name = basename(file);
      await using source = await open(file);
      const read = async (start: number, length: number): Promise<Buffer> => {
        const { buffer, bytesRead } = await source.read(Buffer.alloc(length), 0, length, start);
        return buffer.subarray(0, bytesRead);
      };
      if (size <= PART_BYTES) await ask({ method: 'PUT', name, body: await read(0, size) });
      else await putParts({ ask, callOff }, { name, size, read });
      await checkSize(name, size);
    },
    list: async () => {
      const found: KeptFile[] = [];
      for (let token: string | null = ''; token !== null; ) {
        const more = token === '' ? {} : { 'continuation-token': token };
        const text = await (await ask({ method: 'GET', query: { 'list-type': '2', prefix, ...more } })).text();
        const page = readListing(text);
        found.push(...page.keys.flatMap((key) => readName(key.slice(prefix.length)) ?? []));
        token = page.next;
      }
      return found.sort((a, b) => b.at - a.at);
    },
    get: async (name, file) => {
      const draft = `${file}${DRAFT}`;
      try {
        const { body } = await ask({ method: 'GET', name });
        if (body === null) throw new BackupError(`S3 storage sends nothing for ${name}`);
        await pipeline(Readable.fromWeb(body as ReadableStream), createWriteStream(draft, { mode: 0o600 }));
        await checkSize(name, (await stat(draft)).size);
        await rename(draft, file);
      } catch (error) {
        await rm(draft, { force: true });
        throw error instanceof BackupError
          ? error
          : new BackupError(`S3 storage was cut off (${reasonOf(error)})`, { cause: error });
      }
    },
    remove: async (name) => {
      await (await ask({ method: 'DELETE', name })).body?.cancel();
    },
  };
};

type Asks = Readonly<Record<'ask' | 'callOff', ReturnType<typeof createAsk>>>;
type Source = { readonly name: string; readonly size: number; read(start: number, length: number): Promise<Buffer> };

/** One part after another; what was begun and cannot be ended is called off, or it would be paid for. */
const putParts = async ({ ask, callOff }: Asks, { name, size, read }: Source): Promise<void> => {
  const uploadId = readTag(await (await ask({ method: 'POST', name, query: { uploads: '' } })).text(), 'UploadId');
  if (uploadId === null) throw new BackupError('S3 storage does not begin with a large file');
  const length = Math.max(PART_BYTES, Math.ceil(size / MOST_PARTS));
  try {
    const parts: string[] = [];
    for (let start = 0; start < size; start += length) {
      const partNumber = String(parts.length + 1);
      const body = await read(start, length);
      const sent = await ask({ method: 'PUT', name, query: { partNumber, uploadId }, body });
      parts.push(`<Part><PartNumber>${partNumber}</PartNumber><ETag>${sent.headers.get('etag')}</ETag></Part>`);
    }
    const body = Buffer.from(`<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`);
    const answer = await (await ask({ method: 'POST', name, query: { uploadId }, body })).text();
    // S3 may say 200 and think better of it while it puts the parts together.
    if (/<Error>/.test(answer)) throw new BackupError(`S3 storage does not end a large file: ${errorOf(answer)}`);
  } catch (error) {
    await callOff({ method: 'DELETE', name, query: { uploadId } }).catch(() => undefined);
    throw error;
  }
};
