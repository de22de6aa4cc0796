import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import type { Rule } from '../config.ts';
import { tooMany } from '../load/limited.ts';
import { createLimiter, type Limiter, type Verdict } from '../load/limiter.ts';
import type { Logger } from '../log.ts';
import { API_ROOT } from './api-root.ts';
import { showsCookie } from './cookies.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Shows something like a key at which nobody has looked yet. */
    isUnseen: boolean;
  }
}

/** What is known of an address by its requests. */
export type AddressBook = {
  /** Somebody from there came with a key that is none of ours. */
  readonly noteWrongKey: (request: FastifyRequest) => void;
  /** Somebody from there showed something like a key and turned out to be anybody. */
  readonly countGuest: (request: FastifyRequest) => void;
  /** It is being looked whose key it is; what comes of that is told by itself. */
  readonly noteLook: (request: FastifyRequest) => void;
};

/**
 * Whoever has an IPv6 address has 2^64 of them: they count as one.
 * @param ip as Node or a trusted proxy tells it
 */
export const placeOf = (ip: string): string => {
  if (!ip.includes(':') || !ipaddr.isValid(ip)) return ip;
  const address = ipaddr.process(ip);
  if (address.kind() === 'ipv4') return address.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/64`).toString()}/64`;
};

const KEYS = ['x-service-key', 'authorization', 'x-api-key'];

/** Whether something is shown that may be a key; whether it is one is found out later. */
const showsKey = ({ headers }: FastifyRequest): boolean =>
  KEYS.some((name) => headers[name] !== undefined) || showsCookie(headers.cookie);

const COUNTED = [`${API_ROOT}/`, '/calendars/', '/mcp'];

/**
 * Health is asked by those who watch us, webhooks by Telegram, which shows a secret, and pages are files; what leads nowhere is
 * asked by those who look for something.
 * @param route the template of the address; missing when it leads nowhere
 */
const isCounted = (url: string, route: string | undefined): boolean =>
  route === undefined || (COUNTED.some((root) => url.startsWith(root)) && route !== `${API_ROOT}/health`);

/** Whether it is looked there whose key somebody shows; elsewhere they are guests, whatever they show. */
const looksAtKeys = (route = ''): boolean =>
  (route.startsWith(`${API_ROOT}/`) && route !== `${API_ROOT}/openapi.json`) || route === '/mcp';

const tell = (reply: FastifyReply, { max, seconds }: Rule, { left, reset_ms }: Verdict): void => {
  reply.header('ratelimit-policy', `"address";q=${max};w=${seconds}`);
  reply.header('ratelimit', `"address";r=${left};t=${Math.ceil(reset_ms / 1000)}`);
};

const admit = (limiter: Limiter, verdict: Verdict): void => {
  if (!verdict.admitted) throw tooMany('address', limiter.rule, verdict.again_ms);
};

/**
 * Limits what an address may ask for without a key, and how often it may come with a wrong one; the two are counted apart, so
 * that the guests of an office do not lock out its programs (docs/limits.md#limits). Nothing has been read of the request
 * by then. Each process counts for itself.
 * @param rule null: no limit
 */
export const limitAddresses = (
  app: FastifyInstance,
  { rule, now, log }: { rule: Rule | null; now: () => number; log: Logger },
): AddressBook => {
  if (rule === null) return { noteWrongKey: () => {}, countGuest: () => {}, noteLook: () => {} };
  const guests = createLimiter(rule, now);
  const wrongKeys = createLimiter(rule, now);
  app.decorateRequest('isUnseen', false);
  let warned = false;
  /** Behind a proxy that is not named everybody has its address, and one who is too fast stops all. */
  const warnOfProxy = ({ ip, headers }: FastifyRequest) => {
    if (warned || headers['x-forwarded-for'] === undefined || !isNear(ip)) return;
    warned = true;
    log.warn(
      { event: 'proxy_not_trusted', address: ip },
      'X-Forwarded-For is ignored: name the proxy in TRUSTED_PROXIES',
    );
  };
  /** @throws AppError `too_many_requests` */
  const enter = (request: FastifyRequest, reply: FastifyReply): void => {
    const { url: route } = request.routeOptions;
    if (!isCounted(request.url, route)) return;
    const place = placeOf(request.ip);
    if (showsKey(request) && looksAtKeys(route)) {
      admit(wrongKeys, wrongKeys.look(place));
      request.isUnseen = true;
      return;
    }
    warnOfProxy(request);
    const verdict = guests.take(place);
    tell(reply, rule, verdict);
    admit(guests, verdict);
  };
  app.addHook('onRequest', (request, reply, done) => {
    enter(request, reply);
    done();
  });
  // What broke off before anybody looked must not be cheaper than a wrong key.
  app.addHook('onResponse', (request, _reply, done) => {
    if (request.isUnseen) wrongKeys.take(placeOf(request.ip));
    done();
  });
  return {
    noteWrongKey: (request) => void wrongKeys.take(placeOf(request.ip)),
    countGuest: (request) => {
      if (showsKey(request)) admit(guests, guests.take(placeOf(request.ip)));
    },
    noteLook: (request) => {
      request.isUnseen = false;
    },
  };
};

/** An address of this machine or of a private network: where proxies are. */
const isNear = (ip: string): boolean =>
  ipaddr.isValid(ip) && ['loopback', 'private', 'uniqueLocal'].includes(ipaddr.process(ip).range());
