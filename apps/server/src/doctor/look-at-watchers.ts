import { request } from 'undici';
import type { Config } from '../config.ts';
import { type Finding, fine, wrong } from './finding.ts';

/** Nobody waits longer for a doctor to find out that somebody is away. */
const ANSWER_MS = 5_000;

/** The status of an answer, or why there was none. */
const statusOf = async (url: string, options: Parameters<typeof request>[1] = {}): Promise<number | string> => {
  try {
    const { statusCode, body } = await request(url, { ...options, signal: AbortSignal.timeout(ANSWER_MS) });
    await body.dump();
    return statusCode;
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return code ?? message;
  }
};

/** Whether there is a Sentry. Nothing is told to it: that would be a fault in somebody's list. */
const lookAtSentry = async (dsn: string): Promise<Finding> => {
  const { origin, host } = new URL(dsn);
  const status = await statusOf(`${origin}/api/0/`);
  // Whoever asks without signing in is refused there, which is an answer.
  if (typeof status === 'number' && status < 500) return fine(`Sentry at ${host}`);
  return wrong(
    `Sentry at ${host}`,
    `does not answer (${status}): check SENTRY_DSN and the network; until then faults are told to the log alone`,
  );
};

/** Whether the collector takes traces: it is sent none. */
const lookAtCollector = async (endpoint: string): Promise<Finding> => {
  const what = `collector of traces at ${new URL(endpoint).host}`;
  const headers = { 'content-type': 'application/json' };
  const status = await statusOf(`${endpoint}/v1/traces`, { method: 'POST', headers, body: '{"resourceSpans":[]}' });
  // Of one that wants a header of its own we learn that it is there; its key is not shown around.
  if (status === 200 || status === 401 || status === 403) return fine(what);
  return wrong(
    what,
    `does not take traces over HTTP as JSON (${status}): check OTEL_EXPORTER_OTLP_ENDPOINT, mostly port 4318; until then they are lost`,
  );
};

/** Who is told of faults and traces; nothing where nobody is. */
export const lookAtWatchers = async ({
  SENTRY_DSN,
  OTEL_EXPORTER_OTLP_ENDPOINT,
}: Pick<Config, 'SENTRY_DSN' | 'OTEL_EXPORTER_OTLP_ENDPOINT'>): Promise<Finding[]> =>
  Promise.all([
    ...(SENTRY_DSN === undefined ? [] : [lookAtSentry(SENTRY_DSN)]),
    ...(OTEL_EXPORTER_OTLP_ENDPOINT === undefined ? [] : [lookAtCollector(OTEL_EXPORTER_OTLP_ENDPOINT)]),
  ]);
