import { TARGETS, type Target } from './callback-data.ts';
import { FIELDS, type FieldName } from './callback-fields.ts';

/** What may stand in a field of which there are too many values to try them all; in turn. */
export type ValuesOf = (field: { readonly name: string; readonly kind: FieldName }) => readonly unknown[];

const KINDS = Object.entries(TARGETS) as [Target['screen'], { code: string; fields: Record<string, FieldName> }][];

const choicesOf = (kind: FieldName): readonly unknown[] | undefined => (FIELDS[kind] as { all?: unknown[] }).all;

/**
 * Every kind of button there is, with each of its choices at least once; what else it carries comes from `valuesOf`, all
 * of it in turn. Made of the table itself, so that a new button cannot be forgotten.
 */
export const everyButton = (valuesOf: ValuesOf): Target[] =>
  KINDS.flatMap(([screen, { fields }]) => {
    const columns = Object.entries(fields).map(([name, kind]) => ({
      name,
      list: choicesOf(kind) ?? valuesOf({ name, kind }),
    }));
    const turns = Math.max(1, ...columns.map(({ list }) => list.length));
    return Array.from({ length: turns }, (_, turn) => {
      const values = columns.map(({ name, list }) => [name, list[turn % list.length]]);
      return { screen, ...Object.fromEntries(values) } as Target;
    });
  });
