import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError, type Language, problemOf, type Texts } from '@okno/contract';
import type { LaneOf } from '../load/bounded.ts';
import type { Gate } from '../load/gate.ts';
import { API_ROOT } from './api-root.ts';
import { showsCookie } from './cookies.ts';

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

type Refusal = (id: string) => string;

/** Stands for the id of a request; ids of ours are as long. */
const PLACE = '00000000-0000-0000-0000-000000000000';

/** The refusal in a language, all of it written beforehand but the id: whatever it costs is taken from those who are served. */
const refusalIn = (texts: Texts, language: Language): Refusal => {
  const problem = problemOf(new AppError('unavailable', { overloaded: true }), texts, language, PLACE);
  const [before = '', after = ''] = JSON.stringify(problem).split(PLACE);
  return (id) => `${before}${id}${after}`;
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
    const id = randomUUID();
    const language = (headers['accept-language'] ?? '').startsWith('ru') ? 'ru' : 'en';
    const body = refusals[language](id);
    response
      .writeHead(503, {
        'content-type': 'application/problem+json; charset=utf-8',
        'content-length': Buffer.byteLength(body),
        'retry-after': '1',
        'x-request-id': id,
        'x-content-type-options': 'nosniff',
      })
      .end(body);
    return true;
  };
};
