import fc from 'fast-check';
import type { Place } from '../../e2e/support/at-end.ts';
import type { Findings, Torture } from '../lib/torture.ts';
import { watchTurns } from '../lib/turns.ts';
import { faultIn, type Got, told } from './judge.ts';
import { operationsOf, requests, type Sent } from './requests.ts';
import { openTown, ROLES, type Town } from './town.ts';

export type Fuzzed = {
  readonly wrong: readonly string[];
  readonly sent: number;
  /** How many had each status. */
  readonly statuses: Readonly<Record<number, number>>;
  /** How many operations have done what they were asked for. */
  readonly done: number;
  readonly operations: number;
  /** The most that one turn of the loop has kept the thread busy, in milliseconds: so long nothing else could be done. */
  readonly blocked_ms: number;
  /** What was being asked then. */
  readonly blocked_by: string;
};

/** A long poll would be waited for in earnest. */
const WITHOUT = ['reminders.events'];

const send = async ({ app }: Town, { method, url, headers, payload }: Sent): Promise<Got> => {
  const answer = await app.inject({
    method: method as 'GET',
    url,
    headers,
    ...(payload !== undefined && { payload }),
  });
  return { status: answer.statusCode, type: String(answer.headers['content-type'] ?? ''), body: answer.body };
};

/** So many are thought of at once; neither thinking nor judging is work of ours. */
const PORTION = 500;

/** What was seen so far. */
const createNotes = () => {
  const wrong = new Map<string, string>();
  const statuses: Record<number, number> = {};
  const done = new Set<string>();
  const note = (sent: Sent, got: Got, changes: readonly string[]): void => {
    statuses[got.status] = (statuses[got.status] ?? 0) + 1;
    if (got.status < 300) done.add(sent.operation.name);
    const fault = faultIn(sent, got, changes);
    if (fault === null) return;
    // Many mistakes are one; the first of its kind is told.
    const kind = `${fault}: ${sent.operation.name} as ${sent.role}`;
    if (!wrong.has(kind)) wrong.set(kind, `${kind}\n    ${told(sent)}\n    → ${got.status} ${got.body.slice(0, 300)}`);
  };
  return { wrong, statuses, done, note };
};

/** Sends `count` requests, one after the other, and judges each; one of each kind of mistake is told. */
export const fuzz = async (
  town: Town,
  { count, seed, tell = () => {} }: { count: number; seed: number; tell?: (sentence: string) => void },
): Promise<Fuzzed> => {
  const document = (await town.app.inject('/api/v1/openapi.json')).json();
  const operations = operationsOf(document).filter(({ name }) => !WITHOUT.includes(name));
  const wished = requests(operations, { ids: town.ids, roles: ROLES, faces: town.faces });
  const { wrong, statuses, done, note } = createNotes();
  await town.changes();
  const turns = watchTurns();
  for (let sent = 0; sent < count; sent += PORTION) {
    const numRuns = Math.min(PORTION, count - sent);
    const portion = turns.leaveOut(() => fc.sample(wished, { numRuns, seed: seed + sent }));
    for (const one of portion) {
      turns.name(told(one));
      const got = await send(town, one);
      const changes = await town.changes();
      turns.leaveOut(() => note(one, got, changes));
    }
    tell(`${sent + portion.length} requests, ${wrong.size} mistakes`);
  }
  turns.stop();
  const { ms: blocked_ms, during: blocked_by } = turns.worst();
  const thrown = town.world.faults.map(
    (fault) => `a fault in the log: ${String((fault as Error).stack).slice(0, 600)}`,
  );
  return {
    wrong: [...wrong.values(), ...new Set(thrown)],
    sent: count,
    statuses,
    done: done.size,
    operations: operations.length,
    blocked_ms,
    blocked_by,
  };
};

const REQUESTS = 100_000;
const WORST_BLOCK_MS = 100;

export const fuzzing: Torture = async (t: Place, { seed, tell }): Promise<Findings> => {
  const town = await openTown(t);
  const { wrong, statuses, blocked_by, ...figures } = await fuzz(town, { count: REQUESTS, seed, tell });
  const answers = Object.fromEntries(Object.entries(statuses).map(([status, count]) => [`answered_${status}`, count]));
  const blocked =
    figures.blocked_ms <= WORST_BLOCK_MS
      ? []
      : [`nothing else could be done for ${Math.round(figures.blocked_ms)} ms: ${blocked_by}`];
  return {
    what: 'requests of all kinds, made of the OpenAPI document',
    figures: { ...figures, blocked_ms: Math.round(figures.blocked_ms), ...answers },
    wrong: [...wrong, ...blocked],
  };
};
