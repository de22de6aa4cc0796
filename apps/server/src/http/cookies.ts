import type { FastifyRequest } from 'fastify';
import { headerOf } from './header.ts';
import type { Site } from './site.ts';

/**
 * The one cookie there is. `__Host-` makes browsers refuse it without TLS, for other paths and from other hosts of the
 * same domain; on plain HTTP (the demo) none of that can be had.
 */
export const cookieName = ({ secure }: Pick<Site, 'secure'>): string => (secure ? '__Host-okno' : 'okno');

const write = (site: Pick<Site, 'secure'>, value: string, max_age_seconds: number): string =>
  [
    `${cookieName(site)}=${value}`,
    'Path=/',
    `Max-Age=${max_age_seconds}`,
    'HttpOnly',
    'SameSite=Lax',
    ...(site.secure ? ['Secure'] : []),
  ].join('; ');

/** @param ends_at Unix milliseconds */
export const openingCookie = (
  site: Pick<Site, 'secure'>,
  token: string,
  { ends_at, now }: { ends_at: number; now: number },
) => write(site, token, Math.max(0, Math.floor((ends_at - now) / 1000)));

export const endingCookie = (site: Pick<Site, 'secure'>): string => write(site, '', 0);

/** The value of our cookie. One that comes twice, which somebody on a neighbouring host may have planted, is none. */
export const readCookie = (request: FastifyRequest, site: Pick<Site, 'secure'>): string | undefined => {
  const start = `${cookieName(site)}=`;
  const values = (headerOf(request, 'cookie') ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(start));
  return values.length === 1 ? values[0]?.slice(start.length) || undefined : undefined;
};
