import { z } from 'zod';
import { Slot } from './actions/scheduling.ts';
import { Complaint } from './complaints.ts';
import { type AppError, ERRORS, type ErrorCode, type ErrorParams } from './errors.ts';
import { ruleIn } from './rule-words.ts';
import { Id, Instant, type Language } from './shapes.ts';
import { type TextKey, type Texts, textKeys } from './texts.ts';

/** How every refusal looks over HTTP: an RFC 9457 problem document. */
export const Problem = z.looseObject({
  type: z.string().describe('`urn:okno:error:` and the code'),
  title: z.string().describe('What it is, for people, in the language of the request'),
  detail: z.string().optional().describe('What it is this time, where there is more to say, in the same language'),
  status: z.int(),
  code: z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]).describe('For programs; it does not change'),
  instance: z.string().describe('The id of the request, by which the log knows it'),
  errors: z
    .array(Complaint)
    .optional()
    .describe(
      'With every 400 and 415: each field (a path such as `weekly.0.from`, a header, or `body` where it cannot be read) and its rule; an empty field is the whole request',
    ),
  field: z.string().optional().describe('The field that the refusal is about; with `errors`, the first of them'),
  rule: z
    .string()
    .optional()
    .describe('The rule of `field`; with `slot_not_offered` and `not_mergeable` a name for programs'),
  what: z.string().optional().describe('With `not_found`: what there is none of'),
  header: z.string().optional().describe('With 401 and 403: the header that proves who is asking'),
  methods: z.string().optional().describe('With `method_not_allowed`: what is possible, as in `Allow`'),
  nearest: z.array(Slot).optional().describe('The nearest free times'),
  limit: z.int().optional().describe('How many are possible'),
  changeable_until: Instant.optional().describe('With `too_late_to_change`: until when it was possible'),
  phone: z.string().nullable().optional().describe('With `too_late_to_change`: whom to call'),
  left: z.int().optional().describe('With `wrong_code`: how often it may still be tried'),
  after_seconds: z.int().optional().describe('With `too_many_requests`: when it is possible again'),
  policy: z
    .enum(['address', 'key', 'business', 'person'])
    .optional()
    .describe('With `too_many_requests` over HTTP: which limit it was, as in `RateLimit`'),
  overloaded: z
    .boolean()
    .optional()
    .describe('With `unavailable`: too much is asked for at this moment; nothing was begun'),
  window_seconds: z.int().optional().describe('With `policy`: in how many seconds `limit` are possible'),
  taken: z
    .array(z.looseObject({ id: Id, starts_at: Instant, ends_at: Instant }))
    .optional()
    .describe('With `time_taken`: what is in the way'),
  version: z.string().optional().describe('With `changed_meanwhile`: what `If-Match` has to say now'),
  current: z.looseObject({}).optional().describe('With `changed_meanwhile`: the values that hold now'),
  clashes: z.array(z.looseObject({})).optional().describe('With `series_clash`: the occurrences that do not fit'),
});
export type Problem = z.output<typeof Problem>;

/** Which codes say what is wrong with single fields. */
const OF_FIELDS = new Set<ErrorCode>([
  'invalid_input',
  'malformed_request',
  'unsupported_media_type',
  'not_acceptable',
]);

/** The RFC 9457 problem document of a refusal, in the words of `texts`; `instance` is the id of the request. */
export const problemOf = (error: AppError, texts: Texts, language: Language, instance: string): Problem => {
  const errors = OF_FIELDS.has(error.code) ? complaintsIn(error, texts, language) : undefined;
  const detail = errors === undefined ? detailOf(error, texts, language) : inOneLine(errors);
  return {
    // First, so that no parameter can take the place of what is fixed.
    ...error.params,
    ...(errors !== undefined && { errors, ...errors[0] }),
    type: `urn:okno:error:${error.code}`,
    title: texts(language, `error.${error.code}`),
    ...(detail !== undefined && { detail }),
    status: error.status,
    code: error.code,
    instance,
  };
};

const complaintsIn = ({ params }: AppError, texts: Texts, language: Language): Complaint[] => {
  const { field = '', rule = 'must have another form', errors } = params;
  const given = z.array(Complaint).min(1).safeParse(errors).data ?? [{ field: String(field), rule: String(rule) }];
  return given.map((one) => ({ field: one.field, rule: ruleIn(texts, language, one.rule) }));
};

/** Three are as much as a sentence can bear; the others stand in the list. */
const inOneLine = (errors: readonly Complaint[]): string =>
  errors
    .slice(0, 3)
    .map(({ field, rule }) => (field === '' ? rule : `${field}: ${rule}`))
    .join('; ');

type Tell = (params: ErrorParams, texts: Texts, language: Language) => string | undefined;

/** What the title leaves out, by code. */
const DETAILS: Partial<Readonly<Record<ErrorCode, Tell>>> = {
  unauthenticated: ({ header }, texts, language) =>
    header === undefined
      ? texts(language, 'detail.not_signed_in')
      : texts(language, 'detail.unauthenticated', { header: String(header) }),
  wrong_code: ({ left }, texts, language) =>
    left === undefined ? undefined : texts(language, 'detail.tries', { left: String(left) }),
  forbidden: ({ header, field }, texts, language) => {
    if (header === 'Origin') return texts(language, 'detail.foreign_page');
    if (header !== undefined) return texts(language, 'detail.wrong_key', { header: String(header) });
    return field === undefined ? undefined : texts(language, 'detail.not_yours', { field: String(field) });
  },
  not_found: ({ what }, texts, language) => named(texts, language, `missing.${what}`),
  slot_not_offered: ({ rule }, texts, language) => named(texts, language, `why_not.${rule}`),
  method_not_allowed: ({ methods }, texts, language) =>
    methods === undefined ? undefined : texts(language, 'detail.methods', { methods: String(methods) }),
  too_large: ({ limit }, texts, language) =>
    limit === undefined ? undefined : texts(language, 'detail.too_large', { limit: String(limit) }),
  too_many_requests: ({ after_seconds }, texts, language) =>
    after_seconds === undefined ? undefined : texts(language, 'detail.again_in', { seconds: String(after_seconds) }),
};

const detailOf = ({ code, params }: AppError, texts: Texts, language: Language): string | undefined => {
  const tell = DETAILS[code];
  if (tell !== undefined) return tell(params, texts, language);
  const { limit } = params;
  return limit === undefined ? undefined : texts(language, 'detail.limit', { limit: String(limit) });
};

const named = (texts: Texts, language: Language, key: string): string | undefined =>
  NAMED.has(key) ? texts(language, key as 'missing.address') : undefined;

const NAMED: ReadonlySet<string> = new Set<TextKey>(
  textKeys().filter((key) => key.startsWith('missing.') || key.startsWith('why_not.')),
);
