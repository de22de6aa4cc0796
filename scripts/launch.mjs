import path from 'node:path';
import { env, stderr } from 'node:process';
import { fileURLToPath } from 'node:url';
import { api } from './api.mjs';
import { bench } from './bench.mjs';
import { check } from './check.mjs';
import { install } from './install.mjs';
import { buildPages } from './pages.mjs';
import { describeMachine, pinnedNode, platformProblem } from './platform.mjs';
import { Refusal } from './refusal.mjs';
import { run } from './run.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Said in the environment, it holds for the first file as well: what turns TypeScript into JavaScript weighs 35 MB. */
const compiled = { NODE_COMPILE_CACHE: env.NODE_COMPILE_CACHE ?? path.join(root, 'node_modules/.cache/okno') };

/** Runs a program of the project on the pinned Node; resolves to its exit code. */
const runNode = (args, options) => run(pinnedNode(root), args, { cwd: root, env: compiled, ...options });

const serve = async (command, args) => {
  await install({ folder: root, scope: 'runtime' });
  await buildPages(root);
  return runNode(['apps/server/src/main.ts', command, ...args]);
};

const program = async (command, args) => {
  await install({ folder: root, scope: 'runtime' });
  return runNode(['apps/server/src/main.ts', command, ...args]);
};

const test = async (_command, args) => {
  await install({ folder: root, scope: 'all' });
  await buildPages(root);
  return runNode(['scripts/run-tests.ts', ...args]);
};

const checkAll = async () => {
  await install({ folder: root, scope: 'all' });
  return check({ runNode, test: () => test('test', []) });
};

const generate = async (_command, args) => {
  await install({ folder: root, scope: 'all' });
  return runNode(['scripts/generate.ts', ...args]);
};

const runBench = async (_command, args) => {
  await install({ folder: root, scope: 'all' });
  return bench({ root, args, runNode });
};

const torture = async (_command, args) => {
  await install({ folder: root, scope: 'all' });
  return runNode(['test/torture/run.ts', ...args]);
};

const lintApi = async () => {
  await install({ folder: root, scope: 'all' });
  return api({ root, runNode });
};

const commands = { serve, test, check: checkAll, generate, bench: runBench, torture, api: lintApi };

/**
 * Does what `npm start`, `npm test` and their like ask for: makes sure that everything needed is there, then runs it.
 * Takes the words after the program's name, resolves to the exit code. A refusal becomes one sentence on the screen.
 */
export const launch = async ([command = '--help', ...args]) => {
  try {
    const problem = platformProblem(describeMachine());
    if (problem) throw new Refusal(problem);
    const known = Object.hasOwn(commands, command) ? commands[command] : program;
    return await known(command, args);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
};
