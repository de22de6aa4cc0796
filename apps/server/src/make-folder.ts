import fs from 'node:fs';
import path from 'node:path';

const isFolder = (name: string): boolean => fs.statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false;

/**
 * Makes a folder and those above it, unless they are there. Node's own `recursive` tries for ever where the parent is
 * there and still nothing can be made in it, as below `/proc`.
 * @throws the error of the file system: ENOENT when the path leads nowhere, e.g. over a link to a disk that is not there.
 */
export const makeFolder = (folder: string): void => {
  const parent = path.dirname(folder);
  if (parent !== folder && !fs.existsSync(parent)) makeFolder(parent);
  try {
    fs.mkdirSync(folder);
  } catch (error) {
    if (isFolder(folder)) return;
    // A link that leads nowhere is in the way: what is missing is told, not what is there.
    if ((error as { code?: string }).code === 'EEXIST') fs.statSync(folder);
    throw error;
  }
};
