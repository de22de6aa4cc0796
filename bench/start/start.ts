import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { stderr } from 'node:process';
import type { Benchmark } from '../lib/benchmark.ts';
import { type Figures, median, ratioOf } from '../lib/stats.ts';
import type { Workplace } from '../lib/workplace.ts';
import { startBare } from './bare.ts';
import { startFarBot, startOkno } from './okno.ts';

const ROUNDS = 5;
const QUICK_ROUNDS = 1;

const FAR_MS = 1_000;

/** A backend that names no bots: what a far bot waits for before it is ready. */
const openNamelessBackend = async (place: Workplace): Promise<string> => {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ version: '0', bots: [] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  place.atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

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
    far: [] as Figures[],
  };
  const backend_url = await openNamelessBackend(place);
  // The first start reads the program from the disk; it does not count.
  await startOkno(place, join(place.folder, 'warm-up'));
  await startFarBot(place, backend_url);
  for (let round = 0; round < rounds; round += 1) {
    stderr.write(`round ${round + 1} of ${rounds}\n`);
    const [folder, bare] = [join(place.folder, `okno-${round}`), join(place.folder, `bare-${round}`)];
    results.cold.push(await startOkno(place, folder));
    results.bare_cold.push(await startBare(place, bare));
    results.warm.push(await startOkno(place, folder));
    results.bare_warm.push(await startBare(place, bare));
    results.far.push(await startFarBot(place, backend_url));
  }
  const far_ms = median(results.far.map(({ ready_ms = Number.NaN }) => ready_ms));
  return {
    what: 'from the start of the process to ready; bare: a process that only starts the embedded database; far: a bot whose backend is elsewhere',
    rounds,
    results,
    ratio: ratioOf(results.bare_warm, results.warm, 'ready_ms'),
    ratio_of: 'the time of a warm start, bare to ours',
    target: null,
    checks: [{ what: `ms until a far bot is ready, ≤ ${FAR_MS}`, value: far_ms, reached: far_ms <= FAR_MS }],
    notes: ['all parts are counted from the start of the process', 'the launcher of npm start comes on top'],
  };
};
