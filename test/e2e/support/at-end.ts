import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { roomyTempFolder } from '../../support/temp-folder.ts';

/** Whatever does something at its end: a test, or a run from the command line. */
export type Place = { after(work: () => Promise<void> | void): void };

const endings = new WeakMap<Place, (() => unknown)[]>();

/** Does all of it, whatever fails on the way; the first failure is thrown at the end. */
const endAll = async (works: readonly (() => unknown)[]): Promise<void> => {
  const failures: unknown[] = [];
  for (const work of works)
    try {
      await work();
    } catch (error) {
      failures.push(error);
    }
  if (failures.length > 0) throw failures[0];
};

/** Does something after the test, the latest first: a program is stopped before its folder goes. */
export const atEnd = (t: Place, work: () => unknown): void => {
  const known = endings.get(t);
  if (known) {
    known.push(work);
    return;
  }
  const works = [work];
  endings.set(t, works);
  t.after(() => endAll(works.toReversed()));
};

/** A folder that is gone after the test; a server that runs as another user may enter it. */
export const tempFolder = (t: Place): string => {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(roomyTempFolder(), 'okno-e2e-')));
  fs.chmodSync(folder, 0o755);
  atEnd(t, () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  return folder;
};

/**
 * Asks again until the answer is truthy, and gives it; fails after `timeout_ms`: a busy machine may be slow, and what is
 * remembered for half a minute is not to help.
 */
export const until = async <T>(
  what: string,
  look: () => T | Promise<T>,
  timeout_ms = 25_000,
): Promise<NonNullable<T>> => {
  for (const deadline = performance.now() + timeout_ms; ; await pause(20)) {
    const value = await look();
    if (value) return value;
    if (performance.now() > deadline) throw new Error(`did not happen within ${timeout_ms} ms: ${what}`);
  }
};
