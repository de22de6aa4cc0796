import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { startEmbeddedPostgres } from '../../../apps/server/src/embedded/index.ts';
import { atEnd, type Place, tempFolder } from '../../e2e/support/at-end.ts';
import { addressOf } from '../../e2e/support/database.ts';
import type { Findings } from '../lib/torture.ts';
import { openRedis } from './blows.ts';

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
] as const;

const countOf = (said: string, what: string): number =>
  Number(new RegExp(`^ℹ ${what} (\\d+)`, 'm').exec(said)?.[1] ?? 0);

/** The tests of conversations, each over two gateways, two bots and two workers in the place of one server. */
export const holdConversations = async (t: Place, tell: (sentence: string) => void): Promise<Findings> => {
  const redis = await openRedis(t);
  const settings = { max_connections: '400' };
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(tempFolder(t), 'postgres'), settings });
  atEnd(t, () => postgres.stop());
  const env = { ...process.env, OKNO_TEST_APART: redis.url, TEST_DATABASE_URL: addressOf(postgres.connection) };
  const figures = { files: FILES.length, tests: 0 };
  const wrong: string[] = [];
  for (const file of FILES) {
    const words = ['--test', '--test-reporter=spec', path.join(E2E, `${file}.test.ts`)];
    const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const [said] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    await redis.flush();
    figures.tests += countOf(said, 'pass');
    if (child.exitCode !== 0 || countOf(said, 'pass') === 0)
      wrong.push(`${file}: ${said.slice(said.indexOf('✖')).slice(0, 2_000)}`);
    tell(`${file}: ${countOf(said, 'pass')} hold, ${countOf(said, 'fail')} do not`);
  }
  return { what: 'conversations over six processes in the place of one', figures, wrong };
};
