import type { IncomingMessage, ServerResponse } from 'node:http';

/** The emulator holds bodies in memory; more than any real upload here is refused. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** Answers with JSON. */
export const replyJson = (response: ServerResponse, status: number, body: object): void => {
  const content = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': content.length });
  response.end(content);
};

/** Answers with bytes or a text of another type. */
export const replyContent = (response: ServerResponse, type: string, content: Buffer | string): void => {
  response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(content) });
  response.end(content);
};

/** Reads a body to its end; undefined when it is too large. Calls back rather than awaits: this path is hot. */
export const readBody = (request: IncomingMessage, done: (content: Buffer | undefined) => void): void => {
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  });
  request.on('end', () => {
    const [first] = chunks;
    if (size > MAX_BODY_BYTES) done(undefined);
    else done(chunks.length === 1 && first ? first : Buffer.concat(chunks));
  });
  // A caller who hangs up midway gets no answer and needs none.
  request.on('error', () => request.destroy());
};
