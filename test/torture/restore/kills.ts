import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Place } from '../../e2e/support/at-end.ts';
import { runOkno } from '../../e2e/support/okno.ts';

type Settings = Readonly<Record<string, string>>;

/**
 * Begins to restore a backup and kills the program (kill -9) after so long; gives what is wrong already.
 * @param after_ms less than a restore takes: one that is over cannot be killed
 */
const killAfter = async (
  t: Place,
  words: readonly string[],
  settings: Settings,
  after_ms: number,
): Promise<string[]> => {
  const one = runOkno(t, words, settings);
  const timer = setTimeout(() => one.kill('SIGKILL'), after_ms);
  const { signal } = await one.ended;
  clearTimeout(timer);
  return signal === 'SIGKILL'
    ? []
    : [`a restore that was to be killed after ${Math.round(after_ms)} ms was over: ${one.stdout()}${one.stderr()}`];
};

/** The blows, as parts of what a restore takes. Near the end the rows are in, and their indexes are made. */
const BLOWS = [0.15, 0.5, 0.85];

/**
 * Restores over living data and kills the program on the way, several times: the old data stays in its place.
 * @param took_s what a restore takes here
 */
export const killOverLiving = async (t: Place, file: string, settings: Settings, took_s: number): Promise<string[]> => {
  const wrong: string[] = [];
  const data = settings['DATA_DIR'] ?? '';
  for (const blow of BLOWS) {
    wrong.push(...(await killAfter(t, ['restore', file, '--replace'], settings, took_s * blow * 1000)));
    const names = readdirSync(data).filter((name) => name.startsWith('postgres-before'));
    if (!existsSync(path.join(data, 'postgres')) || names.length > 0)
      wrong.push(`a restore that was killed at ${blow} moved the old data: ${names.join(', ')}`);
  }
  return wrong;
};

/** Restores to an empty database of a server and kills the program on the way; the next restore shows that it is empty still. */
export const killOnServer = (t: Place, file: string, settings: Settings, took_s: number): Promise<string[]> =>
  killAfter(t, ['restore', file], settings, took_s * 0.5 * 1000);
