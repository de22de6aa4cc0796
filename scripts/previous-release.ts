// The version before this one, as it was released: a tag `v*`, or before the first release the commit that is pinned in
// `previous-release.txt`. Its code is unpacked beside ours and runs with our node_modules.
//   node scripts/previous-release.ts <an empty folder>
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const ROOT = path.resolve(import.meta.dirname, '..');
const PIN = path.join(import.meta.dirname, 'previous-release.txt');

/** What it is called, and the commit of its code. */
export type Release = { readonly name: string; readonly commit: string };

/** Nobody can unpack it here; the message says why, and what helps. */
export class NoHistory extends Error {}

const git = (words: readonly string[]): string =>
  execFileSync('git', ['-C', ROOT, ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();

/** What git says, or null where it says no: there is no repository, no such commit, or no git. */
const ask = (words: readonly string[]): string | null => {
  try {
    return git(words);
  } catch {
    return null;
  }
};

/** The newest of the tags that are no part of what is looked at itself. */
const newestTag = (): string | undefined => {
  const [before] = (
    ask(['tag', '--list', 'v*', '--merged', 'HEAD', '--no-contains', 'HEAD', '--sort=-v:refname']) ?? ''
  )
    .split('\n')
    .filter((name) => /^v\d+\.\d+\.\d+$/.test(name));
  return before;
};

/**
 * The release before the code that stands here.
 * @throws NoHistory where its commit is not at hand, as in a clone that is shallow
 */
export const findPrevious = (): Release => {
  const tag = newestTag();
  const name = tag ?? readFileSync(PIN, 'utf8').trim();
  const commit = ask(['rev-parse', '--verify', '--quiet', `${name}^{commit}`]);
  if (commit === null)
    throw new NoHistory(
      `The code of the previous release (${name}) is not in this clone: bring it with \`git fetch --unshallow\`, or \`git fetch origin ${name}\`.`,
    );
  return { name, commit };
};

type Lock = { readonly packages: Readonly<Record<string, { readonly version?: string; readonly dev?: boolean }>> };

const readLock = (folder: string): Lock => JSON.parse(readFileSync(path.join(folder, 'package-lock.json'), 'utf8'));

/** What the older code was released with, and would now get in another version or not at all. */
const listChanged = (folder: string): string[] => {
  const [before, now] = [readLock(folder).packages, readLock(ROOT).packages];
  return Object.entries(before)
    .filter(([name, { dev }]) => name.startsWith('node_modules/') && dev !== true)
    .filter(([name, { version }]) => now[name]?.version !== version)
    .map(
      ([name, { version }]) => `${name.slice('node_modules/'.length)} ${version}: now ${now[name]?.version ?? 'gone'}`,
    );
};

/** Our dependencies, but its own workspaces. */
const linkModules = (folder: string): void => {
  const modules = path.join(folder, 'node_modules');
  mkdirSync(path.join(modules, '@okno'), { recursive: true });
  const ours = path.join(ROOT, 'node_modules');
  for (const name of readdirSync(ours))
    if (name !== '@okno' && name !== '.cache') symlinkSync(path.join(ours, name), path.join(modules, name));
  for (const manifest of globSync('{packages,apps}/*/package.json', { cwd: folder })) {
    const { name }: { name: string } = JSON.parse(readFileSync(path.join(folder, manifest), 'utf8'));
    symlinkSync(path.dirname(path.join(folder, manifest)), path.join(modules, name));
  }
};

/**
 * Puts the code of a release into an empty folder, ready to be run.
 * @param folder its full path
 * @returns the dependencies that it gets in another version than it was released with
 */
export const unpackRelease = ({ commit }: Release, folder: string): string[] => {
  const archive = execFileSync('git', ['-C', ROOT, 'archive', commit], { maxBuffer: 2 ** 28 });
  execFileSync('tar', ['-x', '-C', folder], { input: archive });
  if (!existsSync(path.join(folder, 'node_modules'))) linkModules(folder);
  return listChanged(folder);
};

if (import.meta.main) {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) {
    process.stderr.write('Usage: node scripts/previous-release.ts <an empty folder>\n');
    process.exitCode = 2;
  } else {
    mkdirSync(folder, { recursive: true });
    const release = findPrevious();
    const changed = unpackRelease(release, path.resolve(folder));
    process.stdout.write(`${release.name} (${release.commit}) is in ${folder}.\n`);
    for (const line of changed) process.stdout.write(`It was released with ${line}.\n`);
  }
}
