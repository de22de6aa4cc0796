import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { startEmbeddedPostgres } from '../../../apps/server/src/embedded/index.ts';
import { atEnd, type Place, tempFolder } from '../../e2e/support/at-end.ts';
import { addressOf } from '../../e2e/support/database.ts';
import { formatRun, thisHost } from '../../support/test-names.ts';
import type { Findings } from '../lib/torture.ts';
import { countAway, wrongOfAway } from './away.ts';
import { startHosts } from './hosts.ts';
import { SIX } from './six.ts';

const E2E = path.resolve(import.meta.dirname, '../../e2e');

/** Whatever people do in chats by webhook, from the first word to the reminder. */
const FILES = [
  'whole-path',
  'two-tenants',
  'waitlist',
  'series',
  'schedule',
  'staff-day',
  'manage',
  'my-data',
  'owner-chat',
  'bad-updates',
  'sign-in',
  'race',
  'calendars',
] as const;

/** So many are held at a time: they wait more than they work. */
const AT_ONCE = 3;

const countOf = (said: string, what: string): number =>
  Number(new RegExp(`^ℹ ${what} (\\d+)`, 'm').exec(said)?.[1] ?? 0);

/** A server for all of them, on which the schema is made once. */
const openServer = async (t: Place): Promise<Readonly<Record<string, string>>> => {
  const settings = { max_connections: '800' };
  const server = await startEmbeddedPostgres({ dataDir: path.join(tempFolder(t), 'postgres'), settings });
  atEnd(t, () => server.stop());
  const run = { host: thisHost(), pid: process.pid, started: Math.round(performance.timeOrigin) };
  return { TEST_DATABASE_URL: addressOf(server.connection), OKNO_TEST_RUN: formatRun(run) };
};

/** The tests of conversations, each over two gateways, two bots and two workers in the place of one server. */
export const holdConversations = async (t: Place, tell: (sentence: string) => void): Promise<Findings> => {
  const [server, OKNO_TEST_APART] = await Promise.all([openServer(t), startHosts(t)]);
  const env = { ...process.env, ...server, OKNO_TEST_APART };
  const figures = { files: FILES.length, tests: 0 };
  const wrong: string[] = [];
  const hold = async (file: string): Promise<void> => {
    const words = ['--test', '--test-reporter=spec', path.join(E2E, `${file}.test.ts`)];
    const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    atEnd(t, () => child.kill('SIGTERM'));
    const [said] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    // Interrupted: what is being cleared away would only fail.
    if (child.signalCode !== null) return;
    figures.tests += countOf(said, 'pass');
    if (child.exitCode !== 0 || countOf(said, 'pass') === 0)
      wrong.push(`${file}: ${said.slice(said.indexOf('✖ failing tests')).slice(0, 4_000)}`);
    tell(`${file}: ${countOf(said, 'pass')} hold, ${countOf(said, 'fail')} do not, ${countOf(said, 'duration_ms')} ms`);
  };
  const files = FILES.values();
  const holdNext = async (): Promise<void> => {
    for (const file of files) await hold(file);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, holdNext));
  const redis_away = countAway(OKNO_TEST_APART);
  wrong.push(...wrongOfAway(redis_away, AT_ONCE * SIX.length));
  return { what: 'conversations over six processes in the place of one', figures: { ...figures, redis_away }, wrong };
};
