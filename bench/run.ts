import process from 'node:process';
import { parseArgs } from 'node:util';
import { availability } from './availability/availability.ts';
import { booking } from './booking/booking.ts';
import { bots } from './bots/bots.ts';
import { due } from './due/due.ts';
import type { Benchmark } from './lib/benchmark.ts';
import { printed, reportOf } from './lib/report.ts';
import { inWorkplace } from './lib/workplace.ts';
import { pooler } from './pooler/pooler.ts';
import { read } from './read/read.ts';
import { reminders } from './reminders/reminders.ts';
import { slots } from './slots/slots.ts';
import { start } from './start/start.ts';
import { tap } from './tap/tap.ts';
import { tenants } from './tenants/tenants.ts';

const benchmarks: Readonly<Record<string, Benchmark>> = {
  tap,
  booking,
  start,
  slots,
  availability,
  due,
  reminders,
  bots,
  read,
  tenants,
  pooler,
};
const usage = `Usage: npm run bench -- <${Object.keys(benchmarks).join('|')}> [--json] [--quick] [--full] [--profile <folder>]\n`;

const readArguments = () => {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        quick: { type: 'boolean' },
        full: { type: 'boolean' },
        profile: { type: 'string' },
      },
    });
    const [name = '', ...more] = positionals;
    const benchmark = Object.hasOwn(benchmarks, name) ? benchmarks[name] : undefined;
    return benchmark === undefined || more.length > 0 ? undefined : { ...values, name, benchmark };
  } catch {
    return undefined; // an option nobody knows
  }
};

const run = async (): Promise<number> => {
  const given = readArguments();
  if (given === undefined) {
    process.stderr.write(usage);
    return 2;
  }
  const { name, benchmark, json = false, quick = false, full = false, profile } = given;
  const findings = await inWorkplace((place) => benchmark(place, { quick, full, profile }));
  const report = reportOf(name, new Date().toISOString(), findings);
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : printed(report));
  return 0;
};

try {
  process.exitCode = await run();
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${String((error as Error).stack)}\n`);
}
// A connection that is still open must not keep us here; nothing of what was measured hangs on it.
process.exit();
