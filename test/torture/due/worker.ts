import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { type Connection, createDueEngine, createDueStore, createPool } from '@okno/backend';
import { openNotes } from './notes.ts';
import { skewClock } from './skew.ts';

/** What protects the work; one of them may be missing. */
export type Without = 'lock' | 'outbox' | null;

export type WorkerInput = {
  readonly connection: Connection;
  readonly notes: string;
  /** How long a job takes at most. */
  readonly hold_ms: number;
  /** How wrong this process's clock is. */
  readonly skew_ms: number;
  readonly without: Without;
};

/** What a worker tells its parent. */
export type Told = { readonly alive: number };

const { connection, notes: file, hold_ms, skew_ms, without } = JSON.parse(process.argv[2] ?? '') as WorkerInput;
skewClock(skew_ms);
const notes = openNotes(file);
const fail = (error: unknown): never => {
  process.stderr.write(`${String((error as Error).stack)}\n`);
  return process.exit(1);
};
const pool = createPool({ connection, role: 'worker', max: 10, onError: fail });
const store = createDueStore(pool, () => 0);
const idsOf = (items: readonly { due_id: string }[]): string[] => items.map(({ due_id }) => due_id);
const itemsOf = <Item>(handfuls: readonly { items: readonly Item[] }[]): Item[] =>
  handfuls.flatMap(({ items }) => items);
const hold = () => pause(Math.random() * hold_ms);

/** A lock that does not end with the process: somebody else holds it. */
const showAliveElsewhere: typeof store.showAlive = async (owner) => {
  process.send?.({ alive: owner } satisfies Told);
  await once(process, 'message');
  return { end: () => {} };
};

const engine = createDueEngine({
  store: {
    ...store,
    ...(without === 'lock' && { showAlive: showAliveElsewhere }),
    claim: async (...given) => {
      const claimed = await store.claim(...given);
      // Without the outbox nothing tells what a process had in hand. Noted when it is gone from there: a kill aims at who is at work.
      if (without === 'outbox')
        await Promise.all([store.finish(claimed.items), store.endHandfuls(claimed.handfuls, [])]);
      notes.write('claimed', idsOf([...claimed.items, ...itemsOf(claimed.handfuls)]));
      return claimed;
    },
    takeOver: async (...given) => {
      const items = await store.takeOver(...given);
      notes.write('taken', idsOf(items));
      return items;
    },
    finish: async (items) => {
      await store.finish(items);
      notes.write('settled', idsOf(items));
    },
    endHandfuls: async (handfuls, again) => {
      await store.endHandfuls(handfuls, again);
      notes.write('settled', idsOf(itemsOf(handfuls)));
    },
  },
  run: async (item) => {
    await hold();
    notes.write('fired', [item.due_id]);
    await hold();
    return { done: true };
  },
  together: {
    waitlist: async (items) => {
      await hold();
      notes.write('fired', idsOf(items));
      await hold();
      return items.map(() => ({ done: true }));
    },
  },
  random: Math.random,
  ticks: () => performance.now(),
  onError: fail,
});

process.on('SIGTERM', () => {
  engine
    .stop()
    .then(() => pool.end())
    .then(() => process.exit(0), fail);
});
// Whoever started us is gone.
process.on('disconnect', () => process.exit(1));
await engine.start();
process.send?.({ alive: 0 } satisfies Told);
