import { type Edge, edgesOf, isForTests, type Tree, workspaceOf } from './tree.ts';

/**
 * `zod` is that package and its entries, `node:*` all of Node, `!node:http` not this one, `type x` its types only,
 * `declared` whatever the workspace's package.json names.
 */
type Row = { readonly may: readonly string[]; readonly tests?: readonly string[]; readonly because: string };

const NO_NETWORK = [
  '!node:http',
  '!node:http2',
  '!node:https',
  '!node:net',
  '!node:tls',
  '!node:dgram',
  '!node:process',
];

/** Who may import whom. What is not written here is not allowed. */
export const ARROWS: Readonly<Record<string, Row>> = {
  'packages/contract': {
    may: ['zod', 'intl-messageformat'],
    tests: ['yaml', '@formatjs/icu-messageformat-parser'],
    because: 'the contract knows nobody and runs in a browser',
  },
  'packages/backend': {
    may: [
      ...[
        '@okno/contract',
        'pg',
        'pg-copy-streams',
        'pg-protocol',
        'kysely',
        'rrule-temporal',
        'libphonenumber-js',
        'croner',
        'ical-generator',
        'ical.js',
        '@formatjs/icu-messageformat-parser',
        '@resvg/resvg-js',
        'node:*',
      ],
      ...NO_NETWORK,
    ],
    tests: ['node-ical'],
    because: 'the backend knows no user interface, no network and no environment',
  },
  'packages/bot': {
    may: ['@okno/contract', 'grammy'],
    tests: ['@okno/telegram'],
    because: 'the bot is screens only: it runs on a machine without a database driver',
  },
  'packages/telegram': {
    may: ['node:*', '!node:process'],
    tests: ['grammy'],
    because: 'the emulator can be used without the rest of Okno',
  },
  'apps/simulator': {
    may: ['preact', 'type @okno/telegram'],
    because: 'the page talks to the emulator over HTTP and shares only its types',
  },
  'apps/far-bot': { may: [], because: 'it is a manifest, and its program is that of the server' },
  'apps/server': { may: ['declared', 'node:*'], because: 'the server uses what its package.json names' },
};

const NOTHING: Row = { may: [], because: 'no arrow is drawn from here' };

/** What every test may use besides. */
const TESTS = ['node:*', 'fast-check'];

/** Folders from which every test may take its tools. */
const TOOLS = /^(test\/support|scripts)\//;

type Manifest = { readonly dependencies?: object; readonly devDependencies?: object };

const declared = ({ files }: Tree, workspace: string): string[] => {
  const manifest: Manifest = JSON.parse(files.get(`${workspace}/package.json`) ?? '{}');
  return Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
};

const fits = (to: string, pattern: string): boolean => {
  if (pattern === 'node:*') return to.startsWith('node:');
  // our own packages have one entrance
  return to === pattern || (!pattern.startsWith('@okno/') && to.startsWith(`${pattern}/`));
};

const mayImport = ({ to, types_only }: Edge, patterns: readonly string[]): boolean => {
  const refused = patterns.some((one) => one.startsWith('!') && fits(to, one.slice(1)));
  const types = types_only && patterns.some((one) => one.startsWith('type ') && fits(to, one.slice(5)));
  return !refused && (types || patterns.some((one) => fits(to, one)));
};

const isAllowed = (tree: Tree, edge: Edge, workspace: string): boolean => {
  const { may, tests = [] } = ARROWS[workspace] ?? NOTHING;
  const forTests = isForTests(edge.file);
  if (edge.to.startsWith(`${workspace}/`)) return forTests || !isForTests(edge.to);
  if (forTests && (TOOLS.test(edge.to) || mayImport(edge, [...TESTS, ...tests]))) return true;
  return mayImport(edge, may.includes('declared') ? [...may, ...declared(tree, workspace)] : may);
};

/** Imports against the arrows, and workspaces for which no arrow is drawn. */
export const checkArrows = (tree: Tree): string[] => {
  const crossed = edgesOf(tree).flatMap((edge) => {
    const workspace = workspaceOf(edge.file);
    if (workspace === null || isAllowed(tree, edge, workspace)) return [];
    const { because } = ARROWS[workspace] ?? NOTHING;
    return [`${edge.file}:${edge.line} may not import ${edge.to}: ${because}`];
  });
  const unknown = [...tree.sources].flatMap(([file, { imports }]) =>
    imports
      .filter(({ from }) => from === null && workspaceOf(file) !== null && !isForTests(file))
      .map(({ line }) => `${file}:${line} computes what it imports: write the address as plain text`),
  );
  return [...crossed, ...unknown];
};
