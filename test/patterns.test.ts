import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { actions } from '@okno/contract';
import { parseSync, Visitor } from 'oxc-parser';

/** A pattern, and where it stands. */
type Pattern = { readonly place: string; readonly regex: RegExp };

/** Scripts and the emulator read nothing of strangers, and the pages run in the reader's own browser. */
const SOURCES = globSync(['packages/{contract,backend,bot}/src/**/*.ts', 'apps/server/src/**/*.ts']).filter(
  (file) => !/\.test\.ts$|\.gen\.ts$|test-support/.test(file),
);

/** Every pattern that is written down in a source. */
const patternsIn = (file: string, source: string): Pattern[] => {
  const found: Pattern[] = [];
  const note = (regex: { pattern: string; flags: string } | null | undefined, start: number) => {
    const line = source.slice(0, start).split('\n').length;
    if (regex) found.push({ place: `${file}:${line}`, regex: new RegExp(regex.pattern, regex.flags) });
  };
  new Visitor({
    Literal: (node) => note('regex' in node ? node.regex : null, node.start),
  }).visit(parseSync(file, source).program);
  return found;
};

/** Those by which texts are judged that come in, our own and those of the library. */
const patternsOfContract = (): Pattern[] =>
  Object.entries(actions).flatMap(([name, { input }]) => {
    const schema = JSON.stringify(input.toJSONSchema({ io: 'input', unrepresentable: 'any' }));
    const texts = [...schema.matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g)].map(
      ([, text = '""']) => JSON.parse(text) as string,
    );
    return [...new Set(texts)].map((text) => ({ place: name, regex: new RegExp(text) }));
  });

/** A text that nearly matches: a stretch of something that does is repeated so often, and the end spoils it. */
type Attack = (times: number) => string;

/** Letters of the pattern itself, and some of every kind. */
const lettersOf = ({ source }: RegExp): string[] =>
  [...new Set([...'a0 -', ...source.replace(/\\[a-zA-Z]/g, ''), '.', '/', ':', '\n', '%41'])].slice(0, 16);

/** Where a pattern begins with words of its own, only what begins with them gets any further. */
const beginningsOf = ({ source }: RegExp): string[] => ['', ...(source.match(/[\w:/@<"= -]{2,}/g) ?? []).slice(0, 3)];

const attacksOn = (regex: RegExp): Attack[] => {
  const letters = lettersOf(regex);
  const pairs = letters.slice(0, 6).flatMap((one) => letters.slice(0, 6).map((other) => one + other));
  return beginningsOf(regex).flatMap((beginning) =>
    [...letters, ...pairs].map(
      (pump): Attack =>
        (times) =>
          `${beginning}${pump.repeat(times)}\u0000`,
    ),
  );
};

const once = (regex: RegExp, text: string): number => {
  regex.lastIndex = 0;
  // By the clock: what a thread has computed is counted so coarsely that what takes for ever may begin unnoticed.
  const begun = performance.now();
  regex.test(text);
  return performance.now() - begun;
};

/** The best of some: what else the machine did is left out. */
const costOf = (regex: RegExp, text: string): number => Math.min(...[1, 2, 3].map(() => once(regex, text)));

/** Shorter than this nothing is worth measuring. */
const FELT_MS = 8;
/** In small steps first, so that what doubles with every letter is noticed before it takes for ever. */
const SIZES = [...Array.from({ length: 18 }, (_, step) => 6 + 2 * step), 48, 56, 64, 512, 4_096, 16_384];

/** Whether the time grows faster than the text: with a text that is r times as long it is more than r to the power of 1.5. */
const isSlow = (regex: RegExp, attack: Attack): boolean => {
  let before = 1;
  for (const size of SIZES) {
    // What is felt once may be the machine's doing: only what is felt each time is judged, and otherwise it goes on.
    const longer = once(regex, attack(size)) > FELT_MS ? costOf(regex, attack(size)) : 0;
    if (longer > FELT_MS) return longer / Math.max(costOf(regex, attack(before)), 0.01) > (size / before) ** 1.5;
    before = size;
  }
  return false;
};

const findSlow = (patterns: readonly Pattern[]): string[] =>
  patterns
    .filter(({ regex }) => attacksOn(regex).some((attack) => isSlow(regex, attack)))
    .map(({ place, regex }) => `${place} ${regex}`);

test('no pattern of ours can be made slow by a text that it is given', () => {
  const written = SOURCES.flatMap((file) => patternsIn(file, readFileSync(file, 'utf8')));
  const judging = patternsOfContract();
  assert.ok(written.length > 100, `only ${written.length} patterns were seen`);
  assert.ok(judging.length > 50, `only ${judging.length} patterns of the contract were seen`);
  const known = new Map([...written, ...judging].map((one) => [String(one.regex), one]));
  assert.deepEqual(findSlow([...known.values()]), []);
});

test('control: patterns that take the square of the length, or double with each letter, are found', () => {
  const slow = [/^(a+)+$/, /^(\w+\s?)*$/, /^(a|aa)+$/, /\s+$/, /^.*,.*,.*;$/s, /<[^>]*>.*<\/[^>]*>$/];
  const found = findSlow(slow.map((regex) => ({ place: 'planted', regex })));
  assert.equal(found.length, slow.length, found.join('\n'));
  assert.deepEqual(findSlow([{ place: 'planted', regex: /^[\w-]{1,100}$/ }]), []);
});
