import { globSync } from 'node:fs';
import path from 'node:path';

const places = ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'test/**/*.test.ts'];

const fits = (file: string, filter: string): boolean =>
  file.includes(filter) || path.matchesGlob(file, filter) || file === path.normalize(filter);

/**
 * Sorts the words after `test` into flags for Node (`--test-name-pattern=…`) and filters: a file is taken when its
 * path holds one of the filters, or all are when there is none.
 */
export const chooseTests = (root: string, words: readonly string[]): { files: string[]; flags: string[] } => {
  const flags = words.filter((word) => word.startsWith('-'));
  const filters = words.filter((word) => !word.startsWith('-'));
  const all = globSync(places, { cwd: root, exclude: ['**/node_modules/**'] }).sort();
  const files = filters.length === 0 ? all : all.filter((file) => filters.some((filter) => fits(file, filter)));
  return { files, flags };
};
