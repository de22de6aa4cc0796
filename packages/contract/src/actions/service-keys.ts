import { z } from 'zod';
import { type Action, action, isRead } from '../action.ts';
import { Id, Instant, Name, pageOf, paging } from '../shapes.ts';

/** What a service key lets a program do: look; also book, move and cancel; or all that programs may. */
export const SERVICE_SCOPES = ['read', 'bookings', 'all'] as const;
const ServiceScope = z.enum(SERVICE_SCOPES);
export type ServiceScope = z.output<typeof ServiceScope>;

/** The scope that a program's key needs for an action, on top of the action's roles. */
export const serviceScopeOf = (name: string, one: Pick<Action, 'http' | 'reads' | 'takes'>): ServiceScope => {
  if (isRead(one)) return 'read';
  return /^(bookings|series|waitlist)\./.test(name) ? 'bookings' : 'all';
};

/** Whether these scopes hold for an action that needs one of them: whoever may book may look as well. */
export const coversScope = (scopes: readonly ServiceScope[], needed: ServiceScope): boolean =>
  scopes.includes('all') || scopes.includes(needed) || (needed === 'read' && scopes.includes('bookings'));

const ServiceKey = z.object({
  id: Id,
  program_id: Id.describe('The same for the keys of one program: the old and the new one'),
  name: z.string(),
  scopes: z.array(ServiceScope),
  created_at: Instant,
  last_used_at: Instant.nullable().describe('To the minute'),
  revoked_at: Instant.nullable(),
});
export type ServiceKey = z.output<typeof ServiceKey>;

const NewServiceKey = z.object({
  ...ServiceKey.shape,
  secret: z.string().nullable().describe('The key itself, for `X-Service-Key`; told once'),
});

/** A program never makes keys: one that leaked would make itself others. */
const OWNERS = ['super_admin'] as const;

export const serviceKeyActions = {
  'service_keys.create': action({
    summary: 'A key for a program of the business',
    http: 'POST /service-keys',
    status: 201,
    roles: OWNERS,
    told_once: ['secret'],
    input: z.strictObject({ name: Name, scopes: z.array(ServiceScope).min(1).max(SERVICE_SCOPES.length) }),
    output: NewServiceKey,
  }),
  'service_keys.list': action({
    summary: 'The keys of programs: those that work, then those that were revoked, the newest first',
    http: 'GET /service-keys',
    roles: OWNERS,
    input: z.strictObject({ ...paging }),
    output: pageOf(ServiceKey),
  }),
  'service_keys.rotate': action({
    summary: 'A second key for the same program; both work until the old one is revoked',
    http: 'POST /service-keys/{id}/rotation',
    status: 201,
    roles: OWNERS,
    told_once: ['secret'],
    input: z.strictObject({ id: Id }),
    output: NewServiceKey,
  }),
  'service_keys.revoke': action({
    summary: 'A key stops working at once',
    http: 'DELETE /service-keys/{id}',
    roles: OWNERS,
    input: z.strictObject({ id: Id }),
    output: ServiceKey,
  }),
};
