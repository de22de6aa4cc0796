import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { openAssistant } from '../../e2e/support/assistant.ts';
import { type Place, tempFolder, until } from '../../e2e/support/at-end.ts';
import type { Rows } from '../../e2e/support/database.ts';
import { type RunningOkno, startOkno } from '../../e2e/support/okno.ts';
import { botId } from '../../e2e/support/studio.ts';
import { freePort } from '../../support/free-port.ts';
import { readMetrics } from '../../support/metrics.ts';
import { createChance } from '../lib/chance.ts';
import { createSender } from '../lib/http.ts';
import type { Findings, Torture } from '../lib/torture.ts';
import { openTown, type Town } from '../notifications/town.ts';
import { judge, type Sample } from './judge.ts';
import { idleOf, loadSteadily } from './load.ts';

const TWO_HOURS = 7_200;
const FEWEST_LOOKS = 15;
const TOKEN = 'a-token-of-the-soak';
const WEIGH = pathToFileURL(path.join(import.meta.dirname, 'weigh.mjs')).href;
const TOWN = { tenants: 1, bots_each: 3 };

type Run = {
  readonly seconds: number;
  /** How often it is looked at. */
  readonly every_ms: number;
  readonly clients: number;
  readonly seed: number;
  readonly tell: (sentence: string) => void;
  /** For the control: bytes that the program holds on to in every second. */
  readonly leak_bytes?: number;
};

const MIB = 2 ** 20;

/** Looks at the program from outside, and has it weigh itself. */
const openScales = (okno: RunningOkno, notes: string, rows: Rows) => {
  const weights = () => {
    try {
      return readFileSync(notes, 'utf8').trim().split('\n');
    } catch {
      return []; // nothing has been weighed yet
    }
  };
  return async (at: number): Promise<Sample> => {
    const before = weights().length;
    process.kill(okno.pid, 'SIGUSR2');
    await until('it has weighed itself', () => weights().length > before, 30_000);
    const { heap, rss } = JSON.parse(weights().at(-1) ?? '') as { heap: number; rss: number };
    const headers = { authorization: `Bearer ${TOKEN}` };
    const look = readMetrics(await (await fetch(`${okno.url}/metrics`, { headers })).text());
    const [row] = await rows<{ connections: number }>(
      "select count(*)::int as connections from pg_stat_activity where starts_with(application_name, 'okno/')",
    );
    return {
      ...{ at, heap, rss },
      descriptors: readdirSync(`/proc/${okno.pid}/fd`).length,
      connections: row?.connections ?? 0,
      lag: look.value('okno_due_lag_seconds', {}),
    };
  };
};

const openProgram = async (t: Place, town: Town, { leak_bytes = 0 }: Run) => {
  const port = await freePort();
  const notes = path.join(tempFolder(t), 'notes');
  const okno = await startOkno(t, {
    ...town.settings,
    // Telegram brings updates to where it listens.
    ...{ PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` },
    METRICS_TOKEN: TOKEN,
    NODE_OPTIONS: `--import=${WEIGH}`,
    SOAK_NOTES: notes,
    LEAK_BYTES_PER_SECOND: String(leak_bytes),
  });
  return { okno, weigh: openScales(okno, notes, town.rows) };
};

/** Somebody chats, programs ask and book, assistants are woken, for hours at the same pace; nothing may pile up. */
export const tortureSoak = async (t: Place, run: Run): Promise<Findings> => {
  const town = await openTown(t, { ...TOWN, clients: run.clients });
  const { okno, weigh } = await openProgram(t, town, run);
  const slug = town.clients[0]?.business.slug ?? '';
  const world = {
    emulator: town.emulator,
    bots: town.emulator.snapshot().bots.map(botId),
    clients: town.clients,
    send: createSender(t, { url: okno.url, tenant: slug, connections: 8 }),
    assistant: await openAssistant(`${okno.url}/api/v1`),
    chance: createChance(run.seed),
  };
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const samples: Sample[] = [];
  // On a machine that is busy with other things it takes longer until there is something to say.
  const isOver = () => seconds() >= run.seconds && samples.length >= FEWEST_LOOKS;
  const load = loadSteadily(world, isOver);
  while (!isOver()) {
    const sample = await weigh(seconds());
    samples.push(sample);
    if (samples.length % 8 === 1)
      run.tell(
        `${Math.round(sample.at)} s: heap ${Math.round(sample.heap / MIB)}, rss ${Math.round(sample.rss / MIB)} MiB`,
      );
    await pause(run.every_ms);
  }
  const { done, wrong } = await load;
  const { figures, wrong: grown } = judge(samples);
  const faults = okno
    .stdout()
    .split('\n')
    .filter((line) => line.includes('"level":"error"'));
  return {
    what: 'the same load for a long time',
    figures: { seconds: run.seconds, ...Object.fromEntries(done), ...figures, faults: faults.length },
    wrong: [
      ...grown,
      ...idleOf(done, run.seconds),
      ...wrong,
      ...faults.map((line) => `the log tells a fault: ${line.slice(0, 300)}`),
    ],
  };
};

export const soak: Torture = (t, { seconds, seed, tell }) =>
  tortureSoak(t, { seconds: seconds ?? TWO_HOURS, every_ms: 15_000, clients: 300, seed, tell });
