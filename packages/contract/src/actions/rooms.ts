import { z } from 'zod';
import { action, STAFF, type Versioned } from '../action.ts';
import { Id, Name, pageOf, paging, Translations } from '../shapes.ts';

/** A room, a chair, a device: what a service may need besides the specialist. */
const Room = z.object({
  id: Id,
  name: z.string(),
  translations: Translations,
  position: z.int(),
  active: z.boolean(),
});
export type Room = z.output<typeof Room>;

const VERSIONED: Versioned = { read: 'rooms.get', fields: ['name', 'translations', 'position', 'active'] };

export const roomSettings = {
  name: Name,
  translations: Translations,
  position: z.int().min(0).max(10_000).describe('The free one that comes first is taken'),
};

/** Rooms are the owner's; a program speaks for the whole business. */
const OWNERS = ['super_admin', 'bot'] as const;

export const roomActions = {
  'rooms.list': action({
    summary: 'The rooms, archived ones too, in their order',
    http: 'GET /rooms',
    roles: [...STAFF, 'bot'],
    input: z.strictObject({ ...paging }),
    output: pageOf(Room),
  }),
  'rooms.get': action({
    summary: 'One room, also when it is archived',
    http: 'GET /rooms/{id}',
    roles: [...STAFF, 'bot'],
    versioned: VERSIONED,
    input: z.strictObject({ id: Id }),
    output: Room,
  }),
  'rooms.create': action({
    summary: 'A new room; services need it once they name it',
    http: 'POST /rooms',
    status: 201,
    roles: OWNERS,
    input: z.strictObject({
      ...roomSettings,
      translations: Translations.default({}),
      position: roomSettings.position.default(0),
    }),
    output: Room,
  }),
  'rooms.update': action({
    summary: 'Change a room',
    http: 'PATCH /rooms/{id}',
    roles: OWNERS,
    versioned: VERSIONED,
    input: z.strictObject({ id: Id, ...z.object(roomSettings).partial().shape }),
    output: Room,
  }),
  'rooms.archive': action({
    summary: 'Book nothing into a room any more; what is booked stays',
    http: 'POST /rooms/{id}/archival',
    roles: OWNERS,
    versioned: VERSIONED,
    input: z.strictObject({ id: Id }),
    output: Room,
  }),
  'rooms.restore': action({
    summary: 'Book into an archived room again',
    http: 'DELETE /rooms/{id}/archival',
    roles: OWNERS,
    versioned: VERSIONED,
    input: z.strictObject({ id: Id }),
    output: Room,
  }),
};
