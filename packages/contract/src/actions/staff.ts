import { z } from 'zod';
import { action, PEOPLE } from '../action.ts';
import { Id, Instant, Name, pageOf, paging } from '../shapes.ts';
import { Me } from './me.ts';

const StaffRole = z.enum(['super_admin', 'moderator', 'specialist']);
export type StaffRole = z.output<typeof StaffRole>;

const Named = z.object({ id: Id, name: z.string() });

const StaffMember = z.object({
  id: Id,
  name: z.string(),
  role: StaffRole,
  telegram_id: z.int(),
  specialist: Named.nullable().describe('Who they are among the specialists'),
  created_at: Instant,
});
export type StaffMember = z.output<typeof StaffMember>;

const Invitation = z.object({
  id: Id,
  role: z.enum(['moderator', 'specialist']),
  specialist: Named.nullable(),
  created_at: Instant,
  expires_at: Instant,
});
export type Invitation = z.output<typeof Invitation>;

/** Who works here is the owner's decision; a program speaks for the whole business. */
const OWNERS = ['super_admin', 'bot'] as const;

export const staffActions = {
  'people.list_staff': action({
    summary: 'Who works here, in which role',
    http: 'GET /staff',
    roles: OWNERS,
    input: z.strictObject({ ...paging }),
    output: pageOf(StaffMember),
  }),
  'people.get_staff': action({
    summary: 'One of those who work here',
    http: 'GET /staff/{id}',
    roles: OWNERS,
    input: z.strictObject({ id: Id }),
    output: StaffMember,
  }),
  'people.set_role': action({
    summary: 'Change what somebody who works here may do, from the very next request on',
    http: 'PUT /staff/{id}/role',
    roles: OWNERS,
    input: z.strictObject({ id: Id, role: StaffRole }),
    output: StaffMember,
  }),
  'people.remove_staff': action({
    summary: 'Somebody works here no more: their rights are gone on the very next request',
    http: 'DELETE /staff/{id}',
    roles: OWNERS,
    input: z.strictObject({ id: Id }),
    output: z.object({ id: Id }),
  }),
  'people.invite': action({
    summary: 'A code by which one person comes to work here; it works once, for 24 hours',
    http: 'POST /staff-invitations',
    status: 201,
    roles: OWNERS,
    told_once: ['code'],
    input: z.strictObject({
      role: z.enum(['moderator', 'specialist']),
      specialist_id: Id.optional().describe('Which specialist they are; for `specialist`'),
    }),
    output: z.object({ ...Invitation.shape, code: z.string().nullable().describe('Told once') }),
  }),
  'people.list_invitations': action({
    summary: 'The invitations that nobody has accepted yet, the newest first',
    http: 'GET /staff-invitations',
    roles: OWNERS,
    input: z.strictObject({ ...paging }),
    output: pageOf(Invitation),
  }),
  'people.revoke_invitation': action({
    summary: 'Take an invitation back; its code stops working at once',
    http: 'DELETE /staff-invitations/{id}',
    roles: OWNERS,
    input: z.strictObject({ id: Id }),
    output: Invitation,
  }),
  'people.accept_invitation': action({
    summary: 'Begin to work here, by a code that the owner has handed out',
    http: 'POST /me/invitation',
    in_chat: true,
    roles: PEOPLE,
    input: z.strictObject({ code: Name.describe('As it stood in the link') }),
    output: Me,
  }),
};
