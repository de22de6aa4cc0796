import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, open, readFile, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import type { Config } from './config.ts';
import { makeDataDir } from './data-dir.ts';
import { OperatorError } from './problem.ts';
import { syncFolder } from './sync-folder.ts';

const parse = (hex: string): Buffer => Buffer.from(hex, 'hex');

/** Where the key is kept that was made because the settings name none. */
export const keyFile = (config: Config): string => join(config.DATA_DIR, 'encryption.key');

/** The keys that seal stored secrets: from the settings, or from a file that is made once, readable by us only. */
export const readKeys = async (config: Config): Promise<[Buffer, ...Buffer[]]> => {
  const [first, ...others] = config.ENCRYPTION_KEY ?? [];
  if (first !== undefined) return [parse(first), ...others.map(parse)];
  const file = keyFile(config);
  await makeDataDir(config.DATA_DIR);
  await makeOnce(file, `${randomBytes(32).toString('hex')}\n`);
  return [await readKeyFile(file)];
};

/** The same keys for whoever only looks: none is made when there is none yet. */
export const findKeys = async (config: Config): Promise<Buffer[]> =>
  config.ENCRYPTION_KEY === undefined && !existsSync(keyFile(config)) ? [] : readKeys(config);

const readKeyFile = async (file: string): Promise<Buffer> => {
  const text = (await readFile(file, 'utf8')).trim();
  if (!/^[0-9a-f]{64}$/.test(text))
    throw new OperatorError(`${file} is damaged: restore it from a backup, or set ENCRYPTION_KEY.`);
  return parse(text);
};

/**
 * The file appears whole or not at all, and whoever comes second keeps what is there. It is on the disk before anything
 * is sealed with it: what a key has sealed that a power cut took away, nobody opens again.
 */
const makeOnce = async (file: string, text: string): Promise<void> => {
  const draft = `${file}.${process.pid}`;
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
  syncFolder(dirname(file));
};
