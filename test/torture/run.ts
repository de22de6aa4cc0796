import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { inspect, parseArgs } from 'node:util';
import { bookings } from './bookings/bookings.ts';
import { controls } from './bookings/controls.ts';
import { chat } from './chat/chat.ts';
import { cluster, clusterParts } from './cluster/cluster.ts';
import { due } from './due/due.ts';
import { fuzzing } from './fuzz/fuzz.ts';
import { pageOf } from './lib/page.ts';
import { inPlace } from './lib/place.ts';
import { printed, type Report, reportOf } from './lib/report.ts';
import type { Torture } from './lib/torture.ts';
import { model } from './model/torture.ts';
import { moving } from './moving/moving.ts';
import { notifications } from './notifications/notifications.ts';
import { overload } from './overload/overload.ts';
import { pacing } from './pacing/pacing.ts';
import { power } from './power/power.ts';
import { keys } from './race/keys.ts';
import { race } from './race/race.ts';
import { reminders } from './reminders/reminders.ts';
import { restore } from './restore/restore.ts';
import { soak } from './soak/soak.ts';
import { update } from './update/update.ts';

const tortures: Readonly<Record<string, Torture>> = {
  bookings,
  chat,
  controls,
  race,
  keys,
  model,
  due,
  notifications,
  pacing,
  overload,
  fuzz: fuzzing,
  power,
  reminders,
  restore,
  soak,
  cluster,
  update,
  moving,
};
/** Parts of one of them may be named by themselves. */
const known: Readonly<Record<string, Torture>> = { ...tortures, ...clusterParts };
const ALL = 'all';
const usage = `Usage: npm run torture -- <${[ALL, ...Object.keys(known)].join('|')}> [--seconds <N>] [--seed <N>] [--json] [--page <file>]\n`;

const whole = (text: string | undefined): number | null => {
  if (text === undefined) return null;
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${text} is no whole number`);
  return Number(text);
};

const readArguments = () => {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        page: { type: 'string' },
        seconds: { type: 'string' },
        seed: { type: 'string' },
      },
    });
    const [name = '', ...more] = positionals;
    const names = name === ALL ? Object.keys(tortures) : [name];
    if (more.length > 0 || !names.every((one) => Object.hasOwn(known, one))) return undefined;
    const { json = false, page } = values;
    return { names, json, page, seconds: whole(values.seconds), seed: whole(values.seed) };
  } catch {
    return undefined; // an option nobody knows, or a number that is none
  }
};

type Given = NonNullable<ReturnType<typeof readArguments>>;

const runOne = async (name: string, given: Given): Promise<Report> => {
  const torture = known[name];
  if (torture === undefined) throw new Error(usage);
  const seed = given.seed ?? Math.floor(Math.random() * 1e9);
  const tell = (sentence: string) => process.stderr.write(`${sentence}\n`);
  tell(`${name}: seed ${seed}`);
  const findings = await inPlace((place) => torture(place, { seconds: given.seconds, seed, tell }));
  return reportOf({ name, seed, date: new Date().toISOString() }, findings);
};

const run = async (): Promise<number> => {
  const given = readArguments();
  if (given === undefined) {
    process.stderr.write(usage);
    return 2;
  }
  const reports: Report[] = [];
  for (const name of given.names) {
    const report = await runOne(name, given);
    reports.push(report);
    process.stdout.write(given.json ? `${JSON.stringify(report)}\n` : printed(report));
    // After each, so that a long run that is interrupted leaves what it has found.
    if (given.page !== undefined) writeFileSync(given.page, pageOf(reports));
  }
  return reports.every(({ passed }) => passed) ? 0 : 1;
};

try {
  process.exitCode = await run();
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${inspect(error)}\n`);
}
// A connection that is still open must not keep us here; nothing of what was found hangs on it.
process.exit();
