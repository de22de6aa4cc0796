import fc from 'fast-check';
import { type TestBackend, testBackend } from '../../../packages/backend/src/test-support/backend.ts';
import type { Findings, Torture } from '../lib/torture.ts';
import { type Script, scripts, told } from './commands.ts';
import { PLANTS, plant } from './plants.ts';
import { Parted, walk } from './walk.ts';

type Plan = { readonly runs: number; readonly length: number; readonly seed: number; readonly shrink?: boolean };

/** Lets model and engine do the same. Null when they never part, or the script at which they do, made short. */
export const findDifference = async (
  world: TestBackend,
  { runs, length, seed, shrink = true }: Plan,
): Promise<{ sentence: string; runs: number } | null> => {
  const property = fc.asyncProperty(scripts(length), (script) => walk(world, script));
  const details = await fc.check(property, { numRuns: runs, seed, endOnFailure: !shrink });
  if (!details.failed) return null;
  const [script] = details.counterexample ?? [];
  // Whatever else was thrown is no finding about the engine, and must not pass for one.
  if (!(details.errorInstance instanceof Parted)) throw details.errorInstance;
  const example = script === undefined ? '' : told(script satisfies Script);
  return {
    sentence: `seed ${seed}, run ${details.numRuns}: ${details.errorInstance.message}\n${example}`,
    runs: details.numRuns,
  };
};

const RUNS = 1_000;
const LENGTH = 40;
const PLANTED_RUNS = 100;

/** The engine against the model, and against itself with each of the planted faults. */
export const model: Torture = async (t, { seconds, seed, tell }): Promise<Findings> => {
  const began = performance.now();
  const world = await testBackend(t);
  const wrong: string[] = [];
  const figures: Record<string, number> = {};
  // In portions, so that it can be told how far it is and when time is up.
  let runs = 0;
  for (; runs < RUNS && wrong.length === 0; runs += 50) {
    if (seconds !== null && performance.now() - began > seconds * 1000) break;
    const found = await findDifference(world, { runs: 50, length: LENGTH, seed: seed + runs });
    if (found !== null) wrong.push(found.sentence);
    tell(`${runs + 50} runs, ${Math.round((performance.now() - began) / 1000)} s`);
  }
  figures['runs'] = runs;
  figures['commands_per_run'] = LENGTH;
  figures['seconds'] = Math.round((performance.now() - began) / 1000);
  wrong.push(...new Set(world.faults.map(String)));
  for (const name of Object.keys(PLANTS)) {
    const spoilt = await testBackend(t);
    await plant(spoilt, name);
    const found = await findDifference(spoilt, { runs: PLANTED_RUNS, length: LENGTH, seed, shrink: false });
    if (found === null) wrong.push(`nobody noticed that ${name}`);
    else figures[`found after runs: ${name}`] = found.runs;
  }
  return { what: 'the engine does what a tiny model does, and planted faults are found', figures, wrong };
};
