// Runs the tests on one database server that is started for them and gone afterwards.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { env } from 'node:process';
import { startEmbeddedPostgres } from '../apps/server/src/embedded/index.ts';
import { dropRun } from '../test/support/database.ts';
import { roomyTempFolder } from '../test/support/temp-folder.ts';
import { formatRun, thisHost } from '../test/support/test-names.ts';
import { namedServer } from '../test/support/test-server.ts';
import { describeAbsent } from './absent-programs.ts';
import { chooseTests } from './choose-tests.ts';
import { runChild } from './run-child.ts';

const root = path.resolve(import.meta.dirname, '..');
const run = { host: thisHost(), pid: process.pid, started: Math.round(performance.timeOrigin) };

/** The server of this run: the person's own, or one in a temporary folder. */
const startServer = async (folder: string) => {
  if (namedServer()) return { variables: {}, stop: () => dropRun(run) };
  const server = await startEmbeddedPostgres({
    dataDir: path.join(folder, 'pg'),
    // Hundreds of databases live for seconds: to tidy each of them up would take more than they do.
    settings: { autovacuum: 'off' },
  });
  return { variables: { OKNO_TEST_PG: JSON.stringify(server.connection) }, stop: server.stop };
};

const main = async (): Promise<number> => {
  const { files, flags } = chooseTests(root, process.argv.slice(2));
  if (files.length === 0) {
    process.stderr.write('No test file fits. Name a part of its path, or nothing for all tests.\n');
    return 1;
  }
  const folder = mkdtempSync(path.join(roomyTempFolder(), 'okno-test-run-'));
  const absent = path.join(folder, 'absent.jsonl');
  const shared = mkdtempSync(path.join(folder, 'shared-'));
  // The embedded server may run as another user.
  for (const one of [folder, shared]) chmodSync(one, 0o755);
  try {
    const server = await startServer(folder);
    const variables = {
      ...server.variables,
      OKNO_TEST_RUN: formatRun(run),
      OKNO_TEST_ABSENT: absent,
      OKNO_TEST_SHARED: shared,
      // A file of tests is a process, and most of them load the same modules.
      NODE_COMPILE_CACHE: path.join(root, 'node_modules/.cache/okno'),
    };
    // Half of what the machine can do, because most tests start a server or two; four at least, because many of them wait.
    const parallel = Math.max(4, Math.floor(os.availableParallelism() / 2));
    const args = ['--test', `--test-concurrency=${parallel}`, ...flags, ...files];
    const code = await runChild(process.execPath, args, { cwd: root, env: { ...env, ...variables } });
    process.stderr.write(describeAbsent(absent));
    await server.stop();
    return code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

process.exitCode = await main();
