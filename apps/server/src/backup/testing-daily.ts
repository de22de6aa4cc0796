import type { TestContext } from 'node:test';
import { createLog } from '../log.ts';
import { type BackupNews, type DailyDeps, startDailyBackups } from './daily.ts';
import type { BackupState } from './state.ts';

export const at = (text: string): number => Date.parse(text);

/** A folder with a state that lives in memory; `verify` may refuse, and `news` is what the owner was told. */
export const world = (
  newest: number | null,
  given: { checked?: boolean; verify?: () => Promise<void>; copy?: () => Promise<void>; hears?: boolean } = {},
) => {
  const done: string[] = [];
  const news: BackupNews[] = [];
  const files = newest === null ? [] : [{ name: 'old', at: newest }];
  const old = { name: 'old', made_at: newest ?? 0, at: newest ?? 0, rows: 1, bytes: 1 };
  const state: { now: BackupState } = {
    now: { checked: given.checked === false || newest === null ? null : old, copied: null, failing: null },
  };
  const deps: DailyDeps = {
    time_zone: 'UTC',
    alone: (_signal, work) => work(),
    tidy: async () => [],
    newest: async () => files[0] ?? null,
    make: async () => {
      done.push('made');
      const made = { name: `made ${done.length}`, at: Date.now() };
      files.unshift(made);
      return made;
    },
    verify: async () => {
      done.push('verified');
      await given.verify?.();
      return { rows: 7, bytes: 100 };
    },
    putAside: async () => {
      done.push('put aside');
      files.shift();
    },
    ...(given.copy !== undefined && {
      copy: async () => {
        done.push('copied');
        await given.copy?.();
      },
    }),
    sweep: async () => {
      done.push('swept');
      return [];
    },
    readState: async () => state.now,
    writeState: async (changes) => {
      state.now = { ...state.now, ...changes };
      return state.now;
    },
    tell: async (one) => {
      news.push(one);
      return given.hears !== false;
    },
    onBackup: (outcome) => void done.push(`counted ${outcome}`),
    log: createLog('silent'),
  };
  return { done, news, state, deps };
};

export const HOUR_MS = 3_600_000;
export const settle = async () => {
  for (let n = 0; n < 5; n += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** Lets so much time pass, and whatever becomes due in it end. */
export const pass = async (t: TestContext, ms: number) => {
  t.mock.timers.tick(ms);
  await settle();
};

export const begin = async (t: TestContext, deps: DailyDeps, now: string) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: at(now) });
  const stop = startDailyBackups(deps);
  t.after(stop);
  await settle();
};
