import fs from 'node:fs';
import path from 'node:path';
import { env, stderr } from 'node:process';
import { isInstalled, lockHash, removeStamp, writeStamp } from './install-state.mjs';
import { placeFor, withLock } from './lock.mjs';
import { explainNpm, findNpm } from './npm.mjs';
import { pinnedNode } from './platform.mjs';
import { showProgress } from './progress.mjs';
import { lastOf, quietRun } from './quiet-run.mjs';
import { Refusal } from './refusal.mjs';
import { nodeProblem } from './try-node.mjs';

// no install scripts (nothing here needs one); the quick retries make "offline" a matter of seconds
const always = ['ci', '--ignore-scripts', '--include=optional', '--no-audit', '--no-fund', '--prefer-offline'];
const retries = ['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];
const scopes = { runtime: ['--omit=dev'], all: ['--include=dev'] };

/** Arguments for npm that install a scope. */
export const npmArguments = (scope) => [...always, ...retries, ...scopes[scope]];

const runNpm = async (folder, scope, onStart) => {
  const npm = findNpm(env);
  const log = placeFor(folder, 'install.log');
  const options = { cwd: folder, log, onStart, shell: npm.shell };
  try {
    const { ok, output } = await quietRun(npm.command, [...npm.args, ...npmArguments(scope)], options);
    if (ok) return;
    stderr.write(`${lastOf(output)}\n`);
    throw new Refusal(`${explainNpm(output)} (The whole report: ${log})`);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    throw new Refusal('npm was not found. Install Node together with npm from https://nodejs.org and start again.');
  }
};

const checkOutcome = (needed) => {
  const missing = needed.find((file) => !fs.existsSync(file));
  if (!missing) return;
  throw new Refusal(
    `npm installed everything but the programs for this machine (${missing} is missing). Remove "omit=optional" from the npm settings, or try again; the registry may have been incomplete.`,
  );
};

const installNow = async ({ folder, scope, needed }, onStart) => {
  removeStamp(folder);
  const own = { bench: 'the benchmarks’ dependencies', openapi: 'what looks over the API' };
  const what = own[path.basename(folder)] ?? 'dependencies';
  await showProgress(`Installing ${what} (only this time, about half a minute)…`, () => runNpm(folder, scope, onStart));
  checkOutcome(needed);
  const problem = needed.includes(pinnedNode(folder)) ? nodeProblem(pinnedNode(folder)) : null;
  if (problem) throw new Refusal(problem);
  writeStamp(folder, { lock: lockHash(folder), scope });
};

/**
 * Makes sure that the dependencies of a folder are installed: `runtime` for running the program, `all` for working
 * on it. Does nothing when they are. Throws a `Refusal` with a sentence.
 */
export const install = async ({ folder, scope, needed = [pinnedNode(folder)] }) => {
  const done = () => isInstalled({ folder, scope, needed });
  if (done()) return;
  const wait = () => stderr.write('Another start is installing the dependencies; waiting for it…\n');
  const work = async (addHolder) => done() || installNow({ folder, scope, needed }, addHolder);
  await withLock(placeFor(folder, 'install.lock'), work, wait);
};
