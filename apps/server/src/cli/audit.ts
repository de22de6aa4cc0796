import { once } from 'node:events';
import { readAnchor, writeAnchor } from '@okno/backend';
import { type Config, readConfig } from '../config.ts';
import { openDatabase } from '../database.ts';
import { createLog } from '../log.ts';
import { OperatorError } from '../problem.ts';
import { type Core, wireCore } from '../wire.ts';

type Anchor = NonNullable<ReturnType<typeof readAnchor>>;

/** Runs `work` over the database of the settings. */
const withCore = async <T>(config: Config, work: (core: Core) => Promise<T>): Promise<T> => {
  const log = createLog('silent');
  const database = await openDatabase(config, log);
  try {
    const core = await wireCore({ config, database, clockOffset: () => 0, log });
    try {
      return await work(core);
    } finally {
      await core.close();
    }
  } finally {
    await database.stop();
  }
};

const tenantOf = async ({ operator }: Core, slug: string): Promise<string> => {
  const tenant_id = await operator.findTenantId(slug);
  if (tenant_id === undefined) throw new OperatorError(`There is no business with the slug "${slug}".`);
  return tenant_id;
};

const anchorsOf = (texts: readonly string[]): Anchor[] =>
  texts.map((text) => {
    const anchor = readAnchor(text);
    if (anchor === undefined)
      throw new OperatorError(`"${text}" is no anchor: it looks like <business>:<number of the seal>:<hash>.`);
    return anchor;
  });

/** `okno audit verify`: one sentence, the newest seals to keep elsewhere, and every fault that was found. */
export const verify = async (options: { tenant?: string; anchor?: string[] }): Promise<void> => {
  const anchors = anchorsOf(options.anchor ?? []);
  const sound = await withCore(readConfig(), async (core) => {
    const ids =
      options.tenant === undefined ? await core.auditor.listTenants() : [await tenantOf(core, options.tenant)];
    return verifyAll(core, ids, anchors);
  });
  if (!sound) process.exitCode = 1;
};

const verifyAll = async ({ auditor }: Core, ids: readonly string[], anchors: readonly Anchor[]): Promise<boolean> => {
  const gone = anchors.filter(({ tenant_id }) => !ids.includes(tenant_id));
  const faults = gone.map(({ tenant_id }) => `${tenant_id}: an anchor of a business that was not looked at`);
  const total = { sealed: 0, unsealed: 0 };
  for (const tenant_id of ids) {
    const verdict = await auditor.verify(tenant_id, anchors);
    total.sealed += verdict.sealed;
    total.unsealed += verdict.unsealed;
    faults.push(...verdict.complaints.map((complaint) => `${tenant_id}: ${complaint}`));
    if (verdict.anchor !== null) process.stdout.write(`${writeAnchor(verdict.anchor)}\n`);
  }
  for (const fault of faults) process.stdout.write(`${fault}\n`);
  const lines = `${total.sealed} sealed lines, and ${total.unsealed} that wait for their seal`;
  process.stdout.write(
    faults.length === 0
      ? `The audit log is whole: ${lines}.\n`
      : `The audit log was touched: ${faults.length} faults in ${lines}.\n`,
  );
  return faults.length === 0;
};

/** `okno audit export`: as JSON lines to the standard output. */
export const exportLog = ({ tenant }: { tenant: string }): Promise<void> =>
  withCore(readConfig(), async (core) =>
    core.auditor.exportLines(await tenantOf(core, tenant), async (lines) => {
      // Whoever reads slower than we write is waited for.
      if (lines.length > 0 && !process.stdout.write(`${lines.join('\n')}\n`)) await once(process.stdout, 'drain');
    }),
  );
