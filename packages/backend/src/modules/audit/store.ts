import { db } from '../../db/sql.ts';
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
export const insertAuditEntry = (tx: Tx, entry: AuditEntry): void => tx.send(db.insertInto('audit_log').values(entry));
