import ipaddr from 'ipaddr.js';
import { z } from 'zod';

export const list = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

export const httpAddress = (rule: string) =>
  z.url({ protocol: /^https?$/, error: rule }).transform((address) => address.replace(/(?<!\/)\/+$/, ''));

/** Exactly what a browser calls a page's origin: no path, no default port, no wildcard. */
export const isOrigin = (text: string): boolean => /^https?:\/\/[^*]+$/.test(text) && URL.parse(text)?.origin === text;

export const REDIS_RULE =
  'must be an address such as redis://user:password@host:6379/0; of a cluster several, comma-separated';

/** A cluster has one numbering of its slots and no databases. */
export const isRedis = (text: string): boolean => {
  const addresses = text.split(/,(?=rediss?:\/\/)/);
  const path = addresses.length > 1 ? /^\/?0?$/ : /^(\/\d{0,3})?$/;
  return addresses.every(
    (one) => /^rediss?:\/\/[^\s/?#]+(\/\d{0,3})?$/.test(one) && URL.canParse(one) && path.test(new URL(one).pathname),
  );
};
const DATABASE_RULE = 'must be an address such as postgres://user:password@host:5432/database';

/** One server, or several of which one takes writes; a port beyond the last one, or a bracket that is not closed, is none. */
const isDatabaseAddress = (address: string): boolean => {
  const [, login = '', hosts = '', rest = ''] =
    /^(postgres(?:ql)?:\/\/(?:[^@/?#]*@)?)([^/?#]*)(.*)$/s.exec(address) ?? [];
  const several = hosts.split(',');
  const isServer = (host: string) => (host !== '' || several.length === 1) && URL.canParse(`${login}${host}${rest}`);
  // Which of several servers is meant cannot be chosen: changes are made where they can be made.
  return several.every(isServer) && !/[?&]target_session_attrs=(?!read-write\b|primary\b)/.test(rest);
};

export const databaseAddress = z.string().refine(isDatabaseAddress, DATABASE_RULE);
/** What stands beside the servers is one. */
export const oneServer = databaseAddress.refine(
  (address) => !/^[^/]*\/\/(?:[^@/?#]*@)?[^/?#]*,/.test(address),
  'must name one server only',
);

/** A bucket somewhere, with the key that opens it. */
export const isStorageAddress = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, pathname } = new URL(text);
  return /^https?:$/.test(protocol) && username !== '' && password !== '' && /^\/[^/]/.test(pathname);
};

/** Which project of which Sentry, and the key with which it may be told something. */
export const isSentryAddress = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, username, pathname, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && /^\w+$/.test(username) && /\/\d+$/.test(pathname) && search + hash === '';
};

/** The names that the specification of OpenTelemetry gives them. */
export const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

export const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false; // a name nobody knows
  }
};

/** `3/10`: three in ten seconds; null for no limit. */
export type Rule = { readonly max: number; readonly seconds: number };

const LIMIT_RULE = 'must be a number of times and of seconds such as 3/10, or off';

export const limit = (times: `${number}/${number}`, what: string) =>
  z
    .string()
    .regex(/^(off|[1-9]\d{0,3}\/[1-9]\d{0,3})$/, LIMIT_RULE)
    .default(times)
    .transform((text): Rule | null => {
      const [max = 0, seconds = 0] = text.split('/').map(Number);
      return text === 'off' ? null : { max, seconds };
    })
    .describe(what);

export const isNetwork = (text: string): boolean => ipaddr.isValid(text) || ipaddr.isValidCIDR(text);

export const PROXY_RULE = 'must be addresses or networks such as 10.0.0.7 or 10.0.0.0/8, comma-separated';

export const milliseconds = (least: number, most: number, otherwise: number) =>
  z.coerce
    .number('must be a number of milliseconds')
    .int('must be a whole number of milliseconds')
    .min(least, `must be at least ${least}`)
    .max(most, `must be at most ${most}`)
    .default(otherwise);

export const atOnce = (otherwise: number) =>
  z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(500, 'must be at most 500')
    .default(otherwise);
