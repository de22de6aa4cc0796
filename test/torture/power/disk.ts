import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { atEnd, type Place, tempFolder } from '../../e2e/support/at-end.ts';

const run = promisify(execFile);

/** A file system of its own in a file, of which only that is left after a power cut that was written through to it. */
export type Disk = {
  /** Where it is mounted. */
  readonly folder: string;
  /** Keeps what would be left if the power failed now. Nobody may be writing. */
  keep(): Promise<void>;
  /** The power fails: from now on the disk holds what was kept. Nobody may have anything open on it. */
  lose(): Promise<void>;
};

const SIZE = '1G';
/** What is being written through just now is through by then. */
const SETTLE_MS = 300;
const TRIES = 20;

/** Whether file systems can be made and mounted here: by root, on Linux, with loop devices. */
export const canMount = async (t: Place): Promise<boolean> => {
  try {
    await openDisk(t);
    return true;
  } catch {
    return false; // there is no such program, or we must not
  }
};

/** A new disk, unmounted and gone at the end of `t`. Rejects where there is no mounting. */
export const openDisk = async (t: Place): Promise<Disk> => {
  const place = tempFolder(t);
  const [image, copy, again] = ['image', 'copy', 'again'].map((name) => path.join(place, name)) as [
    string,
    string,
    string,
  ];
  const folder = path.join(place, 'disk');
  mkdirSync(folder);
  await run('truncate', ['--size', SIZE, image]);
  await run('mkfs.ext4', ['-q', image]);
  const mount = () => run('mount', ['-o', 'loop', image, folder]);
  await mount();
  chmodSync(folder, 0o755);
  atEnd(t, () => run('umount', ['--lazy', folder]));
  const duplicate = (to: string) => run('cp', ['--sparse=always', image, to]);
  return {
    folder,
    keep: async () => {
      // Two copies that are equal were made while nothing was written: together they are one instant.
      for (let tries = 0; tries < TRIES; tries += 1) {
        await pause(SETTLE_MS);
        await Promise.all([duplicate(copy), rm(again)]);
        await duplicate(again);
        const equal = await run('cmp', ['--silent', copy, again]).then(
          () => true,
          () => false,
        );
        if (equal) return;
      }
      throw new Error('something goes on writing to the disk');
    },
    lose: async () => {
      await run('umount', [folder]);
      renameSync(copy, image);
      await mount();
    },
  };
};

const rm = async (file: string): Promise<void> => rmSync(file, { force: true });
