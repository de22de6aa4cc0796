import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { readConfig, settings } from '../apps/server/src/config.ts';
import { createLog } from '../apps/server/src/log.ts';
import { type Server, startServer } from '../apps/server/src/serve.ts';
import manifest from '../package.json' with { type: 'json' };
import { generateSettings, replaceTable } from '../scripts/generate-settings.ts';
import { atEnd, tempFolder } from './e2e/support/at-end.ts';
import { openStudioDatabase } from './e2e/support/database.ts';
import { requireProgram } from './support/requires.ts';

const root = path.resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

const unwanted = ['**/node_modules/**', '**/dist/**', '**/data/**'];
const documents = globSync('**/*.md', { cwd: root, exclude: unwanted }).sort();

const fences = /^```(\w*)\n([\s\S]*?)^```$/gm;
const withoutFences = (text: string): string => text.replace(fences, '');
const shellBlocks = (file: string): string[] =>
  [...read(file).matchAll(fences)].filter(([, language]) => language === 'sh').map(([, , body = '']) => body);

const headingsOf = (text: string): { level: number; title: string }[] =>
  [...withoutFences(text).matchAll(/^(#+) (.+)$/gm)].map(([, marks = '', title = '']) => ({
    level: marks.length,
    title,
  }));

/** As GitHub makes an anchor of a heading. */
const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

const hasAnchor = (file: string, anchor: string): boolean =>
  headingsOf(read(file)).some(({ title }) => anchorOf(title) === anchor);

/** What is wrong with the relative links of a document's text. */
const brokenLinks = (file: string, text: string): string[] =>
  [...withoutFences(text).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
    if (/^[a-z]+:/.test(target)) return [];
    const [place = '', anchor] = target.split('#');
    const goal = place === '' ? file : path.join(path.dirname(file), place);
    if (!existsSync(path.join(root, goal))) return [`${file}: ${target}`];
    return anchor !== undefined && !hasAnchor(goal, anchor) ? [`${file}: ${target} (no such heading)`] : [];
  });

test('every relative link in the documents leads somewhere', () => {
  assert.ok(documents.includes('README.md') && documents.includes('docs/rules.md'), 'the documents were found');
  assert.deepEqual(
    documents.flatMap((file) => brokenLinks(file, read(file))),
    [],
  );
});

test('a link to a file or a heading that does not exist is noticed', () => {
  const text = '[a](LICENSE) [b](nowhere.md) [c](docs/rules.md#slots) [d](docs/rules.md#nothing) [e](https://x.org)';
  assert.deepEqual(brokenLinks('README.md', text), [
    'README.md: nowhere.md',
    'README.md: docs/rules.md#nothing (no such heading)',
  ]);
});

test('the rules begin with a list of them all, in their order', () => {
  const text = read('docs/rules.md');
  const listed = [...text.matchAll(/^( *)- \[([^\]]+)\]\(#([\w-]+)\)$/gm)];
  assert.deepEqual(
    listed.map(([, indent = '', title, anchor]) => ({ level: 2 + indent.length / 2, title, anchor })),
    headingsOf(text)
      .filter(({ level }) => level > 1)
      .map(({ level, title }) => ({ level, title, anchor: anchorOf(title) })),
  );
});

test('every file of the project that a document names is there', () => {
  const missing = documents.flatMap((file) =>
    [...read(file).matchAll(/`((?:apps|docs|packages|scripts|test)\/[\w./-]+)`/g)]
      .map(([, name = '']) => name)
      .filter((name) => !existsSync(path.join(root, name)))
      .map((name) => `${file}: ${name}`),
  );
  assert.deepEqual(missing, []);
});

test('every rule that the code refers to stands in docs/rules.md', () => {
  const sources = globSync('{apps,packages}/*/src/**/*.{ts,tsx,sql}', { cwd: root, exclude: unwanted });
  const lost = sources.flatMap((file) =>
    [...read(file).matchAll(/docs\/rules\.md#([\w-]+)/g)]
      .filter(([, anchor = '']) => !hasAnchor('docs/rules.md', anchor))
      .map(([reference]) => `${file}: ${reference}`),
  );
  assert.ok(sources.length > 100, 'the sources were found');
  assert.deepEqual(lost, []);
});

/** The words behind every `npm` in a text that are commands of ours, e.g. `['run', 'okno', '--', 'doctor']`. */
const npmCommands = (text: string): string[][] =>
  [...text.matchAll(/\bnpm ((?:start|test|run [a-z]+)(?: -- [^\n`#]+)?)/g)].map(([, words = '']) =>
    words.trim().split(/\s+/),
  );

const knownWords = (): { commands: string[]; options: string[] } => {
  const main = read('apps/server/src/main.ts');
  const all = (pattern: RegExp) => [...main.matchAll(pattern)].map(([, word = '']) => word);
  return { commands: all(/\.command\('([\w-]+)[ ']/g), options: all(/[oO]ption\('(--[\w-]+)/g) };
};

const problemOf = (words: readonly string[]): string | null => {
  const [script = '', ...rest] = words[0] === 'run' ? words.slice(1) : words;
  if (!Object.hasOwn(manifest.scripts, script)) return `no script ${script}`;
  const { commands, options } = knownWords();
  const given = rest.filter((word) => word !== '--');
  if (script === 'okno' && given.join() === '--help') return null;
  if (script === 'okno' && !commands.includes(given[0] ?? '')) return `no command ${given[0]}`;
  const strange = given.find((word) => word.startsWith('--') && !options.includes(word));
  return ['okno', 'start'].includes(script) && strange !== undefined ? `no option ${strange}` : null;
};

test('every npm command in the documents exists, with its options', () => {
  const told = documents.flatMap((file) => npmCommands(read(file)).map((words) => ({ file, words })));
  assert.ok(told.length > 10, 'the commands were found');
  const wrong = told.flatMap(({ file, words }) => {
    const problem = problemOf(words);
    return problem === null ? [] : [`${file}: npm ${words.join(' ')}: ${problem}`];
  });
  assert.deepEqual(wrong, []);
});

test('a command, an option or a script that does not exist is noticed', () => {
  const problems = npmCommands('npm run okno -- fly\nnpm start -- --rest\nnpm run nothing\nnpm test -- x\n').map(
    problemOf,
  );
  assert.deepEqual(problems, ['no command fly', 'no option --rest', 'no script nothing', null]);
});

/** What `okno … --help` lists below a command. */
const helpOf = async (words: readonly string[]): Promise<string[]> => {
  const program = path.join(root, 'apps/server/src/main.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...words, '--help'], { cwd: root });
  const [, list = ''] = stdout.split('\nCommands:\n');
  return [...list.matchAll(/^ {2}([a-z][\w-]*)/gm)].flatMap(([, name = '']) => (name === 'help' ? [] : [name]));
};

test('both READMEs list every command that the program has', async () => {
  const top = await helpOf([]);
  const groups = await Promise.all(top.map(async (name) => ({ name, below: await helpOf([name]) })));
  const all = groups.flatMap(({ name, below }) => (below.length === 0 ? [name] : below.map((sub) => `${name} ${sub}`)));
  assert.ok(all.includes('doctor') && all.includes('backup verify'), all.join());
  for (const file of ['README.md', 'README.ru.md']) {
    const told = npmCommands(shellBlocks(file).join('\n')).map(([first = '', ...rest]) =>
      first === 'start' ? 'serve' : rest.slice(2).join(' '),
    );
    const missing = all.filter((name) => !told.some((words) => `${words} `.startsWith(`${name} `)));
    assert.deepEqual(missing, [], file);
  }
});

test('the tables of settings are those of the program', async () => {
  for (const { path: file, content } of await generateSettings())
    assert.equal(read(file), content, `${file} is stale: run npm run generate`);
});

test('every setting stands in both tables, and a document without the markers is refused', () => {
  for (const file of ['README.md', 'README.ru.md'])
    for (const name of Object.keys(settings.shape)) assert.match(read(file), new RegExp(`^\\| \`${name}\` \\|`, 'm'));
  assert.throws(() => replaceTable('a.md', 'no markers', ''), /a\.md/);
});

test('the Russian README has the sections and the commands of the English one', () => {
  const shapeOf = (file: string) => headingsOf(read(file)).map(({ level }) => level);
  assert.deepEqual(shapeOf('README.ru.md'), shapeOf('README.md'));
  // Remarks and the name of the repository are translated, commands are not.
  const commandsOf = (file: string) =>
    shellBlocks(file).map((block) => block.replace(/ +#.*$/gm, '').replace(/<[^>\n]*>/g, '<>'));
  assert.deepEqual(commandsOf('README.ru.md'), commandsOf('README.md'));
});

const KEY = 'a-key-of-16-characters';
const ADDRESS = 'http://127.0.0.1:8080';

/** The demo as the README starts it, on a port of its own. */
const startDemo = async (t: TestContext): Promise<Server> => {
  const config = readConfig({
    PORT: '0',
    DATA_DIR: tempFolder(t),
    DATABASE_URL: (await openStudioDatabase(t)).url,
    TELEGRAM_BOT_API_KEY: KEY,
  });
  const server = await startServer({ config, log: createLog('silent') });
  atEnd(t, server.stop);
  return server;
};

/** Runs a block of the README as it stands, but for the address; a refusal by the server fails it. */
const runBlock = async (block: string, url: string): Promise<string> => {
  const script = `set -e\ncurl() { command curl --fail-with-body "$@"; }\n${block.replaceAll(ADDRESS, url)}`;
  const { stdout } = await promisify(execFile)('sh', ['-c', script]);
  return stdout;
};

test('the addresses and the curl examples of the README work against the demo', async (t) => {
  if (requireProgram(t, 'curl') === null) return;
  const server = await startDemo(t);
  const addresses = [...read('README.md').matchAll(/^\| `(http:[^`]+)` \|/gm)].map(([, address = '']) => address);
  assert.equal(addresses.length, 3);
  for (const address of addresses) {
    const response = await fetch(address.replace(ADDRESS, server.url));
    assert.equal(response.status, 200, address);
    await response.body?.cancel();
  }
  const blocks = shellBlocks('README.md').filter((block) => block.includes('curl'));
  assert.equal(blocks.length, 1);
  assert.ok(blocks[0]?.includes(KEY), 'the example names the key of the demo');
  const [first = '', second = ''] = [
    await runBlock(blocks[0] ?? '', server.url),
    await runBlock(blocks[0] ?? '', server.url),
  ];
  assert.match(first, /"status":"confirmed"/);
  assert.match(second, /"status":"confirmed"/, 'the first free time has become another one, and is booked as well');
});

test('the example of the page about webhooks works against the demo', async (t) => {
  if (requireProgram(t, 'curl') === null) return;
  const server = await startDemo(t);
  const [example = ''] = shellBlocks('docs/webhooks.md').filter((block) => block.includes('curl'));
  assert.match(await runBlock(example, server.url), /"name":"CRM".*"secret":"[\w-]+"/);
});

test('the examples of the page about assistants work against the demo', async (t) => {
  if (requireProgram(t, 'curl') === null) return;
  const server = await startDemo(t);
  const blocks = shellBlocks('docs/assistants.md');
  assert.equal(blocks.length, 2);
  const told = await runBlock(`${blocks.join('\n')}\necho; echo "KEY $key"`, server.url);
  assert.match(told, /"status":"active"/);
  assert.match(told, /"next":\["/);
  const [, key = ''] = /^KEY (okno_[\w-]{43})$/m.exec(told) ?? [];
  const [, , example = ''] =
    [...read('docs/assistants.md').matchAll(fences)].find(([, language]) => language === 'ts') ?? [];
  const file = path.join(tempFolder(t), 'assistant.ts');
  writeFileSync(file, example);
  const env = { OKNO_URL: server.url, OKNO_KEY: key };
  const { stdout } = await promisify(execFile)(process.execPath, [file], { env, timeout: 60_000 });
  assert.match(stdout, /^\S+Z: water the plants\n$/);
});
