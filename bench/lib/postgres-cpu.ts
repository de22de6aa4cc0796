import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Linux counts CPU time in hundredths of a second. */
const TICK_MS = 10;

type Stat = { readonly parent: number; readonly cpu_ms: number };

const statOf = async (pid: string): Promise<Stat | undefined> => {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The name in brackets may hold anything; what is counted stands after it.
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  if (fields === undefined) return undefined;
  return { parent: Number(fields[1]), cpu_ms: (Number(fields[11]) + Number(fields[12])) * TICK_MS };
};

/**
 * CPU milliseconds that the processes of the database in a data folder have used, those that have ended left out.
 * NaN where there is no /proc.
 */
export const postgresCpu = async (dataDir: string): Promise<number> => {
  const file = await readFile(join(dataDir, 'postmaster.pid'), 'utf8');
  const postmaster = Number(file.split('\n')[0]);
  const names = await readdir('/proc').catch(() => []);
  const stats = await Promise.all(names.filter((name) => /^\d+$/.test(name)).map(statOf));
  const own = stats.filter((stat) => stat?.parent === postmaster);
  return own.length === 0 ? Number.NaN : own.reduce((sum, stat) => sum + (stat?.cpu_ms ?? 0), 0);
};
