import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const stampName = '.okno-install.json';

const stampFile = (folder) => path.join(folder, 'node_modules', stampName);

const readJson = (file) => {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return null; // absent or cut off: both mean "not installed"
  }
};

/** Hash of a folder's lock file: what should be installed. */
export const lockHash = (folder) =>
  createHash('sha256')
    .update(fs.readFileSync(path.join(folder, 'package-lock.json')))
    .digest('hex');

/** Whether a stamp says that this lock file is installed with at least this scope (`runtime` or `all`). */
export const satisfies = (stamp, lock, scope) =>
  stamp?.lock === lock && (stamp.scope === 'all' || stamp.scope === scope);

const isIn = (installed, name, wanted) =>
  Boolean(installed[name]) && installed[name].version === wanted.version && installed[name].link === wanted.link;

/**
 * Whether npm's own list of what it installed (it writes it last) holds everything of a lock file. This is how a
 * tree that somebody installed by hand is recognised, so that it is not installed again.
 */
export const listHolds = (wanted, installed, scope) =>
  Object.entries(wanted).every(([name, entry]) => {
    if (!name.startsWith('node_modules/') && !name.includes('/node_modules/')) return true; // the workspaces themselves
    if (entry.optional || entry.devOptional || entry.peer) return true; // other platforms' packages are not there
    if (entry.dev && scope === 'runtime') return true;
    return isIn(installed, name, entry);
  });

/** Whether the tree of a folder is complete. `needed` are files that must be there whatever the stamp says. */
export const isInstalled = ({ folder, scope, needed = [] }) => {
  const modules = path.join(folder, 'node_modules');
  const present = [path.join(modules, '.package-lock.json'), ...needed].every((file) => fs.existsSync(file));
  if (!present) return false;
  const lock = lockHash(folder);
  if (satisfies(readJson(stampFile(folder)), lock, scope)) return true;
  const wanted = readJson(path.join(folder, 'package-lock.json'))?.packages ?? {};
  const installed = readJson(path.join(modules, '.package-lock.json'))?.packages ?? {};
  if (!listHolds(wanted, installed, scope)) return false;
  writeStamp(folder, { lock, scope });
  return true;
};

/** Remembers what was installed. */
export const writeStamp = (folder, stamp) => {
  const file = stampFile(folder);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `${JSON.stringify(stamp)}\n`);
};

/** Forgets it, before npm begins: an installation that is interrupted must not look finished. */
export const removeStamp = (folder) => {
  fs.rmSync(stampFile(folder), { force: true });
  fs.rmSync(path.join(folder, 'node_modules', '.package-lock.json'), { force: true });
};
