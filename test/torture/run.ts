import process from 'node:process';
import { inspect, parseArgs } from 'node:util';
import { bookings } from './bookings/bookings.ts';
import { controls } from './bookings/controls.ts';
import { chat } from './chat/chat.ts';
import { due } from './due/due.ts';
import { fuzzing } from './fuzz/fuzz.ts';
import { inPlace } from './lib/place.ts';
import { printed, reportOf } from './lib/report.ts';
import type { Torture } from './lib/torture.ts';
import { model } from './model/torture.ts';
import { notifications } from './notifications/notifications.ts';
import { overload } from './overload/overload.ts';
import { pacing } from './pacing/pacing.ts';
import { power } from './power/power.ts';
import { keys } from './race/keys.ts';
import { race } from './race/race.ts';
import { reminders } from './reminders/reminders.ts';

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
};
const usage = `Usage: npm run torture -- <${Object.keys(tortures).join('|')}> [--seconds <N>] [--seed <N>] [--json]\n`;

const whole = (text: string | undefined): number | null => {
  if (text === undefined) return null;
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${text} is no whole number`);
  return Number(text);
};

const readArguments = () => {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { json: { type: 'boolean' }, seconds: { type: 'string' }, seed: { type: 'string' } },
    });
    const [name = '', ...more] = positionals;
    const torture = Object.hasOwn(tortures, name) ? tortures[name] : undefined;
    if (torture === undefined || more.length > 0) return undefined;
    const { json = false } = values;
    return { name, torture, json, seconds: whole(values.seconds), seed: whole(values.seed) };
  } catch {
    return undefined; // an option nobody knows, or a number that is none
  }
};

const run = async (): Promise<number> => {
  const given = readArguments();
  if (given === undefined) {
    process.stderr.write(usage);
    return 2;
  }
  const { name, torture, json, seconds } = given;
  const seed = given.seed ?? Math.floor(Math.random() * 1e9);
  const tell = (sentence: string) => process.stderr.write(`${sentence}\n`);
  tell(`${name}: seed ${seed}`);
  const findings = await inPlace((place) => torture(place, { seconds, seed, tell }));
  const report = reportOf({ name, seed, date: new Date().toISOString() }, findings);
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : printed(report));
  return report.passed ? 0 : 1;
};

try {
  process.exitCode = await run();
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${inspect(error)}\n`);
}
// A connection that is still open must not keep us here; nothing of what was found hangs on it.
process.exit();
