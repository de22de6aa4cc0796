import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { OperatorError } from '../problem.ts';

/** Where a database is brought back, before it takes its place. */
export const restoringOf = (folder: string): string => `${folder}-restoring`;

/** Where the data is put that was there before. */
export const beforeOf = (folder: string, now: Date): string =>
  `${folder}${BEFORE}${now.toISOString().slice(0, 19).replaceAll(':', '')}Z`;

const BEFORE = '-before-';

/**
 * Without its folder an empty database would be made; after a restore that was interrupted that is not what anybody wants.
 * @throws OperatorError when there is one to be ended
 */
export const refuseInterrupted = (folder: string): void => {
  const made = restoringOf(folder);
  if (existsSync(folder) || !existsSync(made)) return;
  const before = readdirSync(dirname(folder))
    .toSorted()
    .findLast((name) => name.startsWith(`${basename(folder)}${BEFORE}`));
  const back =
    before === undefined ? '' : `, or rename ${join(dirname(folder), before)} to ${folder} to have the old data back`;
  throw new OperatorError(
    `A restore was interrupted, or is under way: restore the backup again${back}, or remove ${made} to begin without data.`,
  );
};
