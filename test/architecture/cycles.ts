import { edgesOf, type Tree } from './tree.ts';

/** Rings of files that import each other, types included; each ring is told once. */
export const checkCycles = (tree: Tree): string[] => {
  const next = Map.groupBy(
    edgesOf(tree).filter(({ to }) => tree.sources.has(to)),
    ({ file }) => file,
  );
  const done = new Set<string>();
  const rings: string[] = [];
  const walk = (file: string, path: readonly string[]): void => {
    const seen = path.indexOf(file);
    if (seen >= 0) rings.push(`a ring of imports: ${[...path.slice(seen), file].join(' → ')}`);
    if (seen >= 0 || done.has(file)) return;
    for (const to of new Set(next.get(file)?.map(({ to }) => to))) walk(to, [...path, file]);
    done.add(file);
  };
  for (const file of next.keys()) walk(file, []);
  return rings;
};
