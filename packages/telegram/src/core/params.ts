import { badRequest } from './api-error.ts';

export type Params = Readonly<Record<string, unknown>>;
export type Upload = { readonly file_name: string; readonly mime_type: string; readonly content: Buffer };

/** The parameter as a string; a missing one is empty, as in the real server. */
export const stringParam = (params: Params, name: string): string => {
  const value = params[name];
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return '';
};

/** A whole number clamped to the range, or the default when it is missing or not a number. */
export const integerParam = (params: Params, name: string, range: { min: number; max: number; fallback: number }) => {
  const value = Number.parseInt(stringParam(params, name), 10);
  return Number.isNaN(value) ? range.fallback : Math.min(Math.max(value, range.min), range.max);
};

const YES = new Set(['true', 'yes', '1', 't', 'y']);

/** True for true, "true", "yes", "1"; false for everything else. */
export const booleanParam = (params: Params, name: string): boolean =>
  params[name] === true || YES.has(stringParam(params, name).toLowerCase());

/**
 * A parameter that holds an object or an array, either as JSON inside JSON or as a JSON string (forms, grammY's
 * multipart). Undefined when missing or empty; throws 400 with `fault` when it is not JSON.
 */
export const jsonParam = (params: Params, name: string, fault: string): unknown => {
  const value = params[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    throw badRequest(fault);
  }
};

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The id of a message (0 when missing or not a number). */
export const messageIdParam = (params: Params): number =>
  integerParam(params, 'message_id', { min: 0, max: 2 ** 31, fallback: 0 });
