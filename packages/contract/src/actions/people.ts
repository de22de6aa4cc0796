import { z } from 'zod';
import { action, EVERYBODY, PEOPLE } from '../action.ts';
import { Id, Language, Name, pageOf, paging } from '../shapes.ts';
import { Me } from './me.ts';
import { staffActions } from './staff.ts';

export const Specialist = z.object({
  id: Id,
  name: z.string(),
  description: z.string(),
  time_zone: z.string(),
  service_ids: z.array(Id),
  rating: z.number().nullable().describe('The average of the stars in the reviews that are shown'),
  reviews: z.int().describe('Number of the reviews that are shown'),
});
export type Specialist = z.output<typeof Specialist>;

export const peopleActions = {
  'people.me': action({
    summary: 'Who am I here: role, language and the business I am talking to',
    http: 'GET /me',
    roles: EVERYBODY,
    input: z.strictObject({}),
    output: Me,
  }),
  'people.update_me': action({
    summary: 'Change my language or name',
    http: 'PATCH /me',
    roles: PEOPLE,
    input: z.strictObject({ language: Language.optional(), name: Name.optional() }),
    output: Me,
  }),
  'people.set_reachable': action({
    summary: 'Say that a person can or cannot be written to (they blocked the bot, or came back)',
    http: 'PUT /me/reachable',
    in_chat: true,
    roles: PEOPLE,
    input: z.strictObject({ reachable: z.boolean() }),
    output: z.object({ reachable: z.boolean() }),
  }),
  'people.list_specialists': action({
    summary: 'The specialists, and which services each gives',
    http: 'GET /specialists',
    roles: EVERYBODY,
    input: z.strictObject({
      service_id: Id.optional(),
      language: Language.optional().describe('Of names and descriptions; left out: mine'),
      ...paging,
    }),
    output: pageOf(Specialist),
  }),
  ...staffActions,
};
