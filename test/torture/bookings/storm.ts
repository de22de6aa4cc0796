import { setTimeout as pause } from 'node:timers/promises';
import type { Place } from '../../e2e/support/at-end.ts';
import { createChance } from '../lib/chance.ts';
import { createSender } from '../lib/http.ts';
import { type Keeper, keepRunning } from '../lib/keeper.ts';
import type { Shop } from '../lib/shop.ts';
import { createFaults, type FaultName } from './faults.ts';
import { createNotes, type Notes } from './notes.ts';
import { createPeople } from './people.ts';

/** A blow and how long it took until somebody could book again; null: that did not happen in time. */
export type Blow = { readonly name: FaultName; readonly began: number; readonly back_ms: number | null };

export type Storm = {
  readonly notes: Notes;
  readonly blows: readonly Blow[];
  readonly keeper: Keeper;
  readonly seconds: number;
};

type Plan = {
  readonly people: number;
  readonly seconds: number;
  readonly seed: number;
  /** From one blow to the next at least; null: it is a quiet day. */
  readonly blow_every_ms: number | null;
  readonly tell: (sentence: string) => void;
  /** Looked at twice a second: it is over early when it says so. */
  readonly isEnough?: () => Promise<boolean>;
};

/** Longer than this nobody is left waiting. */
const BACK_MS = 20_000;
const LOOK_MS = 500;

/** Tells when somebody has booked with a request that was sent after an instant. */
const createWatch = () => {
  const waiting = new Set<{ since: number; resolve: (at: number) => void }>();
  return {
    onBooked: (sent_at: number) => {
      for (const one of waiting)
        if (sent_at > one.since) {
          waiting.delete(one);
          one.resolve(performance.now());
        }
    },
    bookedAfter: (since: number): Promise<number | null> =>
      Promise.race([new Promise<number>((resolve) => waiting.add({ since, resolve })), pause(BACK_MS, null)]),
  };
};

/** Lets people loose on the shop, strikes again and again, and stops the program in peace at the end. */
export const storm = async (t: Place, shop: Shop, plan: Plan): Promise<Storm> => {
  const keeper = await keepRunning(t, shop.settings);
  const chance = createChance(plan.seed);
  const notes = createNotes();
  const watch = createWatch();
  const began = performance.now();
  let over = false;
  const send = createSender(t, { url: keeper.proxy.url, tenant: shop.slug, connections: plan.people * 4 });
  const { onBooked } = watch;
  const people = createPeople({ shop, send, notes, chance, isOver: () => over, onBooked }).run(plan.people);
  const until = began + plan.seconds * 1000;
  const blows: Blow[] = [];
  const next = createFaults(keeper, createChance(plan.seed + 1), shop.ask);
  for (let last = began; performance.now() < until; ) {
    await pause(Math.min(LOOK_MS, until - performance.now()));
    if (await plan.isEnough?.()) break;
    if (plan.blow_every_ms === null || performance.now() < last + plan.blow_every_ms) continue;
    const fault = next();
    last = performance.now();
    if (!(await fault.strike())) continue;
    const back = await watch.bookedAfter(last);
    blows.push({ name: fault.name, began: last, back_ms: back === null ? null : back - last });
    plan.tell(`${Math.round((last - began) / 1000)} s: ${fault.name}, ${notes.count.answered} answers so far`);
  }
  over = true;
  await people;
  const seconds = (performance.now() - began) / 1000;
  await keeper.stop();
  return { notes, blows, keeper, seconds };
};
