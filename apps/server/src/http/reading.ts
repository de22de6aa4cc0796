import { isUtf8 } from 'node:buffer';
import { AppError } from '@okno/contract';
import type { FastifyInstance } from 'fastify';

/** Nothing of ours is nested deeper than ten levels; what is deeper was made to tire whoever walks through it. */
const MAX_DEPTH = 32;

/** Names of fields included; the largest body of ours, fifty thousand ids that are changed in one go, holds half of that. */
const MAX_VALUES = 100_000;

const UNSTORABLE = 'has a value that cannot be stored';

type Complaint = { readonly field: string; readonly rule: string };

type Left = { values: number };

const refusalOf = (complaint: Complaint): AppError =>
  new AppError('invalid_input', { ...complaint, errors: [complaint] });

/** What is wrong with the value itself, whatever it holds. */
const ownRule = (value: unknown, depth: number, left: Left): string | null => {
  left.values -= 1;
  if (left.values < 0) throw refusalOf({ field: 'body', rule: `must not hold more than ${MAX_VALUES} values` });
  if (typeof value === 'string' && !value.isWellFormed()) return UNSTORABLE;
  return depth > MAX_DEPTH && typeof value === 'object' ? `must not be nested deeper than ${MAX_DEPTH}` : null;
};

/** Stops at the first complaint, so that the walk itself has an end. */
const complaintOf = (value: unknown, depth: number, left: Left): Complaint | null => {
  const rule = ownRule(value, depth, left);
  if (rule !== null) return { field: '', rule };
  if (typeof value !== 'object' || value === null) return null;
  const isList = Array.isArray(value);
  for (const [key, one] of Object.entries(value)) {
    const complaint = (isList ? null : complaintOf(key, 0, left)) ?? complaintOf(one, depth + 1, left);
    // Where in something very deep it is nobody needs to know.
    if (complaint !== null) return depth > 4 ? complaint : { ...complaint, field: within(key, complaint.field) };
  }
  return null;
};

const within = (key: string, field: string): string => (field === '' ? key.toWellFormed() : `${key}.${field}`);

/** @throws AppError `invalid_input` for what is too deep, holds too much, or a text that is half a sign */
const checkBody = (body: unknown): void => {
  const complaint = complaintOf(body, 1, { values: MAX_VALUES });
  if (complaint !== null) throw refusalOf({ ...complaint, field: complaint.field || 'body' });
};

/**
 * How bodies are read: as JSON in UTF-8, without `__proto__`, and bounded in depth and number. Whatever JSON would turn into
 * something else in silence is refused here: bytes that are no UTF-8, and surrogates without their other half.
 */
export const readJsonOnly = (app: FastifyInstance): void => {
  const parse = app.getDefaultJsonParser('error', 'error');
  // Text is no JSON, whatever stands in it.
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (!isUtf8(body)) return done(new AppError('malformed_request', { field: 'body', rule: 'must be JSON in UTF-8' }));
    return parse(request, body.toString('utf8'), (error, value) => {
      if (error !== null) return done(error);
      try {
        checkBody(value);
      } catch (refusal) {
        return done(refusal as Error);
      }
      return done(null, value);
    });
  });
};
