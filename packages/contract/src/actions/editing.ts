import { z } from 'zod';
import { action, type Versioned } from '../action.ts';
import { ENTITIES, FIELD_KINDS } from '../entities.ts';
import { Id, Instant, pageOf, paging } from '../shapes.ts';
import { bulkActions } from './bulk.ts';
import { GivenValues } from './editing-shapes.ts';

const EntityName = z.enum(ENTITIES).describe('What is edited');

/** Fields by their names. */
const Values = z.looseObject({});

const Place = { entity: EntityName, id: Id.describe('Of what is edited; of the business its own') };

const Edited = z.object({ entity: EntityName, id: Id, name: z.string(), values: Values, version: z.string() });

const Changed = z.object({
  ...Edited.shape,
  changes: z.array(z.object({ id: Id, field: z.string() })).describe('What was changed, by which each can be undone'),
});

const FieldChange = z.object({
  id: Id,
  field: z.string(),
  label: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  at: Instant,
  by: z.string().describe('The name of whoever changed it'),
  bulk_id: Id.nullable().describe('The change of many that it was a part of'),
  undo_of: Id.nullable().describe('The change that it took back'),
  undone: z.boolean().describe('Whether it was taken back'),
});

/** Which fields of what they may edit depends on the role: moderators edit clients, owners everything. */
const EDITORS = ['moderator', 'super_admin', 'bot'] as const;

const VERSIONED: Versioned = { read: 'editing.get', fields: ['values'] };

export const editingActions = {
  'editing.fields': action({
    summary: 'What I may edit: the fields, what each is and its rule, so that a form can be made of it',
    http: 'GET /editable',
    roles: EDITORS,
    input: z.strictObject({}),
    output: z.object({
      entities: z.array(
        z.object({
          entity: EntityName,
          label: z.string(),
          id: Id.nullable().describe('Of the business, of which there is one; null: of others see their lists'),
          fields: z.array(
            z.object({
              field: z.string(),
              label: z.string(),
              kind: z.enum(FIELD_KINDS).describe('What a form shows'),
              rule: z.looseObject({}).describe('As JSON Schema'),
            }),
          ),
        }),
      ),
    }),
  }),
  'editing.get': action({
    summary: 'The values of what I may edit of something, also when it is archived',
    http: 'GET /editable/{entity}/{id}',
    roles: EDITORS,
    versioned: VERSIONED,
    input: z.strictObject(Place),
    output: Edited,
  }),
  'editing.change': action({
    summary: 'Change fields of something; what is left out stays',
    http: 'PATCH /editable/{entity}/{id}',
    roles: EDITORS,
    versioned: VERSIONED,
    input: z.strictObject({ ...Place, changes: GivenValues }),
    output: Changed,
  }),
  'editing.history': action({
    summary: 'Who changed which field of something, and from what to what; the latest first',
    http: 'GET /editable/{entity}/{id}/history',
    roles: EDITORS,
    input: z.strictObject({ ...Place, field: z.string().max(40).optional().describe('This one only'), ...paging }),
    output: pageOf(FieldChange),
  }),
  'editing.undo': action({
    summary: 'Take a change of a field back, when it still holds',
    http: 'POST /field-changes/{id}/undo',
    roles: EDITORS,
    input: z.strictObject({ id: Id }),
    output: Changed,
  }),
  ...bulkActions,
};
