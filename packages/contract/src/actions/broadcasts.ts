import { z } from 'zod';
import { action, PEOPLE } from '../action.ts';
import { Day, GivenInstant, Id, Instant, Language, pageOf, paging } from '../shapes.ts';
import { areLines, isVisible } from '../signs.ts';
import { Tag } from './clients.ts';

/** What one message of Telegram can hold. */
const MAX_MESSAGE = 4096;
/** As long as a name may be in UTF-16, where a text calls people by theirs: a hundred signs, and emoji take two. */
const MAX_NAME = 200;

const NAME = '{name}';
const PLACEHOLDER = /\{\s*[\p{L}\w]+\s*\}/gu;

const knowsOnlyName = (text: string): boolean => (text.match(PLACEHOLDER) ?? []).every((found) => found === NAME);

const fits = (text: string): boolean => text.replaceAll(NAME, '_'.repeat(MAX_NAME)).length <= MAX_MESSAGE;

/** What is said; `{name}` becomes the name of whoever reads it. Nothing in it is markup. */
const BroadcastText = z
  .string()
  .trim()
  .min(1)
  .max(MAX_MESSAGE)
  .refine(areLines, 'must not contain control characters')
  .refine(isVisible, 'must contain something that can be seen')
  .refine(knowsOnlyName, 'has a placeholder other than name')
  .refine(fits, 'must fit into one message of 4096 characters with the longest name')
  .describe('Up to 4096 characters; `{name}` becomes the name of the reader');

const BroadcastTexts = z
  .strictObject({ ru: BroadcastText.optional(), en: BroadcastText.optional() })
  .refine(({ ru, en }) => ru !== undefined || en !== undefined, 'must have a text in one language at least')
  .describe('By language; who has none of their own reads that of the business');

/** All conditions that are named hold together; none: everybody. */
const Segment = z
  .strictObject({
    service_id: Id.optional().describe('Who has or had a booking of this service that was not cancelled'),
    tag: Tag.optional().describe('Who has this tag'),
    last_visit_from: Day.optional().describe('Whose last visit was on this day or later'),
    last_visit_before: Day.optional().describe('Whose last visit was before this day'),
  })
  .describe('Conditions that hold together; none: everybody');

export const BroadcastStatus = z.enum(['draft', 'scheduled', 'running', 'paused', 'finished', 'cancelled']);
export type BroadcastStatus = z.output<typeof BroadcastStatus>;

export const RecipientStatus = z.enum([
  'waiting',
  'sending',
  'sent',
  'failed',
  'unreachable',
  'opted_out',
  'uncertain',
]);

const Broadcast = z.object({
  id: Id,
  status: BroadcastStatus,
  texts: z.object({ ru: z.string().optional(), en: z.string().optional() }),
  segment: z.object({
    service_id: Id.optional(),
    tag: z.string().optional(),
    last_visit_from: Day.optional(),
    last_visit_before: Day.optional(),
  }),
  quiet_hours: z.boolean().describe('Whether it waits for the morning; false: it is sent at any hour'),
  author: z.string().describe('The name of whoever wrote it'),
  created_at: Instant,
  starts_at: Instant.nullable().describe('When it begins, or began; null: nobody has started it'),
  ended_at: Instant.nullable().describe('When it was finished or cancelled'),
});

const Progress = z.object({
  complete: z.boolean().describe('Whether all who belong to it have been found; until then the numbers grow'),
  total: z.int(),
  waiting: z.int().describe('Still to be told; of a cancelled broadcast: never told'),
  sent: z.int(),
  failed: z.int().describe('Refused by Telegram, or tried in vain three times'),
  unreachable: z.int().describe('Have blocked the bot, or are gone'),
  opted_out: z.int().describe('Want no news'),
  uncertain: z.int().describe('Nobody knows whether they have it; it is not sent to them again'),
});

const BroadcastReport = z.object({ ...Broadcast.shape, progress: Progress });

/** Moderators, administrators, and programs that speak for the business. */
const MANAGERS = ['moderator', 'super_admin', 'bot'] as const;

const draft = {
  texts: BroadcastTexts,
  segment: Segment,
  quiet_hours: z.boolean().describe('false: it is sent at any hour'),
};

export const broadcastActions = {
  'broadcasts.create': action({
    summary: 'Write a message to many; it is a draft until it is started',
    http: 'POST /broadcasts',
    status: 201,
    roles: MANAGERS,
    input: z.strictObject({
      texts: draft.texts,
      segment: draft.segment.default({}),
      quiet_hours: draft.quiet_hours.default(true),
    }),
    output: BroadcastReport,
  }),
  'broadcasts.update': action({
    summary: 'Change a draft; what is left out stays',
    http: 'PATCH /broadcasts/{id}',
    roles: MANAGERS,
    input: z.strictObject({
      id: Id,
      texts: draft.texts.optional(),
      segment: draft.segment.optional(),
      quiet_hours: draft.quiet_hours.optional(),
    }),
    output: BroadcastReport,
  }),
  'broadcasts.list': action({
    summary: 'The messages to many, the newest first',
    http: 'GET /broadcasts',
    roles: MANAGERS,
    input: z.strictObject({ status: BroadcastStatus.optional(), ...paging }),
    output: pageOf(Broadcast),
  }),
  'broadcasts.get': action({
    summary: 'A message to many: how far it is, and what became of it',
    http: 'GET /broadcasts/{id}',
    roles: MANAGERS,
    input: z.strictObject({ id: Id }),
    output: BroadcastReport,
  }),
  'broadcasts.preview': action({
    summary: 'Who would get it at this moment, and how it would look for the first of them',
    http: 'GET /broadcasts/{id}/preview',
    roles: MANAGERS,
    input: z.strictObject({ id: Id }),
    output: z.object({
      recipients: z.int().describe('Who would get it'),
      by_language: z.object({ ru: z.int(), en: z.int() }).describe('The same, by the language they chose'),
      unreachable: z.int().describe('Have blocked the bot, or are gone'),
      opted_out: z.int().describe('Want no news'),
      without_chat: z.int().describe('Belong to it, and have never written to a bot of ours'),
      sample: z
        .object({ language: Language, name: z.string(), text: z.string() })
        .nullable()
        .describe('As the first of them would read it; null: nobody would'),
    }),
  }),
  'broadcasts.recipients': action({
    summary: 'What became of it, person by person',
    http: 'GET /broadcasts/{id}/recipients',
    roles: MANAGERS,
    input: z.strictObject({ id: Id, status: RecipientStatus.optional(), ...paging }),
    output: pageOf(
      z.object({
        id: Id,
        client_id: Id.nullable(),
        name: z.string().nullable().describe('null: nobody knows them any more'),
        language: Language,
        status: RecipientStatus,
        attempts: z.int(),
        settled_at: Instant.nullable(),
        error: z.string().nullable().describe('Why they have not got it so far'),
      }),
    ),
  }),
  'broadcasts.test': action({
    summary: 'Send it to myself, in this chat, to see how it looks; nobody else gets it',
    http: 'POST /broadcasts/{id}/test',
    roles: ['moderator', 'super_admin'],
    input: z.strictObject({ id: Id }),
    output: z.object({ id: Id }),
  }),
  'broadcasts.start': action({
    summary: 'Send it, now or at a time; what has been started stays as it is',
    http: 'POST /broadcasts/{id}/start',
    roles: MANAGERS,
    input: z.strictObject({ id: Id, starts_at: GivenInstant.optional().describe('Left out: now') }),
    output: BroadcastReport,
  }),
  'broadcasts.pause': action({
    summary: 'Stop for a while: nothing of it leaves any more when this has been answered',
    http: 'POST /broadcasts/{id}/pause',
    roles: MANAGERS,
    input: z.strictObject({ id: Id }),
    output: BroadcastReport,
  }),
  'broadcasts.resume': action({
    summary: 'Go on with those who have not got it yet',
    http: 'POST /broadcasts/{id}/resumption',
    roles: MANAGERS,
    input: z.strictObject({ id: Id }),
    output: BroadcastReport,
  }),
  'broadcasts.cancel': action({
    summary: 'Stop for good: nothing of it leaves any more when this has been answered',
    http: 'POST /broadcasts/{id}/cancellation',
    roles: MANAGERS,
    input: z.strictObject({ id: Id }),
    output: BroadcastReport,
  }),
  'broadcasts.set_news': action({
    summary: 'Whether I want the news of this business; what is about my own visits I am told in any case',
    http: 'PUT /me/news',
    roles: PEOPLE,
    input: z.strictObject({ news: z.boolean() }),
    output: z.object({ news: z.boolean() }),
  }),
};
