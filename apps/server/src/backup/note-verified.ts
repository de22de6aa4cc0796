import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { readName } from './keep.ts';
import { readState, writeState } from './state.ts';

type Verified = {
  readonly folder: string;
  readonly file: string;
  readonly rows: number;
  /** Says a line to whoever asked. */
  readonly warn: (line: string) => void;
};

/**
 * What came back whole is written down, when it lies among the daily ones and none of them that is newer is known to.
 * A folder that cannot be written, such as one on a disk that can only be read, makes no backup a worse one: that is said.
 */
export const noteVerified = async ({ folder, file, rows, warn }: Verified): Promise<void> => {
  const kept = dirname(file) === resolve(folder) ? readName(basename(file)) : undefined;
  if (kept === undefined) return;
  try {
    const { checked } = await readState(folder);
    if (checked !== null && checked.made_at > kept.at) return;
    const { size: bytes } = await stat(file);
    await writeState(folder, { checked: { name: kept.name, made_at: kept.at, at: Date.now(), rows, bytes } });
  } catch (error) {
    warn(`That it is whole could not be written down in ${folder}: ${(error as Error).message}\n`);
  }
};
