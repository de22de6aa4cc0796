import { resolve } from 'node:path';
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

/**
 * Makes the folder of `DATA_DIR` unless it is there.
 * @throws OperatorError when it cannot be one.
 */
export const makeDataDir = async (folder: string): Promise<void> => {
  try {
    makeFolder(resolve(folder));
  } catch (error) {
    const sentence = SENTENCES[(error as { code?: string }).code ?? ''];
    if (sentence === undefined) throw error;
    throw new OperatorError(`${folder} ${sentence}: set DATA_DIR to a folder for the data.`, { cause: error });
  }
};
