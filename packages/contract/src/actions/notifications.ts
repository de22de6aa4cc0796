import { z } from 'zod';
import { action, STAFF } from '../action.ts';
import { BroadcastMessage, BULLETIN_KINDS, Bulletin, NOTICE_KINDS, Notice } from '../notices.ts';
import { Id, Instant, pageOf, paging } from '../shapes.ts';

export const NotificationStatus = z.enum(['pending', 'sending', 'sent', 'failed', 'cancelled', 'uncertain']);

/** What became of one message to one person. */
export const Notification = z.object({
  id: Id,
  kind: z.enum([...NOTICE_KINDS, ...BULLETIN_KINDS]),
  audience: z.enum(['client', 'specialist']),
  status: NotificationStatus,
  attempts: z.int().describe('Pauses that Telegram asked for do not count'),
  send_at: Instant.describe('When it was to leave'),
  settled_at: Instant.nullable().describe('When it ended; null: it is still to leave'),
  error: z.string().nullable().describe('Why it has not arrived so far'),
  recipient: z.string().nullable().describe('The name of the person; null: nobody knows them any more'),
  booking: z
    .object({ id: Id, starts_at: Instant, client: z.object({ id: Id, name: z.string() }) })
    .nullable()
    .describe('What it is about; null: not about a booking'),
});
export type Notification = z.output<typeof Notification>;

const Reason = z.string().max(500);

export const notificationActions = {
  'notifications.list': action({
    summary: 'What was or is to be told to whom, the newest first; specialists see what is about their own visits',
    http: 'GET /notifications',
    roles: [...STAFF, 'bot'],
    input: z.strictObject({
      booking_id: Id.optional(),
      client_id: Id.optional().describe('About the visits of this client'),
      status: NotificationStatus.optional(),
      ...paging,
    }),
    output: pageOf(Notification),
  }),
  'notifications.repeat': action({
    summary: 'Tell again what has failed, or may not have arrived',
    http: 'POST /notifications/{id}/repetition',
    roles: [...STAFF, 'bot'],
    input: z.strictObject({ id: Id }),
    output: Notification,
  }),
  'notifications.pull': action({
    summary: 'For a bot on another server: takes what is to be said now, each for a minute; two never get the same',
    http: 'GET /internal/notifications/pending',
    roles: ['bot'],
    takes: true,
    input: z.strictObject({
      bot_id: z.int().positive().optional().describe('One of the far bots; otherwise all of them'),
      limit: z.int().min(1).max(50).default(20),
    }),
    output: z.object({
      items: z.array(
        z.object({
          id: Id,
          lease: Id.describe('Names this taking when it is told what became of it'),
          leased_until: Instant.describe('After this somebody else may get it'),
          attempt: z.int(),
          message: z.union([Notice, Bulletin, BroadcastMessage]),
        }),
      ),
    }),
  }),
  'notifications.report': action({
    summary: 'For a bot on another server: what became of something it took',
    http: 'PATCH /internal/notifications/{id}',
    roles: ['bot'],
    input: z.strictObject({
      id: Id,
      lease: Id,
      status: z
        .enum(['begun', 'sent', 'failed', 'uncertain', 'unreachable', 'retry', 'paused', 'revoked'])
        .describe('begun: it is about to be sent, unless that is refused; the others are how it ended'),
      message_id: z.int().min(1).optional().describe('Of what was sent'),
      retry_after: z.int().min(0).max(86_400).optional().describe('Seconds that Telegram asked for'),
      reason: Reason.optional(),
    }),
    output: z.object({
      id: Id,
      status: NotificationStatus.describe('What it is now'),
      called_off: z.boolean().describe('It was called off after it had been taken'),
      error: z.string().nullable(),
    }),
  }),
  'notifications.set_delivery': action({
    summary: 'Who speaks for a bot: this program (near), or one that fetches what is to be said (far)',
    http: 'PUT /internal/bots/{bot_id}/delivery',
    roles: ['bot'],
    input: z.strictObject({ bot_id: z.int().positive(), delivery: z.enum(['near', 'far']) }),
    output: z.object({ bot_id: z.int(), delivery: z.enum(['near', 'far']) }),
  }),
};
