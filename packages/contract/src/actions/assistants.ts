import { z } from 'zod';
import { action } from '../action.ts';
import { Id, Instant, Name, pageOf, paging, WebhookUrl } from '../shapes.ts';

/** What a key lets an assistant do; `every_second`: cron expressions that name several seconds of a minute. */
export const SCOPES = ['reminders', 'slots', 'bookings', 'every_second'] as const;
const Scope = z.enum(SCOPES);
export type Scope = z.output<typeof Scope>;

/** The scope that an assistant's key needs for an action, on top of the action's roles. */
export const scopeOf = (name: string): Scope => {
  if (name.startsWith('reminders.')) return 'reminders';
  return name.startsWith('bookings.') ? 'bookings' : 'slots';
};

const Delivery = z
  .enum(['auto', 'queue', 'poll', 'webhook'])
  .describe('How events arrive; auto: by the queue where the installation has one, otherwise by long poll');

const KeyKind = z.enum(['key', 'HS256', 'ES256']).describe('An API key, or what signs tokens (JWT)');

const Key = z.object({
  id: Id.describe('For tokens: their `kid`'),
  kind: KeyKind,
  scopes: z.array(Scope),
  created_at: Instant,
  revoked_at: Instant.nullable(),
  last_used_at: Instant.nullable().describe('To the minute'),
});

const Assistant = z.object({
  id: Id,
  name: z.string(),
  delivery: Delivery,
  lease_seconds: z.int().describe('After so long without an ack an event is sent again'),
  webhook_host: z.string().nullable().describe('Where events are sent; the rest of the address is a secret'),
  created_at: Instant,
  archived_at: Instant.nullable(),
  keys: z.array(Key).describe('Those that work, and the last ten that were revoked'),
});
export type Assistant = z.output<typeof Assistant>;

const LeaseSeconds = z.int().min(5).max(3600).describe('After so long without an ack an event is sent again');

const settings = { name: Name, delivery: Delivery, lease_seconds: LeaseSeconds, webhook_url: WebhookUrl };

const OWNERS = ['super_admin', 'bot'] as const;

export const assistantActions = {
  'assistants.create': action({
    summary: 'A new assistant; it can do nothing before it has a key',
    http: 'POST /assistants',
    status: 201,
    roles: OWNERS,
    told_once: ['webhook_secret'],
    input: z.strictObject({
      ...settings,
      delivery: Delivery.default('auto'),
      lease_seconds: LeaseSeconds.default(60),
      webhook_url: WebhookUrl.optional().describe('Where events are sent, for `webhook`'),
    }),
    output: z.object({
      ...Assistant.shape,
      webhook_secret: z.string().nullable().describe('Signs what is sent to the webhook; told once'),
    }),
  }),
  'assistants.list': action({
    summary: 'The assistants with their keys, archived ones too, the newest first',
    http: 'GET /assistants',
    roles: OWNERS,
    input: z.strictObject({ ...paging }),
    output: pageOf(Assistant),
  }),
  'assistants.update': action({
    summary: 'Change an assistant; a new webhook gets a new secret',
    http: 'PATCH /assistants/{id}',
    roles: OWNERS,
    told_once: ['webhook_secret'],
    input: z.strictObject({ id: Id, ...z.object(settings).partial().shape }),
    output: z.object({
      ...Assistant.shape,
      webhook_secret: z.string().nullable().describe('Of a new webhook, told once; otherwise null'),
    }),
  }),
  'assistants.archive': action({
    summary: 'An assistant that comes no more: its keys stop working and its reminders are called off',
    http: 'POST /assistants/{id}/archival',
    roles: OWNERS,
    input: z.strictObject({ id: Id }),
    output: Assistant,
  }),
  'assistants.issue_key': action({
    summary: 'A new key of an assistant; two of them work at once, so that one can be changed without a pause',
    http: 'POST /assistants/{assistant_id}/keys',
    status: 201,
    roles: OWNERS,
    told_once: ['secret'],
    input: z.strictObject({
      assistant_id: Id,
      kind: KeyKind.default('key'),
      public_key: z.string().max(2000).optional().describe('For ES256: the public key on P-256, in PEM'),
      scopes: z.array(Scope).max(SCOPES.length).default(['reminders', 'slots', 'bookings']),
    }),
    output: z.object({
      ...Key.shape,
      secret: z.string().nullable().describe('The key itself, or the secret of HS256 tokens; told once'),
    }),
  }),
  'assistants.revoke_key': action({
    summary: 'A key stops working at once',
    http: 'DELETE /assistants/{assistant_id}/keys/{id}',
    roles: OWNERS,
    input: z.strictObject({ assistant_id: Id, id: Id }),
    output: Key,
  }),
};
