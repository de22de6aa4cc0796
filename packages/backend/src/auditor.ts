import type pg from 'pg';
import type { InTenant } from './db/tx.ts';
import { listTenants } from './due-mend.ts';
import { exportAudit, listAnchors, sealAudit, type Verdict, verifyAudit } from './modules/audit/index.ts';

type Anchor = NonNullable<Verdict['anchor']>;

/** What the people who run the program do with the audit log (docs/rules.md#audit). */
export type Auditor = {
  readonly listTenants: () => Promise<string[]>;
  /** Looks whether anything that is sealed was touched; `anchors` were kept elsewhere. */
  readonly verify: (tenant_id: string, anchors?: readonly Anchor[]) => Promise<Verdict>;
  /** The whole log as JSON lines. */
  readonly exportLines: (tenant_id: string, write: (lines: readonly string[]) => Promise<void>) => Promise<void>;
  /** Seals what waits now; answers how many lines it was. */
  readonly seal: () => Promise<number>;
  /** The newest seals of those who were sealed within the last day, to be kept elsewhere. */
  readonly listAnchors: () => Promise<Anchor[]>;
};

type Deps = {
  readonly inTenant: InTenant;
  /** Acts as the worker role. */
  readonly workerPool: pg.Pool;
};

export const createAuditor = ({ inTenant, workerPool }: Deps): Auditor => ({
  listTenants: () => listTenants(workerPool),
  verify: (tenant_id, anchors = []) => inTenant(tenant_id, (tx) => verifyAudit(tx, tenant_id, anchors)),
  exportLines: (tenant_id, write) => inTenant(tenant_id, (tx) => exportAudit(tx, write)),
  seal: () => sealAudit(workerPool),
  listAnchors: () => listAnchors(workerPool),
});
