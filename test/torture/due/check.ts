import type { Life } from './fleet.ts';
import { inHand, type Note, readNotes } from './notes.ts';

/** What was to happen when, by id; Unix milliseconds. */
export type Plan = ReadonlyMap<string, number>;

export type Verdict = {
  readonly figures: Readonly<Record<string, number>>;
  readonly wrong: readonly string[];
};

/** No promise of the product's is as exact as this machine's clocks. */
const EARLY_MS = 1_000;
const TAKE_OVER_MS = 2_000;

type Diary = Life & { readonly of: Readonly<Record<Note['deed'], ReadonlyMap<string, number>>> };

const read = (life: Life): Diary => {
  const notes = readNotes(life.notes);
  const deed = (wanted: Note['deed']) =>
    new Map(notes.filter(({ deed }) => deed === wanted).map(({ due_id, at }) => [due_id, at]));
  const of = { claimed: deed('claimed'), taken: deed('taken'), fired: deed('fired'), settled: deed('settled') };
  return { ...life, of };
};

/**
 * How long it took until others took over what a killed one had left. What nobody took any more had been settled, though
 * the note of it was not written; or it is among the rows that are left over.
 */
const takeOver = (dead: Diary, all: readonly Diary[]): number => {
  const took = inHand(dead.notes).flatMap((id) => {
    const times = all.flatMap(({ of }) => of.taken.get(id) ?? []).filter((at) => at > dead.ended_at);
    return times.length === 0 ? [] : [Math.min(...times) - dead.ended_at];
  });
  return Math.max(0, ...took);
};

const findRepeats = (all: readonly Diary[]) => {
  const firedBy = Map.groupBy(
    all.flatMap((diary) => [...diary.of.fired].map(([id, at]) => ({ id, at, diary }))),
    ({ id }) => id,
  );
  // All but the last time somebody fired it: after that nobody had to do it again.
  return [...firedBy.values()].flatMap((times) => times.toSorted((a, b) => a.at - b.at).slice(0, -1));
};

/** Everything that is wrong with what the workers have done of a plan. `rest`: rows that are left in the database. */
export const check = (plan: Plan, lives: readonly Life[], rest: number): Verdict => {
  const all = lives.map(read);
  const killed = all.filter(({ end }) => end === 'killed');
  const fired = new Map(all.flatMap(({ of }) => [...of.fired]));
  const lost = [...plan.keys()].filter((id) => !fired.has(id)).length;
  const early = all.flatMap(({ of }) => [...of.fired]).filter(([id, at]) => at < (plan.get(id) ?? 0) - EARLY_MS).length;
  const repeats = findRepeats(all);
  const astray = repeats.filter(({ id, diary }) => diary.end !== 'killed' || diary.of.settled.has(id)).length;
  const inFlight = killed.reduce(
    (sum, { of }) => sum + [...of.fired.keys()].filter((id) => !of.settled.has(id)).length,
    0,
  );
  const took = killed.map((dead) => takeOver(dead, all));
  const surprises = all.filter(({ end }) => end === 'surprise').length;
  const slow = took.filter((ms) => ms > TAKE_OVER_MS).length;
  const sayings: readonly (readonly [number, string])[] = [
    [lost, 'lost'],
    [early, `fired more than ${EARLY_MS} ms early`],
    [astray, 'repeated without having been in flight at a kill'],
    [Math.max(0, repeats.length - inFlight), 'more repeats than were in flight at the kills'],
    [slow, `times the take-over took more than ${TAKE_OVER_MS} ms`],
    [surprises, 'workers ended by themselves or not in peace'],
    [rest, 'rows left over'],
  ];
  return {
    figures: {
      planned: plan.size,
      workers: all.length,
      killed: killed.length,
      stopped: all.filter(({ end }) => end === 'stopped').length,
      in_hand_at_kills: killed.reduce((sum, dead) => sum + inHand(dead.notes).length, 0),
      in_flight_at_kills: inFlight,
      repeats: repeats.length,
      lost,
      worst_take_over_ms: Math.round(Math.max(0, ...took)),
    },
    wrong: sayings.flatMap(([count, saying]) => (count === 0 ? [] : [`${count} ${saying}`])),
  };
};
