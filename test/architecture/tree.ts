import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Import, type Source, scan } from './source.ts';

/** Path from the root of the project, with `/` → text of the file. */
export type Files = ReadonlyMap<string, string>;

/** Source files read once, with what the checks need besides them. */
export type Tree = { readonly files: Files; readonly sources: ReadonlyMap<string, Source> };

const CODE = /\.[cm]?[jt]sx?$/;
const PLACES = [
  '{packages,apps}/*/package.json',
  '{packages,apps,scripts,test,bench}/**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}',
];
const FOREIGN = /(^|[\\/])(node_modules|dist|data|results)$/;

/** The sources and manifests below a folder, as they lie on the disk. */
export const readFiles = (root: string): Files => {
  const names = globSync(PLACES, { cwd: root, exclude: (name) => FOREIGN.test(name) });
  return new Map(
    names.map((name) => [name.split(path.sep).join('/'), readFileSync(path.join(root, name), 'utf8')] as const),
  );
};

export const grow = (files: Files): Tree => {
  const code = [...files].filter(([file]) => CODE.test(file));
  return { files, sources: new Map(code.map(([file, text]) => [file, scan(file, text)])) };
};

/** Where an import leads: a path from the root for one of ours, else the name as it stands. */
export const leadsTo = (file: string, from: string): string =>
  from.startsWith('.') ? path.posix.join(path.posix.dirname(file), from) : from;

/** `packages/bot/src/turn.ts` → `packages/bot`; null outside the workspaces. */
export const workspaceOf = (file: string): string | null => /^(?:packages|apps)\/[^/]+(?=\/)/.exec(file)?.[0] ?? null;

/** Tests, benchmarks, and what only they use: `testing.ts`, `testing-….ts`, `test-….ts`, files in a folder `test-support`. */
export const isForTests = (file: string): boolean =>
  /^(test|bench)\/|\/test-support\/|\.test\.[cm]?[jt]sx?$|\/(testing(-[^/]*)?|test-[^/]*)\.[cm]?[jt]sx?$/.test(file);

export type Edge = Import & { readonly file: string; readonly to: string };

/** Every import whose address can be read. */
export const edgesOf = ({ sources }: Tree): Edge[] =>
  [...sources].flatMap(([file, { imports }]) =>
    imports.flatMap((one) => (one.from === null ? [] : [{ ...one, file, to: leadsTo(file, one.from) }])),
  );
