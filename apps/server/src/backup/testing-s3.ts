import { createHash, createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/** As AWS wants names and values in an address. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

export type Signed = {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
};

/** The signature (Signature Version 4) that a request has to carry, written from its description and not from a client. */
export const signatureOf = ({ method, url, headers }: Signed, secret: string): string => {
  const [, scope = '', names = ''] =
    /Credential=[^/]+\/([^,]+),\s*SignedHeaders=([^,]+)/.exec(headers['authorization'] ?? '') ?? [];
  const [day = '', region = '', service = ''] = scope.split('/');
  const path = url.pathname.split('/').map((part) => encode(decodeURIComponent(part)));
  const query = [...url.searchParams].map(([key, value]) => `${encode(key)}=${encode(value)}`).sort();
  const lines = names.split(';').map((name) => `${name}:${(headers[name] ?? '').trim()}\n`);
  const body = headers['x-amz-content-sha256'] ?? '';
  const request = [method, path.join('/'), query.join('&'), lines.join(''), names, body].join('\n');
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(request)].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return createHmac('sha256', key).update(text).digest('hex');
};

type Answer = { readonly status: number; readonly body?: string | Buffer; readonly headers?: Record<string, string> };

const refuse = (status: number, code: string): Answer => ({ status, body: `<Error><Code>${code}</Code></Error>` });

const listPage = (objects: ReadonlyMap<string, Buffer>, query: URLSearchParams, page: number): Answer => {
  const prefix = query.get('prefix') ?? '';
  const names = [...objects.keys()].filter((key) => key.startsWith(prefix)).sort();
  const begin = Number(query.get('continuation-token') ?? 0);
  const keys = names.slice(begin, begin + page).map((key) => `<Contents><Key>${key}</Key></Contents>`);
  const more = begin + page < names.length;
  const next = more ? `<NextContinuationToken>${begin + page}</NextContinuationToken>` : '';
  return { status: 200, body: `<R><IsTruncated>${more}</IsTruncated>${keys.join('')}${next}</R>` };
};

type Wish = { readonly method: string; readonly key: string; readonly query: URLSearchParams; readonly body: Buffer };

/** Large files, in parts. */
const createUploads = (objects: Map<string, Buffer>) => {
  const uploads = new Map<string, Map<number, Buffer>>();
  const put = (key: string, parts: ReadonlyMap<number, Buffer>, list: Buffer): Answer => {
    const wanted = [...list.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>"([0-9a-f]+)"/g)];
    const found = wanted.map(([, number]) => parts.get(Number(number)) ?? Buffer.alloc(0));
    if (wanted.some(([, , etag], n) => sha256(found[n] ?? '') !== etag)) return refuse(200, 'InvalidPart');
    objects.set(key, Buffer.concat(found));
    return { status: 200, body: '<R/>' };
  };
  const answer = ({ method, key, query, body }: Wish): Answer => {
    if (query.has('uploads')) {
      const id = randomUUID();
      uploads.set(id, new Map());
      return { status: 200, body: `<R><UploadId>${id}</UploadId></R>` };
    }
    const id = query.get('uploadId') ?? '';
    const parts = uploads.get(id);
    if (parts === undefined) return refuse(404, 'NoSuchUpload');
    if (method === 'PUT') {
      parts.set(Number(query.get('partNumber')), body);
      return { status: 200, headers: { etag: `"${sha256(body)}"` } };
    }
    uploads.delete(id);
    return method === 'DELETE' ? { status: 204 } : put(key, parts, body);
  };
  return { uploads, answer };
};

/** What is kept, in memory; a listing has pages of so many names. */
const createBucket = (page: number) => {
  const objects = new Map<string, Buffer>();
  const { uploads, answer: answerUpload } = createUploads(objects);
  const read = (key: string): Answer => {
    const there = objects.get(key);
    if (there === undefined) return refuse(404, 'NoSuchKey');
    return { status: 200, body: there, headers: { 'content-length': String(there.length) } };
  };
  const answer = (wish: Wish): Answer => {
    const { method, key, query, body } = wish;
    if (method === 'GET' && key === '') return listPage(objects, query, page);
    if (query.has('uploads') || query.has('uploadId')) return answerUpload(wish);
    if (method === 'PUT') {
      objects.set(key, body);
      return { status: 200, headers: { etag: '"one"' } };
    }
    if (method !== 'DELETE') return read(key);
    objects.delete(key);
    return { status: 204 };
  };
  return { objects, uploads, answer };
};

const SECRET = 'a/secret+of the tests';

const isGenuine = (request: IncomingMessage, url: URL, body: Buffer): boolean => {
  const headers = request.headers as Record<string, string>;
  const [, signature] = /Signature=([0-9a-f]{64})/.exec(headers['authorization'] ?? '') ?? [];
  const sound = headers['x-amz-content-sha256'] === sha256(body);
  return sound && signature === signatureOf({ method: request.method ?? '', url, headers }, SECRET);
};

/** What happens to a request instead of an answer. */
type Trouble = 'cut' | 'fault' | 'silence' | null;

/**
 * Storage that understands what we ask of S3, checks every signature and the hash of every body, and keeps everything in
 * memory. `state.trouble` may hinder a request; it gets its method and address, and how many there were.
 */
export const startStorage = async (t: TestContext, page = 1000) => {
  const { answer, ...bucket } = createBucket(page);
  const asked: string[] = [];
  const state: { trouble: (what: string, n: number) => Trouble } = { trouble: () => null };

  const decide = async (request: IncomingMessage): Promise<Answer | null> => {
    const url = new URL(request.url ?? '', `http://${request.headers.host}`);
    const { method = '' } = request;
    const body = Buffer.concat(await request.toArray());
    const what = `${method} ${url.pathname}${url.search === '' ? '' : `?${[...url.searchParams.keys()].join('&')}`}`;
    asked.push(what);
    const trouble = state.trouble(what, asked.length);
    if (trouble === 'silence') await new Promise(() => {});
    if (trouble !== null) return trouble === 'cut' ? null : refuse(503, 'SlowDown');
    if (!isGenuine(request, url, body)) return refuse(403, 'SignatureDoesNotMatch');
    const key = decodeURIComponent(url.pathname.replace(/^\/bucket\/?/, ''));
    return answer({ method, key, query: url.searchParams, body });
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const given = await decide(request);
    if (given === null) return void request.socket.destroy();
    response.writeHead(given.status, given.headers).end(request.method === 'HEAD' ? undefined : given.body);
  };

  const server = createServer((request, response) => void serve(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const addressWith = (secret: string) =>
    `http://the-key:${encodeURIComponent(secret)}@127.0.0.1:${port}/bucket/okno/daily?region=eu-1`;
  return { ...bucket, asked, state, address: addressWith(SECRET), addressWith };
};
