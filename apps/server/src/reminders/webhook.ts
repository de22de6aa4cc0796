import type { Outcall } from '@okno/backend';
import { type Outside, OutsideError } from '../outside/outside.ts';
import { VERSION } from '../version.ts';

/** Well below the lease of a delivery; an assistant answers first and works then. */
const TIMEOUT_MS = 10_000;
/** Nobody reads the answer. */
const MAX_BYTES = 64 * 1024;

/** Posts events to addresses that somebody has given us. A redirect is no address that anybody agreed to. */
export const createOutcall =
  (outside: Outside, { timeout_ms = TIMEOUT_MS } = {}): Outcall =>
  async (url, { headers, body }) => {
    try {
      const limits = { max_bytes: MAX_BYTES, timeout_ms, max_redirects: 0 };
      const sent = { ...headers, 'user-agent': `Okno/${VERSION}` };
      const { status } = await outside.ask(url, { method: 'POST', headers: sent, body, ...limits });
      return status >= 200 && status < 300 ? { taken: true } : { taken: false, reason: `status_${status}` };
    } catch (error) {
      if (error instanceof OutsideError) return { taken: false, reason: error.code };
      throw error;
    }
  };
