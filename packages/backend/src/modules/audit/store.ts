import { type Fragment, prepared, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';

/** Who came through what, and asked for what. */
export type AuditEntry = {
  readonly request_id: string;
  readonly via: string;
  readonly role: string;
  readonly actor: string;
  /** Of somebody in a chat. */
  readonly bot_id: number | null;
  /** Of an assistant. */
  readonly key_id: string | null;
  readonly action: string;
  readonly subject_id: string | null;
  /** `done`, or the code of the refusal. */
  readonly outcome: string;
};

/** Adds a line to the log; lines are never changed. */
export const insertAuditEntry = (tx: Tx, entry: AuditEntry): void => tx.send(ENTRY(entry));

const ENTRY = prepared<AuditEntry, unknown>(
  (value) => sql`
    insert into audit_log (request_id, via, role, actor, bot_id, key_id, action, subject_id, outcome)
    values (${value('request_id')}, ${value('via')}, ${value('role')}, ${value('actor')}, ${value('bot_id')},
      ${value('key_id')}, ${value('action')}, ${value('subject_id')}, ${value('outcome')})`,
);

/** The same for many at once, each as often as it was met. */
export const insertAuditEntries = (tx: Tx, entries: readonly (AuditEntry & { readonly times: number })[]): void =>
  tx.send(ENTRIES({ entries: JSON.stringify(entries) }));

const ENTRIES = prepared<{ entries: string }, unknown>(
  (value) => sql`
    insert into audit_log (request_id, via, role, actor, bot_id, key_id, action, subject_id, outcome, times)
    select request_id, via, role, actor, bot_id, key_id, action, subject_id, outcome, times
    from jsonb_to_recordset(${value('entries')}::jsonb) as entry (request_id text, via text, role text, actor text,
      bot_id bigint, key_id uuid, action text, subject_id uuid, outcome text, times integer)`,
);

export type AuditFilter = {
  readonly actor: string | undefined;
  readonly action: string | undefined;
  readonly subject_id: string | undefined;
  readonly outcome: string | undefined;
  /** Instants; the end is not included. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** Only lines with a smaller number: the next page. */
  readonly before: number | undefined;
};

export type AuditLine = AuditEntry & {
  readonly id: number;
  readonly at: string;
  readonly times: number;
  readonly actor_name: string | null;
};

/** Only what is asked for stands in the condition, so that an index of it is found. */
const fitting = ({ actor, action, subject_id, outcome, from, to, before }: AuditFilter): Fragment => {
  const conditions = [
    sql`true`,
    ...(actor === undefined ? [] : [sql`actor = ${actor}`]),
    ...(action === undefined ? [] : [sql`action = ${action}`]),
    ...(subject_id === undefined ? [] : [sql`subject_id = ${subject_id}`]),
    ...(outcome === undefined ? [] : [outcomeIs(outcome)]),
    ...(from === undefined ? [] : [sql`at >= ${from}::timestamptz`]),
    ...(to === undefined ? [] : [sql`at < ${to}::timestamptz`]),
    ...(before === undefined ? [] : [sql`audit_log.id < ${before}`]),
  ];
  return sql.join(conditions, sql` and `);
};

/** `refused` are all that are not done. */
const outcomeIs = (outcome: string): Fragment =>
  outcome === 'refused' ? sql`outcome <> 'done'` : sql`outcome = ${outcome}`;

/** A person has the name under which they work here, or are a client. */
const ACTOR_NAME = sql.raw(`coalesce(
  (select name from staff where telegram_id = person.id), (select name from clients where telegram_id = person.id),
  (select name from assistants where actor = 'assistant:' || assistants.id),
  (select name from service_keys where actor = 'program:' || program_id order by created_at desc limit 1))`);

/** The latest first. */
export const listAuditLines = (tx: Tx, filter: AuditFilter, limit: number): Promise<AuditLine[]> =>
  tx.rows(sql<AuditLine>`
    select audit_log.id, at, request_id, via, role, actor, ${ACTOR_NAME} as actor_name, bot_id, key_id, action, subject_id,
      outcome, times
    from audit_log cross join lateral (
      select case when actor ~ '^telegram:\\d{1,15}$' then split_part(actor, ':', 2)::bigint end as id) person
    where ${fitting(filter)} order by audit_log.id desc limit ${limit}`);
