import { z } from 'zod';
import { action } from '../action.ts';
import { Id, Instant, Name, pageOf, paging, WebhookUrl } from '../shapes.ts';

/** What outside systems can be told of (docs/webhooks.md). */
export const WEBHOOK_EVENTS = [
  ...(['booking.created', 'booking.confirmed', 'booking.moved', 'booking.cancelled', 'booking.completed'] as const),
  ...(['booking.no_show', 'client.created'] as const),
] as const;

const Events = z
  .array(z.enum(WEBHOOK_EVENTS))
  .min(1)
  .max(20)
  .transform((events) => [...new Set(events)]);

const Webhook = z.object({
  id: Id,
  name: z.string(),
  host: z.string().describe('Where it lies; the rest of the address is a secret'),
  events: z.array(z.string()),
  active: z.boolean(),
  created_at: Instant,
  old_secret_until: Instant.nullable().describe('Until then messages are signed with the secret of before as well'),
  failing_since: Instant.nullable().describe('Since when nothing has been taken'),
  given_up_at: Instant.nullable().describe('When it was switched off because nothing was taken for days'),
  pending: z.int().describe('What is still to be told'),
  dead: z.int().describe('What was never taken'),
});

const WithSecret = z.object({ ...Webhook.shape, secret: z.string().nullable().describe('Signs messages; told once') });

const Delivery = z.object({
  id: Id,
  event: z.string(),
  event_id: Id.describe('The same for all webhooks that hear of it'),
  status: z.enum(['pending', 'delivered', 'dead']),
  attempts: z.int(),
  created_at: Instant,
  next_attempt_at: Instant.nullable(),
  ended_at: Instant.nullable(),
  error: z.string().nullable().describe('Why it was not taken the last time, e.g. status_500, too_slow, unreachable'),
});

const settings = {
  name: Name,
  url: WebhookUrl.describe('Where messages are posted'),
  events: Events.describe('What to tell'),
};

/** Where data leaves the house is the owner's decision; a program speaks for the whole business. */
const OWNERS = ['super_admin', 'bot'] as const;
const One = z.strictObject({ id: Id });

export const webhookActions = {
  'webhooks.create': action({
    summary: 'Tell an outside system what happens',
    http: 'POST /webhooks',
    status: 201,
    roles: OWNERS,
    told_once: ['secret'],
    input: z.strictObject(settings),
    output: WithSecret,
  }),
  'webhooks.list': action({
    summary: 'The outside systems that are told what happens, and whether they listen',
    http: 'GET /webhooks',
    roles: OWNERS,
    input: z.strictObject({ ...paging }),
    output: pageOf(Webhook),
  }),
  'webhooks.get': action({
    summary: 'One outside system that is told what happens',
    http: 'GET /webhooks/{id}',
    roles: OWNERS,
    input: One,
    output: Webhook,
  }),
  'webhooks.update': action({
    summary: 'Change where and what is told',
    http: 'PATCH /webhooks/{id}',
    roles: OWNERS,
    input: z.strictObject({ id: Id, ...z.object(settings).partial().shape }),
    output: Webhook,
  }),
  'webhooks.delete': action({
    summary: 'Tell an outside system nothing any more, and forget what it was told',
    http: 'DELETE /webhooks/{id}',
    roles: OWNERS,
    input: One,
    output: z.object({ id: Id }),
  }),
  'webhooks.rotate_secret': action({
    summary: 'A new secret; messages are signed with both for a while',
    http: 'POST /webhooks/{id}/secret',
    roles: OWNERS,
    told_once: ['secret'],
    input: z.strictObject({
      id: Id,
      keep_hours: z.int().min(0).max(720).default(24).describe('So long the old one is good as well'),
    }),
    output: WithSecret,
  }),
  'webhooks.activate': action({
    summary: 'Tell it again; what happened meanwhile is not told',
    http: 'POST /webhooks/{id}/activation',
    roles: OWNERS,
    input: One,
    output: Webhook,
  }),
  'webhooks.deactivate': action({
    summary: 'Tell it nothing for now; what was still to be told is given up',
    http: 'DELETE /webhooks/{id}/activation',
    roles: OWNERS,
    input: One,
    output: Webhook,
  }),
  'webhooks.test': action({
    summary: 'Tell it something made up, at once',
    http: 'POST /webhooks/{id}/test',
    status: 201,
    roles: OWNERS,
    input: One,
    output: Delivery,
  }),
  'webhooks.deliveries': action({
    summary: 'What it was told, the latest first, and what became of it; ended ones are kept for 30 days',
    http: 'GET /webhooks/{id}/deliveries',
    roles: OWNERS,
    input: z.strictObject({ id: Id, status: z.enum(['pending', 'delivered', 'dead']).optional(), ...paging }),
    output: pageOf(Delivery),
  }),
  'webhooks.resend': action({
    summary: 'Tell something again, at once',
    http: 'POST /webhooks/{webhook_id}/deliveries/{id}/resend',
    roles: OWNERS,
    input: z.strictObject({ webhook_id: Id, id: Id }),
    output: Delivery,
  }),
};
