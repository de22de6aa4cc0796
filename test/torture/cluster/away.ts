import fs from 'node:fs';
import path from 'node:path';

/** A machine that is busy with other things may keep us from Redis for a moment, and nobody may notice (docs/redis.md). */
const OF_THE_MACHINE = /"event":"redis_(away|back)"/;

const fileIn = (folder: string): string => path.join(folder, 'away');

/** These lines of a log without those; how often Redis was away is noted in the folder, for whoever has made it. */
export const withoutAway = (folder: string, lines: string): string =>
  lines.replaceAll(/.*\n/g, (line) => {
    const [, event] = OF_THE_MACHINE.exec(line) ?? [];
    // Several processes write at once: what is this short comes in whole.
    if (event === 'away') fs.appendFileSync(fileIn(folder), '.');
    return event === undefined ? line : '';
  });

/** How often Redis was away for anybody who noted it in this folder. */
export const countAway = (folder: string): number =>
  fs.existsSync(fileIn(folder)) ? fs.statSync(fileIn(folder)).size : 0;

/** @param most as often as one moment of a busy machine can make it: once in every process that runs then */
export const wrongOfAway = (away: number, most: number): string[] =>
  away > most ? [`Redis was away ${away} times, a busy machine explains ${most}`] : [];
