import { z } from 'zod';

/** One thing that is wrong with an input: the field by its path (empty: the whole), and its rule in English. */
export const Complaint = z.object({ field: z.string(), rule: z.string() });
export type Complaint = z.output<typeof Complaint>;

/** Nobody reads more at once. */
const MOST = 20;

/** What a schema makes of an input, or what is wrong with it: every field with its rule, 20 at most. */
export const readAs = <T extends z.ZodType>(
  schema: T,
  input: unknown,
):
  | { readonly data: z.output<T>; readonly complaints: null }
  | { readonly data: null; readonly complaints: readonly [Complaint, ...Complaint[]] } => {
  const parsed = schema.safeParse(input, { error: ruleOf });
  if (parsed.success) return { data: parsed.data, complaints: null };
  const [first = { field: '', rule: 'must have another form' }, ...others] = parsed.error.issues.flatMap(complaintsOf);
  return { data: null, complaints: [first, ...others.slice(0, MOST - 1)] };
};

/** Unknown fields are complained of one by one, under their own names. */
const complaintsOf = (issue: z.core.$ZodIssue): Complaint[] => {
  const path = issue.path.map(String);
  if (issue.code !== 'unrecognized_keys') return [{ field: path.join('.'), rule: issue.message }];
  return issue.keys.map((key) => ({ field: [...path, key].join('.'), rule: 'unknown field' }));
};

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

const FORMS: Readonly<Record<string, string>> = {
  uuid: 'must be an id such as 0190a1b2-c3d4-7e5f-8a1b-2c3d4e5f6a7b',
  datetime: 'must be an instant such as 2026-05-01T07:00:00Z',
  date: 'must be a day such as 2026-05-01',
  email: 'must be an e-mail address',
};

/** The rule that was broken where a schema has no words of its own; each stands in the texts (`rule.…`). */
const ruleOf = (issue: z.core.$ZodRawIssue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is needed' : `must be ${KINDS[issue.expected] ?? 'of another kind'}`;
    case 'too_small':
      return ruleOfLeast(issue.origin, Number(issue.minimum), issue.inclusive !== false);
    case 'too_big':
      return ruleOfMost(issue.origin, Number(issue.maximum), issue.inclusive !== false);
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'invalid_value':
      return issue.values.length === 1
        ? `must be ${String(issue.values[0])} exactly`
        : `must be one of ${issue.values.join(', ')}`;
    case 'invalid_format':
      return FORMS[issue.format] ?? 'must have another form';
    case 'invalid_key':
      return 'must not be named like this';
    default:
      return 'must have another form';
  }
};

const ruleOfLeast = (origin: string, min: number, inclusive: boolean): string => {
  if (origin === 'string') return min === 1 ? 'must not be empty' : `must have at least ${min} characters`;
  if (origin === 'array') return min === 1 ? 'must not be empty' : `must have at least ${min} items`;
  return inclusive ? `must be at least ${min}` : `must be more than ${min}`;
};

const ruleOfMost = (origin: string, max: number, inclusive: boolean): string => {
  if (origin === 'string') return `must have at most ${max} characters`;
  if (origin === 'array') return `must have at most ${max} items`;
  return inclusive ? `must be at most ${max}` : `must be less than ${max}`;
};
