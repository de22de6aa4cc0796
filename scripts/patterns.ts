import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { checkSync } from 'recheck';
import { actions } from '../packages/contract/src/index.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

/** Scripts and the emulator read nothing of strangers, and the pages run in the reader's own browser. */
const sources = (): string[] =>
  globSync(['packages/{contract,backend,bot}/src/**/*.ts', 'apps/server/src/**/*.ts'], { cwd: ROOT }).filter(
    (file) => !/\.test\.ts$|\.gen\.ts$|test-support|\/testing/.test(file),
  );

/** Every pattern that is written down in a source. */
const patternsIn = (file: string): RegExp[] => {
  const found: RegExp[] = [];
  new Visitor({
    Literal: (node) => {
      if ('regex' in node && node.regex) found.push(new RegExp(node.regex.pattern, node.regex.flags));
    },
  }).visit(parseSync(file, readFileSync(path.join(ROOT, file), 'utf8')).program);
  return found;
};

/** Those by which texts are judged that come in, our own and those of the library. */
const patternsOfContract = (): RegExp[] =>
  Object.values(actions).flatMap(({ input }) => {
    const schema = JSON.stringify(input.toJSONSchema({ io: 'input', unrepresentable: 'any' }));
    return [...schema.matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g)].map(
      ([, text = '""']) => new RegExp(JSON.parse(text) as string),
    );
  });

/** All patterns that texts of strangers may meet, as they are written, in alphabetical order. */
export const listPatterns = (): { written: RegExp[]; judging: RegExp[]; all: Map<string, RegExp> } => {
  const written = sources().flatMap(patternsIn);
  const judging = patternsOfContract();
  const known = new Map([...written, ...judging].map((one) => [String(one), one]));
  const all = new Map([...known].sort(([one], [other]) => (one < other ? -1 : 1)));
  return { written, judging, all };
};

/** What may take this long is too hard to judge, and as such too hard to read. */
const PATIENCE_MS = 60_000;

/** How the time of a pattern grows with the text that it is given, in the words of recheck: `linear`, `exponential`. */
export const judgePattern = ({ source, flags }: RegExp): string => {
  const found = checkSync(source, flags, { timeout: PATIENCE_MS, randomSeed: 1 });
  return found.status === 'unknown' ? `not known: ${found.error.kind}` : found.complexity.summary;
};

/** The verdicts that stand for growth no faster than that of the text. */
export const HARMLESS: readonly string[] = ['safe', 'safe (fuzz)', 'linear'];

/** Where the verdicts stand, so that only what is new has to be judged. */
export const VERDICTS = 'test/patterns.golden.txt';

/** The verdicts that are written down, by pattern. */
export const readVerdicts = (text: string): Map<string, string> =>
  new Map(
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const tab = line.indexOf('\t');
        return [line.slice(tab + 1), line.slice(0, tab)];
      }),
  );
