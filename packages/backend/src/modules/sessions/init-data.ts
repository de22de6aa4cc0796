import { createHmac, timingSafeEqual } from 'node:crypto';
import { AHEAD_MS, INIT_DATA_MS } from './rules.ts';

/** What Telegram signs for a Mini App (`Telegram.WebApp.initData`), and for whom. */
export type InitData = {
  /** All fields but the hash, as they are signed. */
  readonly signed: string;
  readonly hash: string;
  /** Unix milliseconds. */
  readonly signed_at: number;
  readonly person: { readonly id: number; readonly name: string; readonly language: string };
};

/** Telegram's own is some hundred letters. */
const MAX_LENGTH = 4096;

const MAX_ID = 999_999_999_999_999;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const textIn = (user: Record<string, unknown>, field: string): string =>
  typeof user[field] === 'string' ? user[field] : '';

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // what is no JSON names nobody
  }
};

/** Misses what names nobody, or a bot. */
const readUser = (text: string): InitData['person'] | undefined => {
  const user = parse(text);
  if (!isObject(user) || user['is_bot'] === true) return undefined;
  const { id } = user;
  if (typeof id !== 'number' || !Number.isInteger(id) || id < 1 || id > MAX_ID) return undefined;
  const name = `${textIn(user, 'first_name')} ${textIn(user, 'last_name')}`.trim() || textIn(user, 'username');
  return { id, name, language: textIn(user, 'language_code') };
};

/** Reads init data without believing it; misses what is not of that form, or names a field twice. */
export const readInitData = (text: string): InitData | undefined => {
  if (text.length > MAX_LENGTH) return undefined;
  const fields = [...new URLSearchParams(text)];
  const known = new Map(fields);
  if (known.size !== fields.length) return undefined;
  const [hash = '', seconds = '', user = ''] = ['hash', 'auth_date', 'user'].map((name) => known.get(name));
  if (!/^[0-9a-f]{64}$/.test(hash) || !/^\d{1,12}$/.test(seconds)) return undefined;
  const person = readUser(user);
  if (person === undefined) return undefined;
  const signed = fields
    .filter(([name]) => name !== 'hash')
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join('\n');
  return { signed, hash, signed_at: Number(seconds) * 1000, person };
};

/** The hash that Telegram writes under what it has signed for the Mini App of a bot. */
export const hashOfInitData = (signed: string, token: string): string => {
  const key = createHmac('sha256', 'WebAppData').update(token).digest();
  return createHmac('sha256', key).update(signed).digest('hex');
};

/** Whether it was signed for the bot of this token; compared in constant time. */
export const isSignedFor = ({ signed, hash }: InitData, token: string): boolean =>
  timingSafeEqual(Buffer.from(hashOfInitData(signed, token)), Buffer.from(hash));

/** Whether it is from now; `now` in Unix milliseconds. */
export const isFresh = ({ signed_at }: InitData, now: number): boolean =>
  now - signed_at <= INIT_DATA_MS && signed_at - now <= AHEAD_MS;
