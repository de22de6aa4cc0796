import { z } from 'zod';
import { action, PEOPLE } from '../action.ts';
import { Id, Instant } from '../shapes.ts';

/** Also who has signed in before, since every sign-in opens a session of its own; and who has signed out before. */
const ANYBODY = ['guest', ...PEOPLE] as const;

/** 32 bytes of chance, or of a fingerprint. */
const Chance = z.string().regex(/^[\w-]{43}$/, 'must be as it was given');

const Session = z.object({
  id: Id,
  device: z.string().describe('What the browser says of itself, in a few words'),
  opened_by: z.enum(['code', 'mini_app']).describe('By a code of the bot, or by a Mini App'),
  created_at: Instant,
  last_seen_at: Instant.describe('To five minutes'),
  expires_at: Instant.describe('It ends then at the latest; a week earlier when nobody comes back'),
  current: z.boolean().describe('Whether it is the one that asks'),
});
export type Session = z.output<typeof Session>;

export const signInActions = {
  'sign_in.start': action({
    summary: 'Begin to sign in: a link into the chat with the bot, which tells a code there',
    http: 'POST /sign-in/codes',
    status: 201,
    roles: ANYBODY,
    origin: true,
    told_once: ['ticket'],
    input: z.strictObject({}),
    output: z.object({
      ticket: z.string().nullable().describe('Stays in the page, and comes back with the code; told once'),
      link: z.string().describe('Opens the chat; whoever follows it is told the code'),
      bot_username: z.string(),
      expires_at: Instant.describe('Until then the link works; the code then has ten minutes of its own'),
    }),
  }),
  'sign_in.take_code': action({
    summary: 'The code for a page on which somebody wants to sign in, for the one who came by its link',
    http: 'POST /me/sign-in-code',
    roles: PEOPLE,
    in_chat: true,
    told_once: ['code'],
    input: z.strictObject({ link: Chance }),
    output: z.object({
      code: z.string().nullable().describe('Six digits; told once'),
      device: z.string().describe('Where it was asked for'),
      expires_at: Instant,
    }),
  }),
  'sessions.create': action({
    summary: 'Sign in by the code of the bot, or by the init data of a Mini App; the session comes as a cookie',
    http: 'POST /sessions',
    status: 201,
    roles: ANYBODY,
    origin: true,
    cookie: 'opens',
    told_once: ['token'],
    input: z.strictObject({
      ticket: Chance.optional().describe('Of the link; a Mini App needs neither it nor a code'),
      code: z
        .string()
        .regex(/^\d{6}$/, 'must be six digits')
        .optional(),
    }),
    output: z.object({
      ...Session.shape,
      token: z.string().nullable().describe('Over HTTP always null: it travels as the cookie'),
    }),
  }),
  'sessions.list': action({
    summary: 'Where I am signed in, the latest first',
    http: 'GET /me/sessions',
    roles: PEOPLE,
    input: z.strictObject({}),
    output: z.object({ items: z.array(Session) }),
  }),
  'sessions.revoke': action({
    summary: 'Sign out somewhere else: the session ends at once',
    http: 'DELETE /me/sessions/{id}',
    roles: PEOPLE,
    input: z.strictObject({ id: Id }),
    output: z.object({ id: Id }),
  }),
  'sessions.revoke_others': action({
    summary: 'Sign out everywhere but here',
    http: 'DELETE /me/sessions',
    roles: PEOPLE,
    input: z.strictObject({}),
    output: z.object({ ended: z.int().describe('How many sessions it were') }),
  }),
  'sessions.end': action({
    summary: 'Sign out here',
    http: 'DELETE /me/session',
    roles: ANYBODY,
    cookie: 'ends',
    input: z.strictObject({}),
    output: z.object({ ended: z.int() }),
  }),
};
