import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { atEnd, type Place } from '../e2e/support/at-end.ts';

type Value = { readonly stringValue?: string; readonly intValue?: number | string; readonly boolValue?: boolean };
type Attribute = { readonly key: string; readonly value: Value };

/** A span as OTLP over HTTP brings it, as JSON. */
type Sent = {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
};

export type Span = Omit<Sent, 'attributes'> & {
  readonly facts: Readonly<Record<string, string | number | boolean | undefined>>;
  /** What its process says of itself. */
  readonly of: Readonly<Record<string, string | number | boolean | undefined>>;
};

/** Takes traces as a collector does. */
export type Collector = {
  readonly url: string;
  readonly spans: () => readonly Span[];
  /** Everything that was sent. */
  readonly text: () => string;
};

const plain = (attributes: readonly Attribute[]): Span['facts'] =>
  Object.fromEntries(
    attributes.map(({ key, value }) => [
      key,
      value.stringValue ?? value.boolValue ?? (value.intValue === undefined ? undefined : Number(value.intValue)),
    ]),
  );

type Body = {
  readonly resourceSpans?: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly Sent[] }[];
  }[];
};

const spansIn = ({ resourceSpans = [] }: Body): Span[] =>
  resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map(({ attributes, ...span }) => ({ ...span, facts: plain(attributes), of: plain(resource.attributes) })),
    ),
  );

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const raw = Buffer.concat(chunks);
  return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw).toString();
};

export const startCollector = async (t: Place): Promise<Collector> => {
  const told: string[] = [];
  const spans: Span[] = [];
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    told.push(JSON.stringify(request.headers), body);
    const known = request.method === 'POST' && request.url === '/v1/traces';
    spans.push(...(known ? spansIn(JSON.parse(body)) : []));
    response.writeHead(known ? 200 : 404, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(t, async () => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, spans: () => spans, text: () => told.join('\n') };
};

/** A trace as a tree: each name with the names below it, in the order in which they began. */
export type Branch = readonly [name: string, ...below: Branch[]];

/** @param root the span that nothing stands above */
export const treeOf = (spans: readonly Span[], root: Span): Branch => [
  root.name,
  ...spans
    .filter(({ parentSpanId }) => parentSpanId === root.spanId)
    .sort((a, b) => Number(BigInt(a.startTimeUnixNano) - BigInt(b.startTimeUnixNano)))
    .map((below) => treeOf(spans, below)),
];
