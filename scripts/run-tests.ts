// Runs the tests on one database server that is started for them and gone afterwards.
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
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
import { filesCutOff, groupTests, needsFiles, writeGroups } from './group-tests.ts';
import { runChild } from './run-child.ts';

const root = path.resolve(import.meta.dirname, '..');
const run = { host: thisHost(), pid: process.pid, started: Math.round(performance.timeOrigin) };

/** The server of this run: the person's own, or one in a temporary folder. */
const startServer = async (folder: string) => {
  if (namedServer()) return { variables: {}, stop: () => dropRun(run) };
  const server = await startEmbeddedPostgres({
    dataDir: path.join(folder, 'pg'),
    // Hundreds of databases live for seconds: to tidy each of them up would take more than they do, and so would to log their files.
    // And several programs of tests, each with a process's connections, are on it at the same moment.
    settings: { autovacuum: 'off', wal_level: 'minimal', max_wal_senders: '0', max_connections: '400' },
  });
  return { variables: { OKNO_TEST_PG: JSON.stringify(server.connection) }, stop: server.stop };
};

type NodeTest = (files: readonly string[]) => Promise<number>;

/**
 * Runs the files in groups. Of a group whose process ends before its last test Node tells nothing, not even what had passed:
 * its files are run once more, each by itself, and the run has failed.
 */
const runGroups = async (files: readonly string[], folder: string, nodeTest: NodeTest): Promise<number> => {
  let stopped = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      stopped = true;
    });
  mkdirSync(folder);
  const groups = writeGroups(
    root,
    folder,
    groupTests(files, (file) => readFileSync(path.join(root, file), 'utf8')),
  );
  const code = await nodeTest(groups.map(({ file }) => file));
  const again = filesCutOff(groups);
  if (again.length === 0 || stopped) return code;
  process.stderr.write(`\n!!! A process ended in the middle of its tests. Its files once more, each by itself:\n`);
  await nodeTest(again);
  return code || 1;
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
      // Each group of tests is a process, and most of them load the same modules.
      NODE_COMPILE_CACHE: path.join(root, 'node_modules/.cache/okno'),
    };
    // Half of what the machine can do, because most tests start a server or two; four at least, because many of them wait.
    const parallel = Math.max(4, Math.floor(os.availableParallelism() / 2));
    const nodeTest: NodeTest = (some) =>
      runChild(process.execPath, ['--test', `--test-concurrency=${parallel}`, ...flags, ...some], {
        cwd: root,
        env: { ...env, ...variables },
      });
    const code = await (flags.some((flag) => needsFiles(flag, files))
      ? nodeTest(files)
      : runGroups(files, path.join(folder, 'groups'), nodeTest));
    process.stderr.write(describeAbsent(absent));
    await server.stop();
    return code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

process.exitCode = await main();
