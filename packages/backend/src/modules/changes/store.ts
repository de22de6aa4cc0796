import type { Entity } from '@okno/contract';
import { type Fragment, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';

export type FieldChange = {
  readonly id: string;
  readonly entity: Entity;
  readonly subject_id: string;
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly at: string;
  readonly by: string;
  readonly bulk_id: string | null;
  readonly undo_of: string | null;
  readonly undone: boolean;
};

/** Who changes something: their name in history, how people call them, and as a part of what. */
export type By = {
  readonly actor: string;
  readonly actor_name: string;
  readonly bulk_id?: string;
  /** By field: which change is taken back. */
  readonly undo_of?: Readonly<Record<string, string>>;
};

type NewChange = Pick<FieldChange, 'id' | 'entity' | 'subject_id' | 'field' | 'before' | 'after'>;

const COLUMNS = sql.raw(`id, entity, subject_id, field, before, after, at, actor_name as by, bulk_id, undo_of,
  exists (select from field_changes undoing where undoing.undo_of = field_changes.id) as undone`);

/** A value as JSON; nothing is `null` there. */
const json = (value: unknown): string => JSON.stringify(value ?? null);

export const insertChange = (tx: Tx, change: NewChange, { actor, actor_name, bulk_id, undo_of = {} }: By): void =>
  tx.send(sql`
    insert into field_changes (id, entity, subject_id, field, before, after, actor, actor_name, bulk_id, undo_of)
    values (${change.id}, ${change.entity}, ${change.subject_id}, ${change.field}, ${json(change.before)}::jsonb,
      ${json(change.after)}::jsonb, ${actor}, ${actor_name}, ${bulk_id ?? null}, ${undo_of[change.field] ?? null})`);

export const findChange = (tx: Tx, id: string): Promise<FieldChange | undefined> =>
  tx.row(sql<FieldChange>`select ${COLUMNS} from field_changes where id = ${id}`);

type Wanted = { readonly page: number; readonly limit: number };
type Of = { readonly entity: Entity; readonly id: string; readonly field: string | undefined };

/** The latest first; every row carries the total. */
export const listChanges = (
  tx: Tx,
  { entity, id, field }: Of,
  { page, limit }: Wanted,
): Promise<(FieldChange & { total: number })[]> => {
  const ofField: Fragment = field === undefined ? sql`true` : sql`field = ${field}`;
  return tx.rows(sql<FieldChange & { total: number }>`
    select ${COLUMNS}, count(*) over ()::int as total from field_changes
    where entity = ${entity} and subject_id = ${id} and ${ofField}
    order by position desc limit ${limit} offset ${(page - 1) * limit}`);
};

/** What a change of many did to one of them, the last first. */
export const listBulkChanges = (
  tx: Tx,
  { bulk_id, subject_id }: { bulk_id: string; subject_id: string },
): Promise<FieldChange[]> =>
  tx.rows(sql<FieldChange>`select ${COLUMNS} from field_changes
    where bulk_id = ${bulk_id} and subject_id = ${subject_id} and undo_of is null order by position desc`);

/** They may name somebody who is to be forgotten. */
export const deleteChangesOf = (tx: Tx, client_id: string): void => {
  // Whatever undoes another of them goes with it.
  tx.send(sql`delete from field_changes where entity = 'client' and subject_id = ${client_id}`);
};

/** What was written about one belongs to the one who remains. */
export const moveChangesOf = (tx: Tx, { from, to }: { from: string; to: string }): void =>
  tx.send(sql`update field_changes set subject_id = ${to} where entity = 'client' and subject_id = ${from}`);
