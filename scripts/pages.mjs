import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { stderr } from 'node:process';
import { placeFor, withLock } from './lock.mjs';
import { pinnedNode } from './platform.mjs';
import { showProgress } from './progress.mjs';
import { lastOf, quietRun } from './quiet-run.mjs';
import { Refusal } from './refusal.mjs';

const stampName = '.okno-build';

// what a page takes from outside its folder; a page that is not named here may use the contract
const outsideSources = { simulator: ['packages/telegram/src/people-protocol.ts'] };
const usualSources = ['packages/contract/src'];

/** All files at or below a path in a steady order, without what is built or installed. */
const listFiles = (target) => {
  const info = fs.statSync(target, { throwIfNoEntry: false });
  if (!info) return [];
  if (!info.isDirectory()) return [target];
  const names = fs.readdirSync(target).sort();
  return names
    .filter((name) => name !== 'dist' && name !== 'node_modules')
    .flatMap((name) => listFiles(path.join(target, name)));
};

/** Hash of everything a page is made of: names and contents of its files, of the outside ones, the lock file. */
export const sourceHash = (root, app) => {
  const outside = outsideSources[app] ?? usualSources;
  const hash = createHash('sha256');
  for (const target of [path.join('apps', app), ...outside, 'package-lock.json'])
    for (const file of listFiles(path.join(root, target)))
      hash.update(path.relative(root, file)).update('\0').update(fs.readFileSync(file)).update('\0');
  return hash.digest('hex');
};

/** Names of the apps that are pages: those with a Vite configuration. */
export const listPages = (root) => {
  const apps = path.join(root, 'apps');
  const isPage = (app) => fs.readdirSync(path.join(apps, app)).some((name) => name.startsWith('vite.config.'));
  const folders = fs.readdirSync(apps, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => name).filter(isPage);
};

const stampFile = (root, app) => path.join(root, 'apps', app, 'dist', stampName);

/** Whether the built page is of these sources. */
export const isBuilt = (root, app, hash) => {
  const file = stampFile(root, app);
  return fs.existsSync(file) && fs.readFileSync(file, 'utf8') === hash;
};

const build = async ({ root, app, hash }, onStart) => {
  const log = placeFor(root, `${app}.log`);
  const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  fs.rmSync(stampFile(root, app), { force: true });
  const options = { cwd: path.join(root, 'apps', app), log, onStart };
  const run = () => quietRun(pinnedNode(root), [vite, 'build'], options);
  const { ok, output } = await showProgress(`Building the page "${app}"…`, run);
  if (!ok) {
    stderr.write(`${lastOf(output)}\n`);
    throw new Refusal(`The page "${app}" could not be built; the reason stands above. (The whole report: ${log})`);
  }
  fs.writeFileSync(stampFile(root, app), hash);
};

/** Builds the pages whose sources have changed since they were built. Throws a `Refusal` with a sentence. */
export const buildPages = async (root) => {
  for (const app of listPages(root)) {
    const hash = sourceHash(root, app);
    if (isBuilt(root, app, hash)) continue;
    const work = async (addHolder) => isBuilt(root, app, hash) || build({ root, app, hash }, addHolder);
    await withLock(placeFor(root, `${app}.lock`), work);
  }
};
