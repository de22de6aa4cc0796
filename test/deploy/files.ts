import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

export const ROOT = path.resolve(import.meta.dirname, '../..');
export const DEPLOY = path.join(ROOT, 'deploy');

export const readDeploy = (file: string): string => readFileSync(path.join(DEPLOY, file), 'utf8');

/** Every variable that a deployment file sets for the program, and to what; null when somebody else fills it in. */
export type Given = { readonly file: string; readonly name: string; readonly value: string };

type Compose = {
  readonly services: Readonly<
    Record<string, { readonly image?: string; readonly environment?: Record<string, string> }>
  >;
};
type Container = {
  readonly env?: readonly { readonly name: string; readonly value: string }[];
};
type Workload = {
  readonly spec: { readonly template: { readonly spec: { readonly containers: readonly Container[] } } };
};

const named = (file: string, environment: Readonly<Record<string, string>>): Given[] =>
  Object.entries(environment).map(([name, value]) => ({ file, name, value: String(value) }));

const pairs = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/(?:^|\s)([A-Z][A-Z0-9_]*)=(\S*)/g)].map(([, name = '', value = '']) => [name, value]),
  );

const inCompose = (): Given[] =>
  globSync('compose/compose*.yml', { cwd: DEPLOY }).flatMap((file) => {
    const { services } = parse(readDeploy(file)) as Compose;
    return ['app', 'bot'].flatMap((name) => named(file, services[name]?.environment ?? {}));
  });

const inKubernetes = (): Given[] => {
  const workloads = ['gateway', 'bot', 'worker', 'keeper'].map((name) => `kubernetes/${name}.yaml`);
  const containers = workloads.flatMap((file) => {
    const { spec } = parse(readDeploy(file)) as Workload;
    return spec.template.spec.containers.flatMap(({ env = [] }) => env.map((one) => ({ file, ...one })));
  });
  const file = 'kubernetes/kustomization.yaml';
  const { configMapGenerator } = parse(readDeploy(file)) as { configMapGenerator: { literals: string[] }[] };
  const literals = configMapGenerator.flatMap(({ literals: lines }) =>
    lines.flatMap((line) => named(file, pairs(line))),
  );
  return [...containers, ...literals];
};

const inSystemd = (): Given[] => [
  ...named('systemd/okno.env', pairs(readDeploy('systemd/okno.env').replaceAll(/^#.*$/gm, ''))),
  ...['systemd/okno.service', 'systemd/okno@.service'].flatMap((file) =>
    [...readDeploy(file).matchAll(/^Environment=(.*)$/gm)].flatMap(([, line = '']) => named(file, pairs(line))),
  ),
];

const inImage = (): Given[] =>
  [...readDeploy('docker/Dockerfile').matchAll(/^ENV (.*)$/gm)].flatMap(([, line = '']) =>
    named('docker/Dockerfile', pairs(line)),
  );

export const listGiven = (): Given[] => [...inCompose(), ...inKubernetes(), ...inSystemd(), ...inImage()];
