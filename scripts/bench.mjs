import fs from 'node:fs';
import path from 'node:path';
import { install } from './install.mjs';
import { Refusal } from './refusal.mjs';

/** Installs what only the benchmarks need and runs one; resolves to its exit code. */
export const bench = async ({ root, args, runNode }) => {
  const folder = path.join(root, 'bench');
  if (!fs.existsSync(path.join(folder, 'run.ts')))
    throw new Refusal('There are no benchmarks in this copy of the project (bench/run.ts is missing).');
  // a benchmark may need nothing of its own
  if (fs.existsSync(path.join(folder, 'package-lock.json'))) await install({ folder, scope: 'all', needed: [] });
  return runNode(['bench/run.ts', ...args]);
};
