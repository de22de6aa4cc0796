import { type Config, isFar, readConfig } from '../config.ts';
import { check, type Finding } from './finding.ts';
import { lookAtRedis } from './look-at-redis.ts';

/**
 * `okno doctor`: looks at everything the program depends on, and makes or changes nothing; the exit code is 1 when
 * something is wrong. An embedded server that does not run is started for the look, and stopped.
 */
export const doctor = async (): Promise<void> => {
  const findings: Finding[] = [];
  const report = (finding: Finding) => {
    findings.push(finding);
    const { what, wrong } = finding;
    process.stdout.write(wrong === null ? `  ok    ${what}\n` : `  WRONG ${what}: ${wrong.replaceAll('\n', '; ')}\n`);
  };
  report(await check('Node.js', lookAtNode));
  let config: Config | undefined;
  report(
    await check('settings', () => {
      config = readConfig();
      return null;
    }),
  );
  if (config !== undefined) {
    // A machine with bots alone has nothing of what the other look needs.
    const looked = isFar(config)
      ? (await import('./look-far.ts')).lookAround(config)
      : (await import('./look-near.ts')).lookAround(config);
    for (const finding of await looked) report(finding);
    const { REDIS_URL } = config;
    if (REDIS_URL !== undefined) report(await check('Redis', () => lookAtRedis(REDIS_URL)));
  }
  const wrong = findings.filter((finding) => finding.wrong !== null).length;
  process.stdout.write(wrong === 0 ? 'Everything is in order.\n' : `${wrong} of ${findings.length} need attention.\n`);
  if (wrong > 0) process.exitCode = 1;
};

const OLDEST_NODE = 26;

const lookAtNode = (): string | null =>
  Number(process.versions.node.split('.')[0]) >= OLDEST_NODE
    ? null
    : `runs on Node.js ${process.versions.node}; start it through npm, which brings the right one`;
