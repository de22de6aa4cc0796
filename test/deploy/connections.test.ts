import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { parse, parseAllDocuments } from 'yaml';
import { ROOT, readDeploy } from './files.ts';

const INSTALL = readFileSync(path.join(ROOT, 'docs/install.md'), 'utf8');
/** For the superuser, for commands and for what the backup reads with. */
const OTHERS = 10;

/** The number before or after these words in docs/install.md. */
const numberOf = (pattern: RegExp): number =>
  Number(pattern.exec(INSTALL)?.[1] ?? assert.fail(`docs/install.md names no ${pattern}`));

type Deployment = {
  readonly spec: {
    readonly replicas: number;
    readonly strategy: { readonly rollingUpdate?: { readonly maxSurge: number } };
  };
};
type Scaler = { readonly spec: { readonly scaleTargetRef: { readonly name: string }; readonly maxReplicas: number } };

/** How many processes run while a new version takes the place of the old one: at first, and when all has grown. */
const countProcesses = (): { first: number; most: number } => {
  const scalers = parseAllDocuments(readDeploy('kubernetes/autoscaling.yaml')).map((one) => one.toJS() as Scaler);
  const mostOf = new Map(scalers.map(({ spec }) => [spec.scaleTargetRef.name, spec.maxReplicas]));
  const count = { first: 0, most: 0 };
  for (const name of ['gateway', 'bot', 'worker', 'keeper']) {
    const { spec } = parse(readDeploy(`kubernetes/${name}.yaml`)) as Deployment;
    const surge = spec.strategy.rollingUpdate?.maxSurge ?? 0;
    count.first += spec.replicas + surge;
    count.most += (mostOf.get(name) ?? spec.replicas) + surge;
  }
  return count;
};

test('PostgreSQL as docs/install.md wants it has a connection for everything that Kubernetes may start', () => {
  const each = numberOf(/A process takes (\d+) connections at most/);
  const { first, most } = countProcesses();
  assert.ok(first >= 10 && most > first, `${first} processes at first, ${most} at most`);
  const enough = { first: first * each + OTHERS, most: most * each + OTHERS };
  assert.ok(numberOf(/`max_connections` of (\d+)/) >= enough.first, `at first ${enough.first}`);
  assert.ok(numberOf(/and of (\d+) for the \d+ that the autoscaler/) >= enough.most, `at most ${enough.most}`);
  assert.deepEqual([numberOf(/the (\d+) processes that run/), numberOf(/for the (\d+) that the autos/)], [first, most]);
});

test('the login itself holds none of them up', () => {
  const [, limit] = /connection limit (-?\d+)/.exec(readDeploy('postgres/okno/login.sql')) ?? [];
  assert.equal(limit, '-1', 'said, so that a limit of before is taken back');
});
