import { z } from 'zod';
import { action, PEOPLE } from '../action.ts';
import { TEXT_SECTIONS } from '../own-texts.ts';
import { Instant, Language, Line, LongNote, pageOf, paging } from '../shapes.ts';

/** The name of a text, as it stands in the catalogue. */
const Key = z.string().max(100).describe('Of the text, e.g. menu.greeting');

const Text = z.object({
  key: z.string(),
  language: Language,
  section: z.enum(TEXT_SECTIONS),
  kind: z.enum(['message', 'button', 'toast']).describe('Messages are HTML; buttons and toasts are plain'),
  placeholders: z.array(z.string()).describe('What has to stand in it, in braces'),
  default: z.string().describe('As the program words it'),
  own: z.string().nullable().describe('As the business words it'),
  rule: z.string().nullable().describe('The rule that the own wording breaks by now; the default is used then'),
  shown: z.string().describe('How it looks, with something in place of each placeholder'),
  changed: z.object({ at: Instant, by: z.string() }).nullable().describe('When the own wording was saved, and by whom'),
});

const Place = { key: Key, language: Language };

/** Texts belong to the owner; a program speaks for the whole business. */
const OWNERS = ['super_admin', 'bot'] as const;

export const textActions = {
  'texts.own': action({
    summary: 'The wordings that differ in this business, for whoever puts things into words',
    http: 'GET /texts/own',
    roles: [...PEOPLE, 'bot'],
    input: z.strictObject({ version: z.int().min(0).optional().describe('The version that is known already') }),
    output: z.object({
      version: z.int().describe('Another one after every change'),
      texts: z
        .object({ ru: z.record(z.string(), z.string()), en: z.record(z.string(), z.string()) })
        .nullable()
        .describe('Null: those of the version that is known'),
    }),
  }),
  'texts.list': action({
    summary: 'The texts that a business may word in its own way, with its wording and that of the program',
    http: 'GET /texts',
    roles: OWNERS,
    input: z.strictObject({
      language: Language.optional().describe('Left out: mine'),
      section: z.enum(TEXT_SECTIONS).optional(),
      search: Line.max(100).optional().describe('A part of the text or of its key'),
      changed: z.boolean().optional().describe('Only those with a wording of their own, or only those without'),
      ...paging,
    }),
    output: pageOf(Text),
  }),
  'texts.get': action({
    summary: 'One text, with its wordings',
    http: 'GET /texts/{key}/{language}',
    roles: OWNERS,
    input: z.strictObject(Place),
    output: Text,
  }),
  'texts.preview': action({
    summary: 'How a wording would look; refused like saving it, and nothing is saved',
    http: 'POST /texts/{key}/{language}/preview',
    roles: OWNERS,
    reads: true,
    input: z.strictObject({ ...Place, text: LongNote.min(1) }),
    output: z.object({ shown: z.string() }),
  }),
  'texts.set': action({
    summary: 'Word a text in another way; its placeholders, tags and plural forms are checked',
    http: 'PUT /texts/{key}/{language}',
    roles: OWNERS,
    input: z.strictObject({ ...Place, text: LongNote.min(1) }),
    output: Text,
  }),
  'texts.reset': action({
    summary: 'Go back to the wording of the program',
    http: 'DELETE /texts/{key}/{language}',
    roles: OWNERS,
    input: z.strictObject(Place),
    output: Text,
  }),
  'texts.history': action({
    summary: 'Who worded a text how, and when, newest first',
    http: 'GET /texts/{key}/{language}/history',
    roles: OWNERS,
    input: z.strictObject({ ...Place, ...paging }),
    output: pageOf(
      z.object({ at: Instant, by: z.string(), text: z.string().nullable().describe('Null: back to the default') }),
    ),
  }),
};
