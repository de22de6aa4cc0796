import { resolve } from 'node:path';
import type { Config } from '../config.ts';
import { keyFile } from '../keys.ts';
import { type Finding, fine } from './finding.ts';
import { lookAtBackups } from './look-at-backups.ts';
import { lookAtBots, lookAtTelegram } from './look-at-bots.ts';
import { lookAtDatabase } from './look-at-database.ts';
import { lookAtRoom } from './look-at-machine.ts';

/** Everything that a machine with a database depends on; told as it is found, because it takes a while. */
export const lookNear = async (config: Config, report: (...found: readonly Finding[]) => void): Promise<void> => {
  report(fine(describeKey(config)));
  const { findings, size_bytes } = await lookAtDatabase(config, (connection) => lookAtBots(config, connection));
  report(...findings);
  report(...(await lookAtRoom(config, size_bytes)));
  report(await lookAtTelegram(config));
  report(...(await lookAtBackups(config)));
};

/** The database may be anywhere, and a key that stays behind on this machine is easily forgotten. */
const describeKey = (config: Config): string => {
  if (config.ENCRYPTION_KEY !== undefined) return 'encryption key of ENCRYPTION_KEY';
  const file = resolve(keyFile(config));
  return config.DATABASE_URL === undefined
    ? `encryption key in ${file}`
    : `encryption key: ENCRYPTION_KEY is not set, so it is in ${file}; back it up with the database, and give it to every other process as ENCRYPTION_KEY`;
};
