import { z } from 'zod';

/** Fields by their names, as they come: what it holds is known to the list of fields, and nothing of it is dropped before that looks. */
export const GivenValues = z
  .custom<Readonly<Record<string, unknown>>>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'must be an object',
  )
  .refine((value) => !Object.hasOwn(value, '__proto__'), { error: 'must not be named like this', path: ['__proto__'] })
  .describe('By the names of the fields, e.g. {"name": "Anna"}')
  .meta({ type: 'object' });
