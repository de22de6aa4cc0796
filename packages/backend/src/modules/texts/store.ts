import type { Language } from '@okno/contract';
import { type Fragment, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';

export type SavedText = {
  readonly key: string;
  readonly language: Language;
  readonly text: string;
  readonly changed_at: string;
  readonly changed_by: string;
};

type Of = { readonly key: string; readonly language: Language };

const COLUMNS = sql.raw('key, language, text, changed_at, changed_by');
const here = ({ key, language }: Of): Fragment => sql`key = ${key} and language = ${language}`;

/** Everything that the business words in its own way. */
export const listOwnTexts = (tx: Tx): Promise<SavedText[]> => tx.rows(sql<SavedText>`select ${COLUMNS} from own_texts`);

export const findOwnText = (tx: Tx, of: Of): Promise<SavedText | undefined> =>
  tx.row(sql<SavedText>`select ${COLUMNS} from own_texts where ${here(of)}`);

/** The number of the last change; 0 before the first. */
export const findVersion = async (tx: Tx): Promise<number> =>
  (await tx.row(sql<{ version: number }>`select version from own_text_versions`))?.version ?? 0;

/** Another number, whose row is held until the end; and all processes are told once it holds. */
export const updateVersion = (tx: Tx): void => {
  tx.send(sql`insert into own_text_versions default values
    on conflict (tenant_id) do update set version = own_text_versions.version + 1`);
  tx.send(sql`select pg_notify('okno_texts', current_setting('app.tenant_id'))`);
};

/** `by`: who words it so, by name. */
export const saveOwnText = (tx: Tx, { key, language, text, by }: Of & { text: string; by: string }): void =>
  tx.send(sql`insert into own_texts (key, language, text, changed_by) values (${key}, ${language}, ${text}, ${by})
    on conflict (tenant_id, key, language)
    do update set text = excluded.text, changed_at = okno_now(), changed_by = excluded.changed_by`);

export const deleteOwnText = (tx: Tx, of: Of): void => tx.send(sql`delete from own_texts where ${here(of)}`);

type TextChange = Of & {
  /** Null: back to the default. */
  readonly text: string | null;
  readonly actor: string;
  readonly actor_name: string;
};

export const insertTextChange = (tx: Tx, change: TextChange): void =>
  tx.send(sql`insert into own_text_changes (key, language, text, actor, actor_name)
    values (${change.key}, ${change.language}, ${change.text}, ${change.actor}, ${change.actor_name})`);

/** Newest first; every row carries the total. */
export const listTextChanges = (
  tx: Tx,
  of: Of,
  { page, limit }: { page: number; limit: number },
): Promise<{ at: string; by: string; text: string | null; total: number }[]> =>
  tx.rows(sql<{ at: string; by: string; text: string | null; total: number }>`
    select at, actor_name as by, text, (count(*) over ())::int as total from own_text_changes
    where ${here(of)} order by id desc limit ${limit} offset ${(page - 1) * limit}`);
