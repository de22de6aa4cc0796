import fs from 'node:fs';
import process from 'node:process';

/**
 * Writes through to the disk which files a folder holds; of the files themselves each has to be written through by
 * itself. Windows keeps folders by itself, and opens none.
 */
export const syncFolder = (folder: string, platform: NodeJS.Platform = process.platform): void => {
  if (platform === 'win32') return;
  const handle = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
};
