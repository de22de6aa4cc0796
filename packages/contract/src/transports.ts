import type { Call, Local, Transport } from './client.ts';
import { AppError } from './errors.ts';

/** Where the backend listens for far bots, below its public address. */
export const CALL_PATH = '/api/v1/internal/call';

/** As much of `fetch` as is needed here. */
type Fetch = (url: string, init: RequestInit) => Promise<Pick<Response, 'ok' | 'status' | 'json'>>;

/**
 * Calls a backend on another server. `timeout_ms` covers the whole exchange. An answer that did not come, a
 * gateway's 502–504 and a body that is no JSON are `unavailable`: nobody knows whether the call had its effect,
 * so writes are repeated with the same idempotency key only.
 */
export const httpTransport =
  (options: { url: string; service_key: string; timeout_ms: number; fetch?: Fetch }): Transport =>
  async (call) => {
    const send = options.fetch ?? fetch;
    const response = await reach(() =>
      send(`${options.url}${CALL_PATH}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-service-key': options.service_key,
          'x-request-id': call.request_id,
        },
        body: JSON.stringify(envelopeOf(call)),
        signal: AbortSignal.timeout(options.timeout_ms),
      }),
    );
    const body: unknown = await reach(() => response.json());
    if (response.ok) return resultOf(body);
    throw response.status >= 502 ? new AppError('unavailable') : refusalOf(response.status, body);
  };

const envelopeOf = ({ attempt: _, onStale: __, ...envelope }: Call): Omit<Call, keyof Local> => envelope;

/** A refusal in words of a newer backend is a refusal all the same: its status says so. */
const refusalOf = (status: number, body: unknown): AppError => {
  const refusal = AppError.fromJSON(body);
  return refusal.status >= 500 && status < 500 ? new AppError(refusal.code, { status }) : refusal;
};

/** What is no envelope did not come from the backend. */
const resultOf = (body: unknown): unknown => {
  if (typeof body !== 'object' || body === null) throw new AppError('unavailable');
  return (body as { result?: unknown }).result;
};

const reach = async <T>(attempt: () => Promise<T>): Promise<T> => {
  try {
    return await attempt();
  } catch (cause) {
    throw new AppError('unavailable', {}, { cause });
  }
};

/** Calls a backend in this process, through the same JSON: what a network would lose is lost in tests as well. */
export const localTransport =
  (backend: Transport): Transport =>
  async (call) => {
    try {
      return overTheWire(await backend(overTheWire(call) as Call));
    } catch (error) {
      throw error instanceof AppError ? AppError.fromJSON(overTheWire(error)) : error;
    }
  };

const overTheWire = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));
