import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { atEnd, type Place } from '../e2e/support/at-end.ts';

/** An event as Sentry is sent it; as much as tests ask for. */
type SentEvent = {
  readonly release: string;
  readonly environment: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly exception: {
    readonly values: readonly {
      readonly type: string;
      readonly value: string;
      readonly stacktrace?: { readonly frames: readonly { readonly filename?: string; readonly function?: string }[] };
    }[];
  };
  readonly [field: string]: unknown;
};

/** Takes envelopes as Sentry does, and refuses what is none. */
export type FakeSentry = {
  readonly dsn: string;
  /** Everything that was sent: addresses, headers, envelopes. */
  readonly text: () => string;
  readonly events: () => SentEvent[];
};

const KEY = 'aaaabbbbccccddddeeeeffff00001111';

/** An envelope is a line about itself, and for each item a line about it and one with it. */
const eventsOf = (envelope: string): SentEvent[] => {
  const lines = envelope.trimEnd().split('\n');
  return lines.flatMap((line, index) =>
    index % 2 === 1 && JSON.parse(line).type === 'event' ? [JSON.parse(lines[index + 1] ?? 'null') as SentEvent] : [],
  );
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const raw = Buffer.concat(chunks);
  return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw).toString();
};

const isForUs = ({ url = '' }: IncomingMessage): boolean =>
  url.startsWith('/api/7/envelope/') && url.includes(`sentry_key=${KEY}`);

/** @param slow_ms how long it thinks before it answers */
export const startSentry = async (t: Place, slow_ms = 0): Promise<FakeSentry> => {
  const told: string[] = [];
  const events: SentEvent[] = [];
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    told.push(request.url ?? '', JSON.stringify(request.headers), body);
    await wait(slow_ms);
    const known = isForUs(request);
    events.push(...(known ? eventsOf(body) : []));
    response.writeHead(known ? 200 : 403, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(t, async () => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { dsn: `http://${KEY}@127.0.0.1:${port}/7`, text: () => told.join('\n'), events: () => events };
};
