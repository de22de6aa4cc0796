import { z } from 'zod';
import { action, type Versioned } from '../action.ts';
import { Id, Name, Note, Translations } from '../shapes.ts';
import { outside_hours } from './hours.ts';

/** As the owner sees them. */
const SpecialistCard = z.object({
  id: Id,
  name: z.string(),
  description: z.string(),
  translations: Translations,
  time_zone: z.string(),
  position: z.int(),
  active: z.boolean(),
});

const VERSIONED: Versioned = {
  read: 'specialists.card',
  fields: ['name', 'description', 'translations', 'time_zone', 'position', 'active'],
};

export const specialistSettings = {
  name: Name,
  description: Note,
  translations: Translations,
  time_zone: z.string().max(100).describe('A name such as Europe/Berlin'),
  position: z.int().min(0).max(10_000).describe('Their place in the list'),
};

/** Who works here is the owner's decision; a program speaks for the whole business. */
const OWNERS = ['super_admin', 'bot'] as const;

export const specialistActions = {
  'specialists.card': action({
    summary: 'Everything about a specialist, also when they are archived; for the owner',
    http: 'GET /specialists/{id}/card',
    roles: OWNERS,
    versioned: VERSIONED,
    input: z.strictObject({ id: Id }),
    output: SpecialistCard,
  }),
  'specialists.create': action({
    summary: 'Somebody new who gives services; they work no hours yet',
    http: 'POST /specialists',
    status: 201,
    roles: OWNERS,
    input: z.strictObject({
      ...specialistSettings,
      description: Note.default(''),
      translations: Translations.default({}),
      time_zone: specialistSettings.time_zone.optional().describe('Left out: that of the business'),
      position: specialistSettings.position.default(0),
    }),
    output: SpecialistCard,
  }),
  'specialists.update': action({
    summary: 'Change a specialist; with another time zone the same wall-clock hours hold there, what is booked stays',
    http: 'PATCH /specialists/{id}',
    roles: OWNERS,
    versioned: VERSIONED,
    input: z.strictObject({ id: Id, ...z.object(specialistSettings).partial().shape }),
    output: z.object({ ...SpecialistCard.shape, outside_hours }),
  }),
  'specialists.archive': action({
    summary: 'Offer nothing of this specialist any more; what is booked stays',
    http: 'POST /specialists/{id}/archival',
    roles: OWNERS,
    versioned: VERSIONED,
    input: z.strictObject({ id: Id }),
    output: SpecialistCard,
  }),
  'specialists.restore': action({
    summary: 'Offer an archived specialist again',
    http: 'DELETE /specialists/{id}/archival',
    roles: OWNERS,
    versioned: VERSIONED,
    input: z.strictObject({ id: Id }),
    output: SpecialistCard,
  }),
};
