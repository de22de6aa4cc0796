import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
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

/** What cannot be run in a test, and what shows instead that it is right. */
const ELSEWHERE: readonly (readonly [command: RegExp, because: string])[] = [
  [/^docker (compose|build|push)\b/, 'needs an engine; test/deploy/container.test.ts checks the files'],
  [/^kubectl (-n okno )?(create|apply)\b/, 'needs a cluster; test/deploy/container.test.ts checks the manifests'],
  [/^(useradd|systemctl|install)\b/, 'changes this machine; test/deploy/systemd.test.ts checks the units'],
  [/^psql\b/, 'test/deploy/postgres.test.ts and test/deploy/pgbouncer.test.ts run them on a server of their own'],
  [/^git clone\b/, 'the repository has no address of its own'],
  [/^git pull$/, 'the repository has no address of its own'],
  [/^FROM_URL=\S+ TO_URL=\S+ node scripts\/move-tenant\.ts\b/, 'test/torture/moving/moving.test.ts runs it'],
  [/^npm (test|run torture) -- (torture\/)?update$/, 'test/torture/update/update.test.ts is what they run'],
  [/^npm ci\b/, 'every start from a fresh copy does it'],
  [/^npm run okno -- (doctor|status)\b/, 'test/e2e/doctor.test.ts runs them'],
  [
    /^curl -X PUT https:\/\/book\.example\.org\//,
    'needs two servers; apps/server/src/http/internal-bots.test.ts does it',
  ],
  [/^curl -s http:/, 'run below'],
  [/^(cd|sh secrets\.sh|printf|node scripts\/link-postgres\.ts)\b/, 'run below'],
];

const FILES = ['docs/install.md', 'docs/monitoring.md', 'docs/troubleshooting.md', 'docs/update.md', 'docs/scaling.md'];

test('every command of these documents is run somewhere, or it is known why not', () => {
  const lines = FILES.flatMap((file) =>
    blocksOf(file).flatMap((block) =>
      block
        .trim()
        .split('\n')
        .map((line) => line.trim()),
    ),
  );
  assert.ok(lines.length > 25);
  assert.deepEqual(
    lines.filter((line) => !ELSEWHERE.some(([command]) => command.test(line))),
    [],
  );
  for (const [, because] of ELSEWHERE)
    for (const [file] of because.matchAll(/test\/[\w./-]+\.test\.ts/g))
      assert.ok(existsSync(path.join(ROOT, file)), file);
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

test('the embedded PostgreSQL is completed as often as one likes', () => {
  const [line = ''] = /node scripts\/link-postgres\.ts/.exec(read('docs/install.md')) ?? [];
  const told = execFileSync(process.execPath, line.split(' ').slice(1), { cwd: ROOT }).toString();
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
