import { z } from 'zod';
import { action, type Versioned } from '../action.ts';
import { BULK_ENTITIES, ITEM_STATUSES } from '../entities.ts';
import { GivenInstant, Id, Instant, Line, Note, pageOf, paging } from '../shapes.ts';
import { BookingStatus } from './bookings.ts';
import { Tag, Tags } from './clients.ts';
import { GivenValues } from './editing-shapes.ts';

/** As many things are changed at once. */
export const MAX_BULK = 50_000;
/** Clients are told what becomes of theirs, so that a mistake is dear. */
export const MAX_BULK_BOOKINGS = 1000;

const Selection = z
  .strictObject({
    ids: z.array(Id).min(1).max(MAX_BULK).optional().describe('These'),
    search: Line.max(100).optional().describe('Or all that are found by this, as in their list'),
    tag: Tag.optional().describe('Or clients with this tag'),
    active: z.boolean().optional().describe('Or what is offered, or what is archived'),
    status: BookingStatus.optional().describe('Or bookings that are this'),
    specialist_id: Id.optional().describe('Or bookings of this specialist'),
    service_id: Id.optional().describe('Or bookings of this service'),
    client_id: Id.optional().describe('Or bookings of this client'),
    from: GivenInstant.optional().describe('Or bookings that end after this instant'),
    to: GivenInstant.optional().describe('Or bookings that start before this instant'),
  })
  .describe('Which; several conditions hold together, and none at all means all');

const MoneyStep = z.int().min(-1_000_000_000).max(1_000_000_000);

/** Four weeks: whoever is away for longer is asked one by one. */
const MOST_MINUTES = 28 * 24 * 60;

/** What is done to each of them. */
const BulkChange = z.strictObject({
  set: GivenValues.optional().describe('The same value in all, by the name of the field'),
  add_tags: Tags.optional().describe('Clients: besides the tags they have'),
  remove_tags: Tags.optional().describe('Clients: away from the tags they have'),
  price_percent: z.int().min(-100).max(1000).optional().describe('Services: by how many percent the price rises'),
  price_add_minor: MoneyStep.optional().describe('Services: by how much the price rises, after the percent'),
  round_to_minor: z.int().min(1).max(1_000_000).optional().describe('Services: to multiples of this; half goes up'),
  act: z.enum(['cancel', 'complete', 'no_show', 'move']).optional().describe('Bookings: what is done to each'),
  reason: Note.optional().describe('Bookings that are cancelled or moved: why'),
  later_minutes: z
    .int()
    .min(-MOST_MINUTES)
    .max(MOST_MINUTES)
    .multipleOf(5)
    .optional()
    .describe('Bookings that are moved: by how much; below zero is earlier'),
  to_specialist_id: Id.optional().describe('Bookings that are moved: to whom'),
  outside_rules: z
    .boolean()
    .optional()
    .describe('Bookings that are moved: whatever the hours; never over what is taken'),
});
export type BulkChange = z.output<typeof BulkChange>;
export type BulkSelection = z.output<typeof Selection>;

const Bulk = z.object({
  id: Id,
  entity: z.enum(BULK_ENTITIES),
  change: z.looseObject({}),
  status: z.enum(['running', 'done', 'undoing', 'undone']),
  by: z.string().describe('The name of whoever asked for it'),
  created_at: Instant,
  ended_at: Instant.nullable(),
  total: z.int(),
  waiting: z.int().describe('What is still to be done'),
  changed: z.int(),
  unchanged: z.int().describe('What said the same already'),
  skipped: z.int().describe('What a rule did not allow'),
  undone: z.int(),
  kept: z.int().describe('What had been changed since when the others were taken back'),
});

const Values = z.looseObject({});

const Sample = z.object({
  id: Id,
  name: z.string(),
  before: Values.describe('The fields that would change'),
  after: Values,
  reason: z.string().nullable().describe('Why it would be skipped; null: it would not'),
  rule: z.string().nullable(),
});

const Item = z.object({
  id: Id,
  name: z.string().nullable().describe('Null: it is gone'),
  status: z.enum(ITEM_STATUSES),
  reason: z.string().nullable().describe('The code of the refusal'),
  rule: z.string().nullable(),
});

const input = { entity: z.enum(BULK_ENTITIES), selection: Selection, change: BulkChange };

/** Which things depends on the role: specialists change the tags of their own clients, moderators clients, owners everything. */
const EDITORS = ['specialist', 'moderator', 'super_admin', 'bot'] as const;

/** What a preview is about, and how it stands: `If-Match` of the start makes sure that it is this still. */
const VERSIONED: Versioned = { read: 'editing.bulk_preview', fields: ['version'], of_input: true };

/** Room for as many ids as can be changed at once. */
const BODY_KIB = 2048;

export const bulkActions = {
  'editing.bulk_preview': action({
    summary: 'How many a change of many is about, and what it would make of the first of them',
    http: 'POST /bulk-edits/preview',
    roles: EDITORS,
    reads: true,
    body_kib: BODY_KIB,
    input: z.strictObject(input),
    versioned: VERSIONED,
    output: z.object({
      total: z.int(),
      samples: z.array(Sample).describe('The first ten'),
      version: z.string().describe('Names what it is about, and how bookings stand; the ETag as well'),
    }),
  }),
  'editing.bulk_start': action({
    summary: 'Change many things in the same way; from 1,000 on, and bookings always, it goes on in the background',
    http: 'POST /bulk-edits',
    status: 201,
    roles: EDITORS,
    versioned: VERSIONED,
    body_kib: BODY_KIB,
    input: z.strictObject(input),
    output: Bulk,
  }),
  'editing.bulk_list': action({
    summary: 'The changes of many, the latest first; specialists see those that they have made',
    http: 'GET /bulk-edits',
    roles: EDITORS,
    input: z.strictObject({ ...paging }),
    output: pageOf(Bulk),
  }),
  'editing.bulk_get': action({
    summary: 'How far a change of many is, and what came of it',
    http: 'GET /bulk-edits/{id}',
    roles: EDITORS,
    input: z.strictObject({ id: Id }),
    output: Bulk,
  }),
  'editing.bulk_items': action({
    summary: 'What became of each, e.g. of all that were skipped, and why',
    http: 'GET /bulk-edits/{id}/items',
    roles: EDITORS,
    input: z.strictObject({ id: Id, status: z.enum(ITEM_STATUSES).optional(), ...paging }),
    output: pageOf(Item),
  }),
  'editing.bulk_undo': action({
    summary: 'Take a change of many back; what has been changed since stays as it is, and is told',
    http: 'POST /bulk-edits/{id}/undo',
    roles: EDITORS,
    input: z.strictObject({ id: Id }),
    output: Bulk,
  }),
};
