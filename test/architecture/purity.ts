import type { Use } from './source.ts';
import { type Edge, edgesOf, isForTests, type Tree, workspaceOf } from './tree.ts';

const BACKEND = 'packages/backend/src/';

/** Where statements may stand besides `db/`, `store*.ts` of a module and `due*.ts`, and why. */
const MORE_SQL: Readonly<Record<string, string>> = {
  'packages/backend/src/directory.ts': 'the one look-up before the tenant, and so the transaction, is known',
  'packages/backend/src/idempotency.ts': 'belongs to the one door, not to a module',
  'packages/backend/src/operator.ts': 'two functions of the database that see all tenants',
  'packages/backend/src/kv/postgres.ts': 'the key-value store is one of two of its kind, and no module',
  'packages/backend/src/kv/postgres-ears.ts': 'listens on a connection of its own, in no transaction',
  'packages/backend/src/kv/sweep.ts': 'sees what has run out of all tenants',
  'apps/server/src/http/health.ts': '`select 1` asks only whether somebody answers',
};

/** The emulator keeps a clock that people can move; under it lies the system's. */
const CLOCKS = new Set(['packages/telegram/src/core/clock.ts']);

const isRule = (file: string): boolean => /\/modules\/[^/]+\/rules(-[^/]+)?\.ts$/.test(file) && !isForTests(file);

const maySql = (file: string): boolean =>
  isForTests(file) || file in MORE_SQL || /\/src\/(db\/.+|due[^/]*|modules\/[^/]+\/store(-[^/]+)?)\.ts$/.test(file);

const mayReadEnv = (file: string): boolean => isForTests(file) || /^apps\/[^/]+\/src\/config\.ts$/.test(file);

type Law = { readonly kinds: readonly Use['kind'][]; readonly binds: (file: string) => boolean; readonly say: string };

const LAWS: readonly Law[] = [
  { kinds: ['await', 'clock', 'chance'], binds: isRule, say: 'rules are pure: values in, values out' },
  {
    kinds: ['sql'],
    binds: (file) => workspaceOf(file) !== null && !maySql(file),
    say: 'statements stand in store.ts, due.ts or db/',
  },
  {
    kinds: ['env'],
    binds: (file) => workspaceOf(file) !== null && !mayReadEnv(file),
    say: 'the environment is read in src/config.ts of an app',
  },
  {
    kinds: ['clock'],
    binds: (file) => file.startsWith('packages/') && !CLOCKS.has(file) && !isRule(file),
    say: 'time is given',
  },
];

const checkUses = ({ sources }: Tree): string[] =>
  [...sources].flatMap(([file, { uses }]) =>
    uses.flatMap(({ kind, what, line }) =>
      LAWS.filter(({ kinds, binds }) => kinds.includes(kind) && binds(file)).map(
        ({ say }) => `${file}:${line} uses ${what}: ${say}`,
      ),
    ),
  );

/** Libraries that only compute: given the time, they ask nobody for it. */
const PURE = ['croner', 'rrule-temporal', 'libphonenumber-js/min', '@formatjs/icu-messageformat-parser'];
const RULES_KNOW =
  /\/modules\/[^/]+\/rules(-[^/]+)?\.ts$|^packages\/backend\/src\/(time|windows)\.ts$|^@okno\/contract$/;

const fromRules = ({ file, to }: Edge): string | null =>
  isRule(file) && !RULES_KNOW.test(to) && !PURE.includes(to)
    ? 'rules know rules, time.ts, windows.ts, the contract and libraries that only compute'
    : null;

const toTheDatabase = ({ file, to, types_only }: Edge): string | null => {
  if (!file.startsWith(BACKEND) || types_only || isForTests(file)) return null;
  if (/^(pg|kysely)(\/|$)/.test(to) && !file.startsWith(`${BACKEND}db/`))
    return 'the driver and the builder stay in db/';
  return to === `${BACKEND}db/sql.ts` && !maySql(file) ? 'statements stand in store.ts, due.ts or db/' : null;
};

/** Imports that would let in what the laws keep out. */
const checkImports = (tree: Tree): string[] =>
  edgesOf(tree).flatMap((edge) => {
    const say = fromRules(edge) ?? toTheDatabase(edge);
    return say === null ? [] : [`${edge.file}:${edge.line} may not import ${edge.to}: ${say}`];
  });

/** Who may wait, ask the clock, ask the database, ask the environment. */
export const checkPurity = (tree: Tree): string[] => [...checkUses(tree), ...checkImports(tree)];
