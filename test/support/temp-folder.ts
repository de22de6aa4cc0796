import fs from 'node:fs';
import os from 'node:os';

const enoughBytes = 2 ** 30;

/**
 * Where test databases lie: in memory where there is room, so that their writes, all of them made durable as in
 * earnest, do not wait for a disk; else where temporary files lie.
 */
export const roomyTempFolder = (): string => {
  const memory = '/dev/shm';
  if (!fs.existsSync(memory)) return os.tmpdir();
  const { bavail, bsize } = fs.statfsSync(memory);
  return bavail * bsize > enoughBytes ? memory : os.tmpdir();
};
