import fs from 'node:fs';
import path from 'node:path';
import type { TestContext } from 'node:test';

/** System programs that tests may ask for, with the names they go by. */
const knownNames: Readonly<Record<string, readonly string[]>> = {
  chromium: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
};

const isExecutable = (file: string): boolean => {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false; // not there or not for us: the search goes on
  }
};

/** Full path of a program on PATH, or null. */
export const findProgram = (name: string, searchPath: string = process.env['PATH'] ?? ''): string | null => {
  const folders = searchPath.split(path.delimiter).filter((folder) => folder !== '');
  const files = (knownNames[name] ?? [name]).flatMap((file) => folders.map((folder) => path.join(folder, file)));
  return files.find(isExecutable) ?? null;
};

/** Tells the launcher, which sums up at the end what could not be tested. One appended line is written in one piece. */
const report = (name: string, test: string): void => {
  const file = process.env['OKNO_TEST_ABSENT'];
  if (file) fs.appendFileSync(file, `${JSON.stringify({ program: name, test })}\n`);
};

/**
 * For a test that needs a program of the system: gives its path, or null after the test was marked as skipped with
 * a note that the summary of the run repeats. In CI, where every program has to be, it fails instead.
 */
export const requireProgram = (t: TestContext, name: string): string | null => {
  const found = findProgram(name);
  if (found) return found;
  if (process.env['CI']) throw new Error(`This test needs the program "${name}", and in CI it must not be left out.`);
  report(name, t.name);
  t.skip(`NOT TESTED: the program "${name}" is not on this machine`);
  return null;
};

/**
 * For a test that lacks something that is no program: marks it as skipped with a note that the summary of the run repeats.
 * In CI it fails instead, with the reason.
 */
export const reportAbsent = (t: TestContext, what: string, reason: string): void => {
  if (process.env['CI']) throw new Error(reason);
  report(what, t.name);
  t.skip(`NOT TESTED: ${reason}`);
};

/**
 * For a test that needs what even CI may lack: marks it as skipped with a note that the summary of the run repeats.
 */
export const reportMissing = (t: TestContext, what: string, reason: string): void => {
  report(what, t.name);
  t.skip(`NOT TESTED: ${reason}`);
};

/**
 * For a test that mounts a file system of its own, which containers may forbid, those of CI as well: says whether it can,
 * and if not marks the test as skipped with a note that the summary of the run repeats.
 */
export const requireMounting = (t: TestContext, can: boolean): boolean => {
  if (can) return true;
  reportMissing(t, 'mount (as root, with loop devices)', 'file systems cannot be mounted here');
  return false;
};
