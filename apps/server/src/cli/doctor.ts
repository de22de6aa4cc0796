import { type Config, isFar, misspeltSettings, readConfig } from '../config.ts';
import { check, type Finding, fine, note } from '../doctor/finding.ts';
import { lookAtNode } from '../doctor/look-at-node.ts';
import { lookAtWatchers } from '../doctor/look-at-watchers.ts';
import { describeMisspelt } from '../misspelt.ts';
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
  const misspelt = misspeltSettings();
  report(misspelt.length === 0 ? fine('names of settings') : note('names of settings', describeMisspelt(misspelt)));
  // A machine with bots alone has nothing of what the other look needs.
  if (isFar(known)) report(...(await (await import('../doctor/look-far.ts')).lookFar(known)));
  else await (await import('../doctor/look-near.ts')).lookNear(known, report);
  report(...(await lookAtWatchers(known)));
  const { REDIS_URL } = known;
  if (REDIS_URL !== undefined) report(await check('Redis', () => lookAtRedis(REDIS_URL)));
};
