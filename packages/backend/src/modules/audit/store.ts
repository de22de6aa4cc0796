import { prepared, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';

export type AuditEntry = {
  readonly request_id: string;
  readonly via: string;
  readonly role: string;
  readonly actor: string;
  readonly action: string;
  readonly subject_id: string | null;
  readonly outcome: string;
};

/** Adds a line to the log; lines are never changed. */
export const insertAuditEntry = (tx: Tx, entry: AuditEntry): void => tx.send(ENTRY(entry));

const ENTRY = prepared<AuditEntry, unknown>(
  (value) => sql`
    insert into audit_log (request_id, via, role, actor, action, subject_id, outcome)
    values (${value('request_id')}, ${value('via')}, ${value('role')}, ${value('actor')}, ${value('action')},
      ${value('subject_id')}, ${value('outcome')})`,
);
