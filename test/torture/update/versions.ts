import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { findPrevious, unpackRelease } from '../../../scripts/previous-release.ts';
import { atEnd, type Place, tempFolder } from '../../e2e/support/at-end.ts';
import { openStudioDatabase } from '../../e2e/support/database.ts';
import { type RunningOkno, startOkno } from '../../e2e/support/okno.ts';
import { BOT, openEmulator, SERVICE_KEY } from '../../e2e/support/studio.ts';
import { startFront } from './front.ts';
import { type Salon, walkPath } from './path.ts';

/** The code of the release before, in a folder of its own that is gone at the end. */
export type Previous = { readonly folder: string; readonly main: string; readonly changed: readonly string[] };

/** @throws NoHistory where its code is not at hand */
export const unpackPrevious = (t: Place): Previous => {
  const folder = tempFolder(t);
  const changed = unpackRelease(findPrevious(), folder);
  // Links to our node_modules go as links.
  atEnd(t, () => rmSync(path.join(folder, 'node_modules'), { recursive: true, force: true }));
  return { folder, main: path.join(folder, 'apps/server/src/main.ts'), changed };
};

const LOUD = /"level":"(error|fatal)"/;

const complaintsOf = (name: string, { stdout }: RunningOkno): string[] =>
  stdout()
    .split('\n')
    .filter((line) => LOUD.test(line))
    .map((line) => `${name} wrote: ${line.slice(0, 400)}`);

export type Walked = { readonly given: ReadonlyMap<string, number>; readonly wrong: readonly string[] };

const personOf = (n: number) => ({ id: 3000 + n, first_name: `Guest ${n}`, language_code: n % 2 === 0 ? 'en' : 'ru' });

/**
 * An update as it happens: the schema is made by our migrations; the older program works on it alone, then beside ours,
 * request by request in turn, then ours alone. Each time somebody walks the whole path.
 * @param spoil changes the database first, so that something is there to be found
 */
export const walkThroughUpdate = async (t: Place, { main }: Previous, spoil = ''): Promise<Walked> => {
  const { emulator, url: api_root } = await openEmulator(t);
  const database = await openStudioDatabase(t);
  if (spoil !== '') await database.rows(spoil);
  const front = await startFront(t);
  const settings = {
    HOST: '127.0.0.1',
    DATABASE_URL: database.url,
    ENCRYPTION_KEY: randomBytes(32).toString('hex'),
    TELEGRAM_API_ROOT: api_root,
    TELEGRAM_BOT_TOKEN: BOT.token,
    TELEGRAM_BOT_API_KEY: SERVICE_KEY,
    PUBLIC_URL: front.url,
  };
  const salon: Salon = { url: front.url, emulator, rows: database.rows };
  const older = await startOkno(t, { ...settings, DATA_DIR: tempFolder(t) }, [], main);
  front.leadTo([older.url]);
  await walkPath(salon, personOf(1), 0);
  const newer = await startOkno(t, { ...settings, DATA_DIR: tempFolder(t) });
  front.leadTo([older.url, newer.url]);
  for (const n of [2, 3]) await walkPath(salon, personOf(n), n);
  front.leadTo([newer.url]);
  await older.kill('SIGTERM');
  await walkPath(salon, personOf(4), 5);
  return { given: front.given, wrong: [...complaintsOf('the older version', older), ...complaintsOf('ours', newer)] };
};
