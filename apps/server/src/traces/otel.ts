import { AsyncLocalStorage } from 'node:async_hooks';
import { AppError } from '@okno/contract';
import { type Context, defaultTextMapSetter, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { ExportResultCode, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Config } from '../config.ts';
import { VERSION } from '../version.ts';
import type { Part, PartSpec, Traces } from './traces.ts';

type Options = {
  readonly config: Config & { readonly OTEL_EXPORTER_OTLP_ENDPOINT: string };
  /** Hears whether the collector takes what it is sent. */
  readonly onSent: (taken: boolean) => void;
};

/** Of the ten seconds in which the process has to end. */
const CLOSE_MS = 3_000;

const KINDS = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
} as const;

const samplerOf = ({ OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: share }: Config): Sampler => {
  const root = name.endsWith('always_off')
    ? new AlwaysOffSampler()
    : name.endsWith('traceidratio')
      ? new TraceIdRatioBasedSampler(share)
      : new AlwaysOnSampler();
  return name.startsWith('parentbased_') ? new ParentBasedSampler({ root }) : root;
};

/** `a=b,c=d%20e`, as the specification has it. */
const headersOf = (text = ''): Record<string, string> =>
  Object.fromEntries(
    text
      .split(',')
      .filter((pair) => pair !== '')
      .map((pair) => [pair.slice(0, pair.indexOf('=')), decodeURIComponent(pair.slice(pair.indexOf('=') + 1))]),
  );

const createExporter = ({ config, onSent }: Options): SpanExporter => {
  const exporter = new OTLPTraceExporter({
    url: `${config.OTEL_EXPORTER_OTLP_ENDPOINT}/v1/traces`,
    headers: headersOf(config.OTEL_EXPORTER_OTLP_HEADERS),
  });
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        onSent(result.code === ExportResultCode.SUCCESS);
        done(result);
      }),
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
  };
};

/** The machine and the process are not asked what they are called: of the host's name somebody's may be a part. */
const createProvider = (options: Options): TracerProvider => {
  const { config } = options;
  const own = resourceFromAttributes({
    'service.version': VERSION,
    'okno.roles': config.BACKEND_URL === undefined ? config.ROLES.join(',') : 'far',
  });
  const named = resourceFromAttributes({ 'service.name': config.OTEL_SERVICE_NAME });
  return new TracerProvider({
    resource: detectResources({ detectors: [envDetector] })
      .merge(own)
      .merge(named),
    sampler: samplerOf(config),
    spanProcessors: [new BatchSpanProcessor({ exporter: createExporter(options) })],
  });
};

/** Messages of errors quote what they were given; codes do not. */
const kindOf = (error: unknown): string =>
  error instanceof AppError
    ? error.code
    : error instanceof Error && /^\w{1,60}$/.test(error.name)
      ? error.name
      : 'error';

/** What a part belongs to; null: nothing is to be followed. */
type Place = Context | null;

const NOTHING: Part = { set: () => {}, fail: () => {}, end: () => {}, run: (work) => work() };

const lasting = async <T>(part: Part, work: (part: Part) => Promise<T>): Promise<T> => {
  try {
    return await part.run(() => work(part));
  } catch (error) {
    part.fail(error);
    throw error;
  } finally {
    part.end();
  }
};

/** Traces in the way of OpenTelemetry. Nothing of it is global: two of them in one process know nothing of each other. */
export const openOtel = (options: Options): Traces => {
  const provider = createProvider(options);
  const tracer = provider.getTracer('okno', VERSION);
  const places = new AsyncLocalStorage<Place>();
  const w3c = new W3CTraceContextPropagator();
  const getter = {
    get: (header: string, name: string) => (name === 'traceparent' ? header : undefined),
    keys: () => [],
  };
  const above = ({ root, parent, inner }: PartSpec): Place => {
    if (parent !== undefined) return w3c.extract(ROOT_CONTEXT, parent, getter);
    if (root === true) return ROOT_CONTEXT;
    const here = places.getStore();
    return here === undefined ? (inner === true ? null : ROOT_CONTEXT) : here;
  };

  const begin: Traces['begin'] = (spec) => {
    const context = above(spec);
    if (context === null) return NOTHING;
    const { name, kind = 'internal', facts = {}, began } = spec;
    const start = { kind: KINDS[kind], attributes: facts, ...(began !== undefined && { startTime: began }) };
    const span = tracer.startSpan(name, start, context);
    const inside = trace.setSpan(context, span);
    let over = false;
    return {
      set: (more) => void span.setAttributes(more),
      fail: (error) => {
        span.setAttribute('error.type', kindOf(error));
        if (!(error instanceof AppError) || error.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      },
      end: () => {
        if (!over) span.end();
        over = true;
      },
      run: (work) => places.run(inside, work),
    };
  };

  return {
    begin,
    span: (spec, work) => lasting(begin(spec), work),
    quiet: (work) => places.run(null, work),
    headers: () => {
      const place = places.getStore();
      const carrier: Record<string, string> = {};
      if (place !== undefined && place !== null) w3c.inject(place, carrier, defaultTextMapSetter);
      return carrier;
    },
    close: async () => {
      const late = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_MS).unref());
      // It fails when the last ones are refused, which `onSent` has heard.
      await Promise.race([provider.shutdown().catch(() => {}), late]);
    },
  };
};
