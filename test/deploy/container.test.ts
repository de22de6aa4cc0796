import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { validate } from 'dockerfile-utils';
import { parse, parseAllDocuments } from 'yaml';
import { settings } from '../../apps/server/src/config.ts';
import manifest from '../../package.json' with { type: 'json' };
import { requireProgram } from '../support/requires.ts';
import { DEPLOY, ROOT, readDeploy } from './files.ts';
import { complaintsAbout } from './kubernetes.ts';

const dockerfile = readDeploy('docker/Dockerfile');
const health = readFileSync(path.join(ROOT, 'apps/server/src/http/health.ts'), 'utf8');

const isServed = (address: string): boolean => health.includes(`'${address}'`);
const PORT = String(settings.shape.PORT.parse(undefined));

test('the Dockerfile is one, and a wrong one would be noticed', () => {
  assert.deepEqual(validate(dockerfile), []);
  assert.notDeepEqual(validate(dockerfile.replace('WORKDIR /app', 'WORKDIRE /app')), []);
});

test('what the Dockerfile copies is there: the manifest of every workspace and the scripts', () => {
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, from = '']) => from.split(' '));
  for (const file of copied) assert.ok(existsSync(path.join(ROOT, file)), file);
  const lock = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as { packages: object };
  const workspaces = Object.keys(lock.packages).filter((name) => /^(apps|packages)\/[^/]+$/.test(name));
  assert.ok(workspaces.length >= 6 && manifest.workspaces.length > 0);
  for (const workspace of workspaces) assert.ok(copied.includes(`${workspace}/package.json`), workspace);
  for (const [, script = ''] of dockerfile.matchAll(/node (scripts\/[\w.-]+)/g))
    assert.ok(existsSync(path.join(ROOT, script)), script);
});

test('the image runs as nobody special, says how it is, and takes no secret in', () => {
  const [, last = ''] = dockerfile.split(/^FROM debian.*$/m);
  assert.match(last, /^USER 10001:10001$/m);
  assert.match(last, new RegExp(`^EXPOSE ${PORT}$`, 'm'));
  const [, probed = ''] = /127\.0\.0\.1:\$\{process\.env\.PORT\}(\/\w+)/.exec(last) ?? [];
  assert.ok(isServed(probed), probed);
  assert.match(last, /^ENTRYPOINT \["node", "apps\/server\/src\/main\.ts"\]$/m);
  const ignored = readFileSync(path.join(ROOT, '.dockerignore'), 'utf8').split('\n');
  for (const kind of ['.git', '**/node_modules', '**/.env', '**/secrets', '**/data']) assert.ok(ignored.includes(kind));
  assert.doesNotMatch(dockerfile, /(TOKEN|PASSWORD|SECRET|KEY)\s*=/);
});

/** What every slim Debian brings: the libraries of C and C++ themselves. */
const IN_SLIM = /^(linux-vdso|ld-linux[\w-]*|lib(c|m|dl|pthread|rt|gcc_s|stdc\+\+))\.so/;
const PACKAGES: Readonly<Record<string, string>> = { 'libatomic.so.1': 'libatomic1' };

/** The libraries among what `ldd` says of a program. */
const librariesOf = (linked: string): string[] =>
  [...linked.matchAll(/^\s+(?:\/\S+\/)?(\S+)/gm)].map(([, name = '']) => name);

/** Which of those libraries an image of this Dockerfile has not. */
const lackingIn = (file: string, linked: string): string[] => {
  const [, last = ''] = file.split(/^FROM debian.*$/m);
  return librariesOf(linked).filter((name) => !IN_SLIM.test(name) && !last.includes(` ${PACKAGES[name] ?? name} `));
};

test('the image has every library that its Node is linked against', { skip: process.platform !== 'linux' }, () => {
  const linked = execFileSync('ldd', [process.execPath]).toString();
  assert.ok(librariesOf(linked).includes('libc.so.6'), linked);
  assert.deepEqual(lackingIn(dockerfile, linked), []);
});

test('control: a library that the image has not would be noticed', () => {
  const linked = `\tlinux-vdso.so.1 (0x00007ffd)
\tlibatomic.so.1 => /lib/x86_64-linux-gnu/libatomic.so.1 (0x00007f01)
\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f02)
\t/lib64/ld-linux-x86-64.so.2 (0x00007f03)
`;
  assert.deepEqual(lackingIn(dockerfile, linked), []);
  assert.deepEqual(lackingIn(dockerfile.replace('libatomic1', ''), linked), ['libatomic.so.1']);
});

test('compose finds nothing wrong with the files for one server and for two', (t) => {
  const compose = requireProgram(t, 'docker-compose');
  if (compose === null) return;
  const env = {
    PATH: process.env['PATH'],
    OKNO_DOMAIN: 'book.example.org',
    OKNO_BACKEND_URL: 'https://book.example.org',
  };
  const run = (...files: string[]) =>
    execFileSync(compose, [...files.flatMap((file) => ['-f', file]), 'config', '--quiet'], {
      ...{ cwd: path.join(DEPLOY, 'compose'), env, stdio: ['ignore', 'pipe', 'pipe'] },
    });
  run('compose.yml');
  run('compose.yml', 'compose.backend.yml');
  run('compose.bot.yml');
});

type Service = {
  readonly image: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly ports?: readonly string[];
  readonly secrets?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
};

test('in compose only the proxy is reached from outside, and what is handed over is what is asked for', () => {
  for (const file of ['compose/compose.yml', 'compose/compose.bot.yml']) {
    const { services } = parse(readDeploy(file)) as { services: Record<string, Service> };
    for (const [name, { ports = [], image, read_only, cap_drop, secrets = [], environment = {} }] of Object.entries(
      services,
    )) {
      assert.equal(ports.length > 0, name === 'caddy', `${file} ${name}`);
      assert.match(image, /^(okno|[a-z]+:\d+)$/, 'a version is named');
      if (image === 'okno') assert.deepEqual([read_only, cap_drop], [true, ['ALL']]);
      const asked = Object.values(environment).flatMap((value) => /^\/run\/secrets\/(\w+)$/.exec(value)?.[1] ?? []);
      assert.deepEqual(
        asked.filter((secret) => !secrets.includes(secret)),
        [],
        `${file} ${name}`,
      );
    }
  }
});

type Probe = { readonly httpGet: { readonly path: string } };

type Workload = {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly containers: readonly {
          readonly ports: readonly { readonly containerPort: number }[];
          readonly securityContext: object;
          readonly startupProbe: Probe;
          readonly readinessProbe: Probe;
          readonly livenessProbe: Probe;
        }[];
      };
    };
  };
};

test('kustomize puts the manifests together, and Kubernetes knows every field', (t) => {
  const kubectl = requireProgram(t, 'kubectl');
  if (kubectl === null) return;
  const text = execFileSync(kubectl, ['kustomize', path.join(DEPLOY, 'kubernetes')]).toString();
  const manifests = parseAllDocuments(text).map((one) => one.toJSON() as Workload);
  assert.ok(manifests.length > 15);
  assert.deepEqual(
    manifests.flatMap((one) => complaintsAbout(one).map((what) => `${one.kind} ${one.metadata.name}: ${what}`)),
    [],
  );
  const workloads = manifests.filter(({ kind }) => kind === 'Deployment');
  assert.deepEqual(workloads.map(({ metadata }) => metadata.name).sort(), ['bot', 'gateway', 'keeper', 'worker']);
  for (const { spec } of workloads)
    for (const container of spec.template.spec.containers) {
      assert.deepEqual(
        container.ports.map(({ containerPort }) => String(containerPort)),
        [PORT],
      );
      for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe'] as const)
        assert.ok(isServed(container[probe].httpGet.path), probe);
      assert.deepEqual(container.securityContext, {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
});

test('a kind, a field and a type that Kubernetes does not know would be noticed', () => {
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' } };
  assert.deepEqual(complaintsAbout({ ...service, kind: 'Servant' }), ['v1 Servant is no kind']);
  assert.deepEqual(complaintsAbout({ ...service, spec: { portz: [] } } as object), ['/spec/portz is no field']);
  assert.match(
    complaintsAbout({ ...service, spec: { ports: [{ port: 'http' }] } } as object)[0] ?? '',
    /must be integer/,
  );
});
