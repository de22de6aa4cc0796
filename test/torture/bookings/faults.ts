import { setTimeout as pause } from 'node:timers/promises';
import type { Rows } from '../../e2e/support/database.ts';
import type { Chance } from '../lib/chance.ts';
import type { Keeper } from '../lib/keeper.ts';
import { childrenOf, isSession, signal } from '../lib/processes.ts';

/** A blow: what it is called, and what is done. Says whether there was something to hit. */
export type Fault = { readonly name: FaultName; readonly strike: () => Promise<boolean> };

export type FaultName =
  | 'server killed'
  | 'PostgreSQL killed'
  | 'session killed'
  | 'sessions ended'
  | 'server stopped for a moment'
  | 'PostgreSQL stopped for a moment'
  | 'session stopped for a moment'
  | 'connections cut'
  | 'answers dropped'
  | 'requests cut';

/** How often each comes in one round of all. */
const DECK: Readonly<Record<FaultName, number>> = {
  'server killed': 2,
  'PostgreSQL killed': 2,
  'session killed': 1,
  'sessions ended': 2,
  'server stopped for a moment': 1,
  'PostgreSQL stopped for a moment': 1,
  'session stopped for a moment': 2,
  'connections cut': 2,
  'answers dropped': 3,
  'requests cut': 2,
};

const STOPPED_MS = 900;

const stopForAMoment = async (pids: readonly number[]): Promise<boolean> => {
  const hit = pids.filter((pid) => signal(pid, 'SIGSTOP'));
  await pause(STOPPED_MS);
  for (const pid of hit) signal(pid, 'SIGCONT');
  return hit.length > 0;
};

/** Everything that can go wrong around a running program, to be dealt out one by one. */
export const createFaults = (keeper: Keeper, chance: Chance, ask: () => Promise<Rows>): (() => Fault) => {
  const { proxy } = keeper;
  const sessions = () => childrenOf(keeper.postgres()).filter(isSession);
  const strikes: { readonly [N in FaultName]: () => Promise<boolean> | boolean } = {
    'server killed': () => {
      keeper.expectEnd();
      return signal(keeper.pid(), 'SIGKILL');
    },
    // The program ends with its database, and whoever keeps it running starts both anew.
    'PostgreSQL killed': () => {
      keeper.expectEnd();
      return signal(keeper.postgres(), 'SIGKILL');
    },
    // PostgreSQL then ends all sessions and recovers by itself; the program has to live on.
    'session killed': () => signal(chance.one(sessions()) ?? 0, 'SIGKILL'),
    'sessions ended': async () => {
      const rows = await ask();
      const ended = await rows(`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'okno' and random() < 0.6 and pid <> pg_backend_pid()`);
      return ended.length > 0;
    },
    'server stopped for a moment': () => stopForAMoment([keeper.pid()].filter((pid) => pid > 0)),
    'PostgreSQL stopped for a moment': () =>
      stopForAMoment([keeper.postgres(), ...sessions()].filter((pid) => pid > 0)),
    'session stopped for a moment': () => stopForAMoment(chance.shuffled(sessions()).slice(0, 3)),
    'connections cut': () => proxy.cutAll() > 0,
    'answers dropped': () => {
      proxy.dropAnswers(10 + chance.below(30));
      return true;
    },
    'requests cut': () => {
      proxy.cutRequests(5 + chance.below(15));
      return true;
    },
  };
  const names = Object.keys(DECK) as FaultName[];
  let deck: FaultName[] = [];
  return () => {
    if (deck.length === 0) deck = chance.shuffled(names.flatMap((name) => Array<FaultName>(DECK[name]).fill(name)));
    const name = deck.pop() ?? 'connections cut';
    return { name, strike: async () => strikes[name]() };
  };
};
