import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Place } from '../../e2e/support/at-end.ts';
import { runOkno } from '../../e2e/support/okno.ts';

type Settings = Readonly<Record<string, string>>;

/** Begins to restore a backup and kills the program (kill -9) after so long; whether it was still at it. */
const killAfter = async (
  t: Place,
  words: readonly string[],
  settings: Settings,
  after_ms: number,
): Promise<boolean> => {
  const one = runOkno(t, words, settings);
  const timer = setTimeout(() => one.kill('SIGKILL'), after_ms);
  const { signal } = await one.ended;
  clearTimeout(timer);
  return signal === 'SIGKILL';
};

/** The blows, as parts of what a restore takes: while rows come in, and while their indexes are made. */
const [EARLY, LATE] = [0.3, 0.7];

/**
 * Restores over living data and kills the program on the way, several times; gives what is wrong. Whether the rows that are in
 * place then are right is for the caller to see.
 * @param took_s what a restore takes here
 */
export const killOverLiving = async (t: Place, file: string, settings: Settings, took_s: number): Promise<string[]> => {
  let killed = 0;
  for (const blow of [EARLY, LATE]) {
    if (await killAfter(t, ['restore', file, '--replace'], settings, took_s * blow * 1000)) killed += 1;
    if (!existsSync(path.join(settings['DATA_DIR'] ?? '', 'postgres')))
      return [`a restore that was killed at ${blow} left no data in place`];
  }
  return killed > 0 ? [] : ['no restore could be killed: all were over too soon'];
};

/** Restores to an empty database of a server and kills the program on the way; the next restore shows that it is empty still. */
export const killOnServer = async (t: Place, file: string, settings: Settings, took_s: number): Promise<string[]> =>
  (await killAfter(t, ['restore', file], settings, took_s * EARLY * 1000))
    ? []
    : ['the restore to a server could not be killed: it was over too soon'];
