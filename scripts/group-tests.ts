import fs from 'node:fs';
import path from 'node:path';

/** What some files of tests are, and how many of them one process runs, one after another. */
type Kind = { readonly of: string; readonly together: number };

/**
 * To load the program takes a process longer than most files take for their tests, hence many in one. Those that work for long
 * are few to a process, and begin first, so that at the end no core waits for one of them.
 */
const KINDS: readonly [Kind, ...Kind[]] = [
  { of: 'test/torture/', together: 1 },
  { of: 'test/e2e/', together: 3 },
  { of: '', together: 12 },
];

/** Something of the whole process that a test changes or measures, and that other files would feel. */
const OF_THE_PROCESS =
  /\bprocess\.(?:emit|on|once|chdir|umask|sete?[ug]id|memoryUsage|cpuUsage|resourceUsage)\b|\b(?:process\.(?:exitCode|title|std(?:out|err)\.write)|console\.\w+|Date\.now|Math\.random)\s*=(?![=>])|\bprocess\.env\b[^\n=]*=[^=>]|\bdelete process\.env\b|\bmock\.(?:timers|method|getter|setter|module|property)\b|'node:v8'|'node:perf_hooks'|\bglobalThis(?:\.\w+|\[[^\]]+\])+ = /;

/** Whether this source of a test file needs a process of its own. */
export const needsOwnProcess = (source: string): boolean => OF_THE_PROCESS.test(source);

const chunks = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size));

/**
 * Sorts test files into groups, each for one process, in the order in which they are to begin.
 * @param read gives the source of a file
 */
export const groupTests = (files: readonly string[], read: (file: string) => string): string[][] => {
  const kindOf = (file: string) => KINDS.find(({ of }) => file.startsWith(of)) ?? KINDS[0];
  return KINDS.flatMap((kind) => {
    const ours = files.filter((file) => kindOf(file) === kind);
    const apart = ours.filter((file) => needsOwnProcess(read(file)));
    const fit = ours.filter((file) => !apart.includes(file));
    return [...apart.map((file) => [file]), ...chunks(fit, kind.together)];
  });
};

/** A beginning of names without anything that is more than itself in a pattern. */
const BEGINNING = /^--test-skip-pattern=\^([\w :,-]+)$/;

/**
 * Whether this flag of Node picks tests, or files, and so wants files that are by themselves: in a group each has its path for a
 * name, and a pattern that meets it would leave out the whole file without a word. Beginnings are left out as well in groups, where
 * no path has them.
 */
export const needsFiles = (flag: string, files: readonly string[]): boolean => {
  if (!/^--test-(?:name-pattern|skip-pattern|only|shard)/.test(flag)) return false;
  const [, beginning] = BEGINNING.exec(flag) ?? [];
  return beginning === undefined || files.some((file) => file.startsWith(beginning) || beginning.startsWith(file));
};

/** The groups as files that Node's runner takes for files of tests; it runs them in the order of their names. */
type WrittenGroup = { readonly file: string; readonly done: string; readonly files: readonly string[] };

/**
 * Writes each group as a file of tests that runs its files one after another, each as one test with its path for a name:
 * what it leaves for its end is done at its end.
 * @param folder an empty one
 * @returns with each the file that is there once all of the group has been run
 */
export const writeGroups = (root: string, folder: string, groups: readonly (readonly string[])[]): WrittenGroup[] =>
  groups.map((files, index) => {
    const number = String(index).padStart(4, '0');
    // Should the process end in the middle, this name is all that Node can tell.
    const name = files.length === 1 ? files.join().replaceAll(/[^a-zA-Z0-9]+/g, '-') : `${files.length}-files`;
    const group = { file: path.join(folder, `${number}-${name}.test.mjs`), done: path.join(folder, number), files };
    const urls = JSON.stringify(files.map((file) => [file, path.join(root, file)]));
    fs.writeFileSync(
      group.file,
      `import { writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
for (const [name, place] of ${urls}) test(name, () => import(pathToFileURL(place)));
after(() => writeFileSync(${JSON.stringify(group.done)}, ''));
`,
    );
    return group;
  });

/** The files of groups whose process ended before all of them had been run: what became of them nobody knows. */
export const filesCutOff = (groups: readonly WrittenGroup[]): string[] =>
  groups.filter(({ done }) => !fs.existsSync(done)).flatMap(({ files }) => [...files]);
