import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * What browsers are asked to forbid, so that a page of ours can be used for nothing else: the headers of helmet (a test
 * compares). They are the same for every answer, and to make them anew each time took a tenth of the time of a request.
 * That there is TLS only whoever ends it can promise, so `Strict-Transport-Security` is the proxy's.
 */
export const PROTECTIVE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'self'",
    "base-uri 'self'",
    "font-src 'self' https: data:",
    "form-action 'self'",
    "frame-ancestors 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "script-src 'self'",
    "script-src-attr 'none'",
    "style-src 'self' https: 'unsafe-inline'",
  ].join(';'),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'SAMEORIGIN',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
};

declare module 'fastify' {
  interface FastifyContextConfig {
    /** No browser ever comes to this route. */
    readonly browserless?: true;
  }
}

/** For every request: has its answer protect browsers, where there are any. */
export const protectBrowsers = (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
  if (request.routeOptions.config.browserless !== true) reply.headers(PROTECTIVE_HEADERS);
  done();
};
