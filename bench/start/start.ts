import { join } from 'node:path';
import { stderr } from 'node:process';
import type { Benchmark } from '../lib/benchmark.ts';
import { type Figures, ratioOf } from '../lib/stats.ts';
import { startBare } from './bare.ts';
import { startOkno } from './okno.ts';

const ROUNDS = 5;
const QUICK_ROUNDS = 1;

/**
 * From the start of the process to the first 200 of /readyz: with nothing there yet (database, schema, the demo's
 * studio are made), and with what the last start has left. Against a process that only starts the same database.
 */
export const start: Benchmark = async (place, { quick }) => {
  const rounds = quick ? QUICK_ROUNDS : ROUNDS;
  const results = {
    warm: [] as Figures[],
    bare_warm: [] as Figures[],
    cold: [] as Figures[],
    bare_cold: [] as Figures[],
  };
  // The first start reads the program from the disk; it does not count.
  await startOkno(place, join(place.folder, 'warm-up'));
  for (let round = 0; round < rounds; round += 1) {
    stderr.write(`round ${round + 1} of ${rounds}\n`);
    const [folder, bare] = [join(place.folder, `okno-${round}`), join(place.folder, `bare-${round}`)];
    results.cold.push(await startOkno(place, folder));
    results.bare_cold.push(await startBare(place, bare));
    results.warm.push(await startOkno(place, folder));
    results.bare_warm.push(await startBare(place, bare));
  }
  return {
    what: 'from the start of the process to ready; bare: a process that only starts the embedded database',
    rounds,
    results,
    ratio: ratioOf(results.bare_warm, results.warm, 'ready_ms'),
    ratio_of: 'the time of a warm start, bare to ours',
    target: null,
    notes: ['all parts are counted from the start of the process', 'the launcher of npm start comes on top'],
  };
};
