import type { FetchCalendar, Fetched } from '@okno/backend';
import { VERSION } from '../version.ts';
import { type Outside, type OutsideAnswer, OutsideError } from './outside.ts';

const MAX_BYTES = 2 * 1024 * 1024;
/** Well below the lease of a delivery, and short, because what is due waits for a full batch to end. */
const TIMEOUT_MS = 10_000;
const MAX_REDIRECTS = 3;

/** How calendars are sent; many servers know no better name for them than "some text" or "some bytes". */
const TYPES = /^(text\/(calendar|x-vcalendar|plain)|application\/(ics|calendar|octet-stream)|binary\/octet-stream|)$/;

/** The calendar is closed to us, or gone. */
const GONE = [401, 403, 404, 410];

const headerOf = ({ headers }: OutsideAnswer, name: string): string => {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
};

/** Short enough to be kept, and nothing that could break a header. */
const etagOf = (answer: OutsideAnswer): string | null => {
  const etag = headerOf(answer, 'etag');
  return /^[\x21-\x7e]{1,300}$/.test(etag) ? etag : null;
};

const read = (answer: OutsideAnswer, etag: string | null): Fetched => {
  if (answer.status === 304 && etag !== null) return { status: 'unchanged' };
  if (GONE.includes(answer.status)) return { status: 'failed', error: 'not_found' };
  if (answer.status !== 200) return { status: 'failed', error: 'unreachable' };
  const type = headerOf(answer, 'content-type').split(';')[0]?.trim().toLowerCase() ?? '';
  const packed = !/^(identity)?$/i.test(headerOf(answer, 'content-encoding').trim());
  if (packed || !TYPES.test(type)) return { status: 'failed', error: 'not_a_calendar' };
  return { status: 'fetched', text: answer.body.toString('utf8'), etag: etagOf(answer) };
};

/** Asks for the calendar at an address that somebody has given us. */
export const createFetchCalendar =
  (outside: Outside, { timeout_ms = TIMEOUT_MS } = {}): FetchCalendar =>
  async (url, { etag }) => {
    const headers = {
      accept: 'text/calendar, text/plain;q=0.5, */*;q=0.1',
      'user-agent': `Okno/${VERSION}`,
      ...(etag !== null && { 'if-none-match': etag }),
    };
    try {
      const limits = { max_bytes: MAX_BYTES, timeout_ms, max_redirects: MAX_REDIRECTS };
      return read(await outside.ask(url, { method: 'GET', headers, ...limits }), etag);
    } catch (error) {
      if (error instanceof OutsideError) return { status: 'failed', error: error.code };
      throw error;
    }
  };
