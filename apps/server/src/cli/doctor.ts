import { resolve } from 'node:path';
import { type Config, readConfig } from '../config.ts';
import { check, type Finding, fine } from '../doctor/finding.ts';
import { lookAtBackups } from '../doctor/look-at-backups.ts';
import { lookAtBots, lookAtTelegram } from '../doctor/look-at-bots.ts';
import { lookAtDatabase } from '../doctor/look-at-database.ts';
import { lookAtNode, lookAtRoom } from '../doctor/look-at-machine.ts';
import { keyFile } from '../keys.ts';
import { lookAtRedis } from './look-at-redis.ts';

type Report = (...findings: readonly Finding[]) => void;

/**
 * `okno doctor`: looks at everything the program depends on, and makes or changes nothing; the exit code is 1 when
 * something is wrong. `json`: one object with every finding, for programs.
 */
export const doctor = async ({ json }: { json?: boolean }): Promise<void> => {
  const findings: Finding[] = [];
  await lookAtEverything((...found) => {
    findings.push(...found);
    if (json !== true) process.stdout.write(found.map(lineOf).join(''));
  });
  const wrong = findings.filter(({ level }) => level === 'wrong').length;
  const end = wrong === 0 ? 'Everything is in order.\n' : `${wrong} of ${findings.length} need attention.\n`;
  process.stdout.write(json === true ? `${JSON.stringify({ in_order: wrong === 0, findings }, null, 2)}\n` : end);
  if (wrong > 0) process.exitCode = 1;
};

const MARKS = { ok: 'ok   ', note: 'note ', wrong: 'WRONG' } as const;

const lineOf = ({ what, level, advice }: Finding): string =>
  `  ${MARKS[level]} ${what}${advice === null ? '' : `: ${advice.replaceAll('\n', '; ')}`}\n`;

const lookAtEverything = async (report: Report): Promise<void> => {
  report(lookAtNode());
  let config: Config | undefined;
  report(
    await check('settings', () => {
      config = readConfig();
      return null;
    }),
  );
  if (config === undefined) return;
  const known = config;
  report(fine(describeKey(known)));
  const { findings, size_bytes } = await lookAtDatabase(known, (connection) => lookAtBots(known, connection));
  report(...findings);
  report(...(await lookAtRoom(known, size_bytes)));
  const { REDIS_URL } = known;
  if (REDIS_URL !== undefined) report(await check('Redis', () => lookAtRedis(REDIS_URL)));
  report(await lookAtTelegram(known));
  report(...(await lookAtBackups(known)));
};

/** The database may be anywhere, and a key that stays behind on this machine is easily forgotten. */
const describeKey = (config: Config): string => {
  if (config.ENCRYPTION_KEY !== undefined) return 'encryption key of ENCRYPTION_KEY';
  const file = resolve(keyFile(config));
  return config.DATABASE_URL === undefined
    ? `encryption key in ${file}`
    : `encryption key: ENCRYPTION_KEY is not set, so it is in ${file}; back it up with the database, and give it to every other process as ENCRYPTION_KEY`;
};
