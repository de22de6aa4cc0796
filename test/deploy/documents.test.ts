import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { tempFolder } from '../e2e/support/at-end.ts';
import { openStudio } from '../e2e/support/studio.ts';
import { requireProgram } from '../support/requires.ts';
import { ROOT } from './files.ts';

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

/** The lines of the shell in a document, block by block, without remarks. */
const blocksOf = (file: string): string[] =>
  [...read(file).matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, body = '']) => body.replaceAll(/ {2,}#.*$/gm, ''));

type Shown = readonly [command: RegExp, because: string, evidence?: RegExp];

/** What is not run here, and what shows instead that it is right: the test that is named has to hold the evidence. */
const ELSEWHERE: readonly Shown[] = [
  [/^docker (compose|build|push)\b/, 'needs an engine; test/deploy/container.test.ts checks the files', /compose\.yml/],
  [
    /^kubectl (-n okno )?(create|apply)\b/,
    'needs a cluster; test/deploy/container.test.ts checks the manifests',
    /'kustomize'/,
  ],
  [
    /^(useradd\b|systemctl\b|install\b|systemd-run\b|sed 's\/okno\\.service\/)/,
    'changes this machine, or needs systemd as its first process; test/deploy/systemd.test.ts checks the units',
    /okno\.service/,
  ],
  [
    /^psql\b/,
    'test/deploy/postgres.test.ts and test/deploy/pgbouncer.test.ts run them on servers of their own',
    /login\.sql/,
  ],
  [/^git clone\b/, 'the repository has no address of its own'],
  [/^git pull$/, 'the repository has no address of its own'],
  [/^FROM_URL=\S+ TO_URL=\S+ node scripts\/move-tenant\.ts\b/, 'test/torture/moving/moving.ts runs it', /move-tenant/],
  [
    /^npm (test|run torture) -- (torture\/)?update$/,
    'test/torture/update/update.test.ts is what they run',
    /walkThroughUpdate/,
  ],
  [/^npm ci\b/, 'every start from a fresh copy does it'],
  [/^npm run okno -- (doctor|status)$/, 'test/e2e/doctor.test.ts runs them', /'status'/],
  [/^npm run okno -- backup$/, 'test/e2e/backup.test.ts', /\['backup', /],
  [/^npm run okno -- backup list$/, 'test/e2e/backup-copies.test.ts', /'backup', 'list'/],
  [/^npm run okno -- backup verify FILE$/, 'test/e2e/backup.test.ts', /\['backup', 'verify', back\]/],
  [/^npm run okno -- restore FILE$/, 'test/e2e/backup.test.ts', /\['restore', file\]/],
  [/^npm run okno -- restore s3:NAME$/, 'test/e2e/backup-copies.test.ts', /'restore', `s3:/],
  [
    /^curl -X PUT https:\/\/book\.example\.org\//,
    'needs two servers; test/e2e/support/far.ts does it for every test of a far bot',
    /\/internal\/bots\/.*\/delivery/,
  ],
  [/^curl -s http:/, 'run below'],
  [/^(cd|sh secrets\.sh|printf|node_modules\/\S+\/bin\/node scripts\/link-postgres\.ts)\b/, 'run below'],
];

/** Documents whose blocks a test takes as they stand, by the test that does. */
const TAKEN_WHOLE: Readonly<Record<string, string>> = {
  'README.md': 'test/documents.test.ts',
  'README.ru.md': 'test/documents.test.ts',
  'docs/assistants.md': 'test/documents.test.ts',
  'docs/sign-in.md': 'test/e2e/sign-in.test.ts',
  'docs/redis.md': 'apps/server/src/kv/acl.test.ts',
  'docs/webhooks.md': 'packages/backend/src/outcall.test.ts',
};

/** Whatever a reader may come upon, so that a new document is not forgotten. */
const FILES = globSync(['README*.md', 'docs/*.md'], { cwd: ROOT })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => blocksOf(file).length > 0 && !Object.hasOwn(TAKEN_WHOLE, file))
  .sort();

const linesOf = (file: string): string[] =>
  blocksOf(file).flatMap((block) =>
    block
      .trim()
      .split('\n')
      .map((line) => line.trim()),
  );

const isShown = (line: string): boolean => ELSEWHERE.some(([command]) => command.test(line));

test('every command of the documents is run somewhere, or it is known why not', () => {
  for (const file of ['docs/install.md', 'docs/backup.md', 'docs/monitoring.md', 'docs/troubleshooting.md'])
    assert.ok(FILES.includes(file), `${file} has commands`);
  const unknown = FILES.flatMap((file) =>
    linesOf(file)
      .filter((line) => !isShown(line))
      .map((line) => `${file}: ${line}`),
  );
  assert.deepEqual(unknown, []);
  // Where a command stands indented it is in no block, and nobody would look at it.
  const indented = FILES.flatMap((file) => read(file).match(/^ {4}(npm|node|docker|curl|sh) .*$/gm) ?? []);
  assert.deepEqual(indented, []);
});

test('a test that is said to show a command does', () => {
  for (const [, because, evidence] of ELSEWHERE) {
    const [file] = /\b(?:test|apps|packages)\/[\w./-]+\.ts/.exec(because) ?? [];
    if (file === undefined) continue;
    assert.match(read(file), evidence ?? assert.fail(`${file} shows nothing`), `${file} no longer shows it`);
  }
  for (const [document, file] of Object.entries(TAKEN_WHOLE))
    assert.ok(read(file).includes(path.basename(document)), `${file} no longer takes ${document}`);
});

test('control: a command that nobody runs is noticed', () => {
  const strange = ['npm run okno -- backup prune', 'npm run okno -- restore', 'rm -rf data', 'docker compose up'];
  assert.deepEqual(strange.map(isShown), [false, false, false, true]);
});

test('every file that the commands name is there', () => {
  const named = FILES.flatMap((file) =>
    [...read(file).matchAll(/(?<!test\/)\b(?:deploy|scripts)\/[\w./@-]*\w/g)].map(([name]) => ({ file, name })),
  );
  assert.ok(named.length > 15);
  // The secrets are made by the commands themselves.
  const missing = named.filter(
    ({ name }) => !name.startsWith('deploy/compose/secrets') && !existsSync(path.join(ROOT, name)),
  );
  assert.deepEqual(missing, []);
});

test('the commands for one server and for two make what compose asks for', (t) => {
  const blocks = blocksOf('docs/install.md').filter((block) => block.includes('docker compose'));
  assert.equal(blocks.length, 3);
  for (const block of blocks) {
    const folder = tempFolder(t);
    cpSync(path.join(ROOT, 'deploy'), path.join(folder, 'deploy'), { recursive: true });
    const own = block.split('\n').filter((line) => !line.startsWith('docker '));
    execFileSync('sh', ['-euc', own.join('\n')], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    const settings = readFileSync(path.join(folder, 'deploy/compose/.env'), 'utf8');
    const files = [...block.matchAll(/-f (\S+)/g)].map(([, file = '']) => file);
    for (const file of files.length === 0 ? ['compose.yml'] : files)
      for (const [, name = ''] of read(`deploy/compose/${file}`).matchAll(/\$\{(OKNO_\w+):\?/g))
        assert.match(settings, new RegExp(`^${name}=.+`, 'm'), `${file} asks for ${name}`);
  }
});

// The document names the programs of Linux.
test('the embedded PostgreSQL is completed as often as one likes', { skip: process.platform !== 'linux' }, () => {
  const [line = ''] = /^.*scripts\/link-postgres\.ts$/m.exec(read('docs/install.md')) ?? [];
  const [node = '', ...args] = line.replace('linux-x64', `linux-${process.arch}`).split(' ');
  const told = execFileSync(path.join(ROOT, node), args, { cwd: ROOT }).toString();
  assert.match(told, /^PostgreSQL 18\S* is complete\.$/m);
});

test('the example with curl reads the metrics', async (t) => {
  if (requireProgram(t, 'curl') === null) return;
  const [block = ''] = blocksOf('docs/monitoring.md');
  const [, token = ''] = /Bearer ([\w-]+)/.exec(block) ?? [];
  const { server } = await openStudio(t, { delivery: 'webhook', settings: { METRICS_TOKEN: token } });
  const script = block.replace('http://127.0.0.1:8080', server.url);
  const { stdout } = await promisify(execFile)('sh', ['-euc', script]);
  assert.match(stdout, /^okno_database_up 1$/m);
});
