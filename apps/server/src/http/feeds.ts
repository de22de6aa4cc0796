import { AppError } from '@okno/contract';
import type { FastifyInstance } from 'fastify';
import { headerOf } from './header.ts';

/** A calendar by its secret; missing when unknown or revoked. Throws AppError. */
export type ReadFeed = (
  secret: string,
  request_id: string,
) => Promise<{ readonly text: string; readonly etag: string } | undefined>;

/** 256 bits, as they are written in an address. */
const SECRET_SIGNS = 43;

/** What may belong to a secret, however it is spelt. A whole stretch is taken at once: looked for letter by letter it takes long. */
const STRETCH = /(?:[\w-]|%[0-9a-f]{2})+/gi;

/** So many signs, and then an end: the shape of a feed's secret, wherever it stands in a request's target. */
const hideStretch = (stretch: string, at: number, path: string): string => {
  const signs = stretch.replace(/%../g, '_').length;
  const next = path[at + stretch.length] ?? '/';
  return signs >= SECRET_SIGNS && './?#'.includes(next) ? '[secret]' : stretch;
};

/** What follows in the address of a feed is a secret, also when it is cut short or put together wrongly. */
const AFTER_CALENDARS = /^(\/calendars\/)[^/]+/;

/** Whether so many characters stand between two strokes; in most addresses they do not, and there is nothing to look for. */
const hasLongPart = (path: string): boolean => {
  let begin = 0;
  while (begin < path.length) {
    const stroke = path.indexOf('/', begin);
    const end = stroke < 0 ? path.length : stroke;
    if (end - begin >= SECRET_SIGNS) return true;
    begin = end + 1;
  }
  return false;
};

/** A path as the log may have it: no spelling of an address gives away the secret of a feed. */
export const hideFeedSecret = (path: string): string =>
  (hasLongPart(path) ? path.replace(STRETCH, hideStretch) : path).replace(AFTER_CALENDARS, '$1[secret]');

const FILE = /^([\w-]{43})\.ics$/;

/** Whether the reader has this very file already: `"a", W/"b"` or `*`. */
const isKnown = (if_none_match: string | undefined, etag: string): boolean =>
  (if_none_match ?? '').split(',').some((one) => one.trim().replace(/^W\//, '') === etag || one.trim() === '*');

/**
 * Calendars for the programs of those who own them. They can send no key, so the address is the permission: what is
 * unknown and what was revoked are told apart by nothing, and no cache of anybody else's may keep the answer.
 */
export const addFeedRoute = (app: FastifyInstance, readFeed: ReadFeed): void => {
  app.get<{ Params: { file: string } }>('/calendars/:file', async (request, reply) => {
    const [, secret] = FILE.exec(request.params.file) ?? [];
    const feed = secret === undefined ? undefined : await readFeed(secret, request.id);
    if (feed === undefined) throw new AppError('not_found', { what: 'calendar' });
    reply.header('cache-control', 'private, no-cache').header('etag', feed.etag).header('x-robots-tag', 'noindex');
    if (isKnown(headerOf(request, 'if-none-match'), feed.etag)) return reply.code(304).send();
    return reply.type('text/calendar; charset=utf-8').send(feed.text);
  });
};
