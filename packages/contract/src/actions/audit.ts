import { z } from 'zod';
import { action } from '../action.ts';
import { GivenInstant, Id, Instant } from '../shapes.ts';

/** A word of ours or of a program: no blanks, no signs that mean something elsewhere. */
const Word = z.string().regex(/^[a-z0-9_.:-]{1,100}$/i, 'must be a name such as bookings.cancel');

/** A line of the audit log. */
export const AuditLine = z.object({
  id: z.int().describe('Rises with time; numbers may be left out'),
  at: Instant,
  actor: z.string().describe('`telegram:<id>`, `assistant:<id>`, `service` (a program with a service key), `guest`'),
  actor_name: z.string().nullable().describe('The name they have here today, if they have one'),
  role: z.string().describe('The role they had; `unknown` when they were refused before it was read'),
  via: z
    .string()
    .describe('How they came: telegram, session, mini_app, service, program, assistant, public, console, system'),
  bot_id: z.int().nullable().describe('In which bot'),
  key_id: Id.nullable().describe('With which key of an assistant'),
  action: z.string(),
  action_in_words: z.string(),
  subject_id: Id.nullable().describe('What it was done to'),
  outcome: z.string().describe('done, or the code of the refusal'),
  outcome_in_words: z.string(),
  times: z.int().describe('A refusal that was met again and again within a second is one line'),
  request_id: z.string(),
});
export type AuditLine = z.output<typeof AuditLine>;

export const auditActions = {
  'audit.list': action({
    summary: 'Who did what, and who was refused what, the latest first',
    http: 'GET /audit',
    roles: ['super_admin', 'bot'],
    input: z.strictObject({
      actor: Word.optional().describe('e.g. telegram:123456789'),
      action: Word.optional().describe('e.g. bookings.cancel'),
      subject_id: Id.optional().describe('Of a booking, a client, a service …'),
      outcome: Word.optional().describe('done, refused (all that are not done), or a code such as forbidden'),
      from: GivenInstant.optional(),
      to: GivenInstant.optional().describe('Not included'),
      before: z.int().min(1).max(Number.MAX_SAFE_INTEGER).optional().describe('`next` of the page before'),
      limit: z.int().min(1).max(100).default(20),
    }),
    output: z.object({
      items: z.array(AuditLine),
      next: z.int().nullable().describe('What `before` has to be for the next page; null: this was the last'),
    }),
  }),
};
