import { accessSync, constants, lstatSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { makeFolder } from './make-folder.ts';
import { OperatorError } from './problem.ts';

const SENTENCES: Readonly<Record<string, string>> = {
  EEXIST: 'is a file',
  ENOENT: 'leads nowhere, perhaps to a disk that is not there',
  ENOTDIR: 'lies below a file',
  EACCES: 'may not be written by this user',
  EPERM: 'may not be written by this user',
  EROFS: 'lies on a disk that can only be read',
  ENOSPC: 'lies on a disk that is full',
};

const refusal = (folder: string, error: unknown): unknown => {
  const sentence = SENTENCES[(error as { code?: string }).code ?? ''];
  if (sentence === undefined) return error;
  return new OperatorError(`${folder} ${sentence}: set DATA_DIR to a folder for the data.`, { cause: error });
};

/**
 * Makes the folder of `DATA_DIR` unless it is there.
 * @throws OperatorError when it cannot be one.
 */
export const makeDataDir = async (folder: string): Promise<void> => {
  try {
    makeFolder(resolve(folder));
  } catch (error) {
    throw refusal(folder, error);
  }
};

/** What is there of a path: itself, or the nearest above it; a link is there wherever it leads. */
const nearest = (folder: string): string => {
  for (let one = folder; ; one = dirname(one))
    if (lstatSync(one, { throwIfNoEntry: false }) !== undefined || one === dirname(one)) return one;
};

/**
 * Looks whether `makeDataDir` could make the folder as far as that shows beforehand, and makes nothing.
 * @throws OperatorError when it could not.
 */
export const assertDataDirPossible = (folder: string): void => {
  try {
    const there = nearest(resolve(folder));
    if (!statSync(there).isDirectory())
      throw new OperatorError(`${there} is a file: set DATA_DIR to a folder for the data.`);
    accessSync(there, constants.W_OK);
  } catch (error) {
    throw refusal(folder, error);
  }
};
