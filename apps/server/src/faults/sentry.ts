import { createBoundedMap } from '@okno/contract';
import { createStackParser, createTransport, Scope } from '@sentry/core';
import { nodeStackLineParser, ServerRuntimeClient } from '@sentry/core/server';
import { request } from 'undici';
import { VERSION } from '../version.ts';
import { type FaultEvent, sameness, toFaultEvent } from './fault-event.ts';

/** Where faults are told. */
export type Sentry = {
  /** Tells of a line of the log when it is a fault; nobody waits for it. */
  readonly tell: (line: object) => void;
  /** Waits for what is on its way, some seconds at most, and tells nothing more. */
  readonly close: () => Promise<void>;
};

type Options = {
  readonly dsn: string;
  readonly environment: string;
  /** What this process does. */
  readonly roles: string;
  /** Milliseconds of a clock that is never set. */
  readonly ticks: () => number;
};

/** A fault that repeats, such as every request while a table is away, is told so often, with how many there were. */
const AGAIN_MS = 60_000;
const DIFFERENT = 500;
const SEND_MS = 5_000;
/** Of the ten seconds in which the process has to end. */
const CLOSE_MS = 3_000;

/** One request to Sentry; without redirects, so that nobody else hears it. */
const post = async (url: string, body: string | Uint8Array) => {
  const answer = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-sentry-envelope', 'user-agent': `okno/${VERSION}` },
    body,
    signal: AbortSignal.timeout(SEND_MS),
  });
  await answer.body.dump();
  const header = (name: string): string | null => {
    const value = answer.headers[name];
    return typeof value === 'string' ? value : null;
  };
  return {
    statusCode: answer.statusCode,
    headers: { 'x-sentry-rate-limits': header('x-sentry-rate-limits'), 'retry-after': header('retry-after') },
  };
};

const createClient = ({ dsn, environment }: Options) =>
  new ServerRuntimeClient({
    dsn,
    environment,
    release: `okno@${VERSION}`,
    platform: 'node',
    runtime: { name: 'node', version: process.versions.node },
    // None: they read requests, headers, what was written to the console, the machine.
    integrations: [],
    traceLifecycle: 'static',
    stackParser: createStackParser(nodeStackLineParser()),
    sendClientReports: false,
    maxBreadcrumbs: 0,
    transport: (options) => createTransport(options, ({ body }) => post(options.url, body)),
  });

/** The library with nothing of what it does by itself: it is given finished events, and sends them. */
export const openSentry = (options: Options): Sentry => {
  const client = createClient(options);
  client.init();
  const parse = createStackParser(nodeStackLineParser());
  const told = createBoundedMap<{ readonly at: number; missed: number }>(DIFFERENT);

  /** How many of the same there were since it was last told; null: it is too early to tell it again. */
  const missedOf = (event: FaultEvent): number | null => {
    const key = sameness(event);
    const before = told.get(key);
    if (before !== undefined && options.ticks() - before.at < AGAIN_MS) {
      before.missed += 1;
      return null;
    }
    told.set(key, { at: options.ticks(), missed: 0 });
    return before?.missed ?? 0;
  };

  return {
    tell: (line) => {
      const event = toFaultEvent(line, (stack) => parse(stack));
      const missed = event === null ? null : missedOf(event);
      if (event === null || missed === null) return;
      client.captureEvent(
        {
          level: 'error',
          tags: { ...event.tags, roles: options.roles },
          exception: {
            values: event.exceptions.map(({ type, value, places }) => ({
              type,
              value,
              stacktrace: { frames: [...places] },
            })),
          },
          ...(missed > 0 && { extra: { not_told_since: missed } }),
        },
        {},
        new Scope(),
      );
    },
    close: async () => {
      await client.close(CLOSE_MS);
    },
  };
};
