import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError, type Language, problemOf, type Texts } from '@okno/contract';
import type { LaneOf } from '../load/bounded.ts';
import type { Gate } from '../load/gate.ts';
import { API_ROOT } from './api-root.ts';
import { showsCookie } from './cookies.ts';
import { languageIn } from './language.ts';
import { requestId } from './request-id.ts';

type Deps = { readonly gate: Gate; readonly laneOf: LaneOf; readonly patience_ms: number; readonly texts: Texts };

const textOf = (value: string | string[] | undefined): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

/**
 * Whose key or cookie it is, is found out later, and whether we are well is asked most when we are not. Beside a service key
 * a business may be named; another one than that of the key is refused anyway.
 */
const isJudged = ({ url = '', headers }: IncomingMessage): boolean =>
  url.startsWith(`${API_ROOT}/`) &&
  !url.startsWith(`${API_ROOT}/health`) &&
  !url.startsWith(`${API_ROOT}/internal/`) &&
  headers.authorization === undefined &&
  headers['x-api-key'] === undefined &&
  (headers['x-service-key'] === undefined || textOf(headers['x-tenant']) !== null) &&
  !showsCookie(headers.cookie);

/** A refusal in a language, all of it written beforehand but the id: whatever it costs is taken from those who are served. */
type Refusal = { readonly before: string; readonly after: string; readonly bytes: number };

const ALWAYS = Object.entries({
  'content-type': 'application/problem+json; charset=utf-8',
  'retry-after': '1',
  'x-content-type-options': 'nosniff',
}).flat();

/** Stands for the id of a request. */
const PLACE = '00000000-0000-0000-0000-000000000000';

const refusalIn = (texts: Texts, language: Language): Refusal => {
  const problem = problemOf(new AppError('unavailable', { overloaded: true }), texts, language, PLACE);
  const [before = '', after = ''] = JSON.stringify(problem).split(PLACE);
  return { before, after, bytes: Buffer.byteLength(before) + Buffer.byteLength(after) };
};

/**
 * Refuses requests of a business whose work would wait in vain, before anything is read of them: a refusal must cost so little
 * that twice as many as can be served do not keep us from serving (docs/limits.md#work). True when it has been refused.
 */
export const createFrontDoor = ({ gate, laneOf, patience_ms, texts }: Deps) => {
  const refusals: Readonly<Record<Language, Refusal>> = { ru: refusalIn(texts, 'ru'), en: refusalIn(texts, 'en') };
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    if (!isJudged(request)) return false;
    const { headers } = request;
    const lane = laneOf({ via: 'public', tenant: textOf(headers['x-tenant']), language: 'en' });
    if (!gate.isHopeless(lane, patience_ms)) return false;
    gate.noteRefused();
    const id = requestId(request);
    const { before, after, bytes } = refusals[languageIn(headers['accept-language'])];
    // Names and values by turns, as Node writes them; an id is of letters that take one byte each.
    const told = ['content-length', `${bytes + id.length}`, 'x-request-id', id, ...ALWAYS];
    response.writeHead(503, told).end(`${before}${id}${after}`);
    return true;
  };
};
