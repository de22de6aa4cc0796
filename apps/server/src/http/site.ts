import type { FastifyRequest } from 'fastify';
import { type Config, isDemo } from '../config.ts';
import { headerOf } from './header.ts';

/** The pages of this server, as browsers see them. */
export type Site = {
  /** Where they are from outside (`PUBLIC_URL`), if that is known: `https://book.example.org`. */
  readonly origin: string | null;
  /** Whether they are reached over TLS only, so that cookies may ask for it. */
  readonly secure: boolean;
  /** Pages on other sites that may speak to us in the name of who reads them (`CORS_ORIGINS`). */
  readonly friends: readonly string[];
};

/** Unless it is known that there is no TLS (the demo, or a `PUBLIC_URL` without), there has to be. */
export const siteOf = (config: Config): Site => {
  const { PUBLIC_URL: url, CORS_ORIGINS: friends } = config;
  const origin = url === undefined ? null : new URL(url).origin;
  return { origin, secure: origin === null ? !isDemo(config) : origin.startsWith('https:'), friends };
};

/** Whether a page is ours: its host is the one that was asked; where TLS is known, `http:` is somebody else's. */
const isOwn = (origin: string, request: FastifyRequest, site: Site): boolean => {
  const host = URL.parse(origin)?.host;
  if (host === undefined || host === '') return false;
  if (site.origin !== null && host === new URL(site.origin).host) return origin === site.origin;
  return host === request.host;
};

/**
 * Whether the browser says that a page of ours, or of a friend, sends this request; undefined: nobody says anything, so
 * it is no browser, or a very old one.
 */
export const comesFromOurPage = (request: FastifyRequest, site: Site): boolean | undefined => {
  const origin = headerOf(request, 'origin');
  if (origin !== undefined) return site.friends.includes(origin) || isOwn(origin, request, site);
  const fetched = headerOf(request, 'sec-fetch-site');
  return fetched === undefined ? undefined : fetched === 'same-origin';
};
