import { checkArrows } from './arrows.ts';
import { checkCycles } from './cycles.ts';
import { checkModules } from './modules.ts';
import { checkPurity } from './purity.ts';
import { type Files, grow } from './tree.ts';

/** Everything in these files that is against the architecture, one sentence each. */
export const checkArchitecture = (files: Files): string[] => {
  const tree = grow(files);
  const unread = [...tree.sources].flatMap(([file, { errors }]) =>
    errors.map((error) => `${file} is unreadable: ${error}`),
  );
  return [...unread, ...checkArrows(tree), ...checkModules(tree), ...checkPurity(tree), ...checkCycles(tree)];
};
