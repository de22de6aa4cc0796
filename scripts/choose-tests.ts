import { globSync } from 'node:fs';
import path from 'node:path';

const places = ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'test/**/*.test.ts'];

const fits = (file: string, filter: string): boolean =>
  file.includes(filter) || path.matchesGlob(file, filter) || file === path.normalize(filter);

const fitsAny = (file: string, filters: readonly string[]): boolean => filters.some((filter) => fits(file, filter));

/** The files whose path holds one of the filters, or all when there is none, without those that fit one with a `!` before it. */
export const choose = (files: readonly string[], filters: readonly string[]): string[] => {
  const wanted = filters.filter((filter) => !filter.startsWith('!'));
  const unwanted = filters.filter((filter) => filter.startsWith('!')).map((filter) => filter.slice(1));
  return files.filter((file) => (wanted.length === 0 || fitsAny(file, wanted)) && !fitsAny(file, unwanted));
};

/** Sorts the words after `test` into flags for Node (`--test-name-pattern=…`) and filters, and finds the files of these. */
export const chooseTests = (root: string, words: readonly string[]): { files: string[]; flags: string[] } => {
  const flags = words.filter((word) => word.startsWith('-'));
  const filters = words.filter((word) => !word.startsWith('-'));
  const all = globSync(places, { cwd: root, exclude: ['**/node_modules/**'] }).sort();
  return { files: choose(all, filters), flags };
};
