import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { atEnd, type Place } from '../../e2e/support/at-end.ts';
import type { Torture } from '../lib/torture.ts';
import { type Previous, unpackPrevious, walkThroughUpdate } from './versions.ts';

const MIGRATIONS = 'packages/backend/src/db/migrations';

/** Tests of the release before that play it as people and programs do. What they say of the schema itself has changed. */
const TESTS = [
  ...['test/e2e/whole-path', 'test/e2e/two-tenants', 'test/e2e/manage', 'test/e2e/series', 'test/e2e/waitlist'],
  ...['test/e2e/staff-day', 'test/e2e/calendars', 'test/e2e/assistants', 'test/e2e/schedule', 'test/e2e/race'],
  ...[
    'backend/src/modules',
    'backend/src/call.test',
    'backend/src/due.test',
    'backend/src/due-faults',
    'backend/src/mend',
  ],
];

/** Its own code on our schema: beside its migrations stand ours. */
const addMigrations = ({ folder }: Previous): number => {
  const ours = path.resolve(import.meta.dirname, '../../..', MIGRATIONS);
  const news = readdirSync(ours).filter((file) => !existsSync(path.join(folder, MIGRATIONS, file)));
  for (const file of news) copyFileSync(path.join(ours, file), path.join(folder, MIGRATIONS, file));
  return news.length;
};

/** What failed, a line each, and how many passed. */
const runTests = async (t: Place, { folder }: Previous): Promise<{ passed: number; failed: string[] }> => {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, ['scripts/run-tests.ts', '--test-reporter=tap', ...TESTS], {
    cwd: folder,
    env: { PATH, HOME },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  atEnd(t, () => child.kill('SIGKILL'));
  const [said] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  const passed = Number(/^# pass (\d+)$/m.exec(said)?.[1] ?? 0);
  const failed = said.split('\n').filter((line) => /^\s*not ok /.test(line));
  return { passed, failed: failed.map((line) => `a test of the release before fails on our schema: ${line.trim()}`) };
};

/**
 * The tests that the release before brought along, its code on our schema; then an update as it happens, both versions at
 * work beside each other.
 */
export const update: Torture = async (place, { tell }) => {
  const previous = unpackPrevious(place);
  for (const line of previous.changed) tell(`it was released with ${line}`);
  const { given, wrong } = await walkThroughUpdate(place, previous);
  const migrations = addMigrations(previous);
  tell(`${migrations} migrations since; its tests are run`);
  const { passed, failed } = await runTests(place, previous);
  const few = passed < 100 ? [`only ${passed} of its tests have passed`] : [];
  return {
    what: 'the release before on our schema, and beside us',
    figures: { migrations, passed, requests: [...given.values()].reduce((sum, one) => sum + one, 0) },
    wrong: [...wrong, ...failed, ...few],
  };
};
