import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { openStudio } from '../e2e/support/studio.ts';
import { readMetrics } from '../support/metrics.ts';
import { requireProgram } from '../support/requires.ts';

const deploy = path.resolve(import.meta.dirname, '../../deploy');
const read = (file: string): string => readFileSync(path.join(deploy, file), 'utf8');
const TOKEN = 'a-token-of-the-metrics';

/** The metrics that a question in PromQL names: words that are no functions, labels or values. */
const metricsIn = (expression: string): string[] =>
  [
    ...expression.replaceAll(/\{[^}]*\}|"[^"]*"|\bby \([^)]*\)/g, '').matchAll(/\b(?:okno|nodejs|process)_\w+|\bup\b/g),
  ].map(([name]) => name);

const expressionsOf = (node: unknown): string[] => {
  if (Array.isArray(node)) return node.flatMap(expressionsOf);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === 'expr' && typeof value === 'string' ? [value] : expressionsOf(value),
  );
};

const dashboard: unknown = JSON.parse(read('grafana/okno.json'));
const asked = {
  'grafana/okno.json': expressionsOf(dashboard).flatMap(metricsIn),
  'prometheus/alerts.yml': metricsIn(read('prometheus/alerts.yml').replaceAll(/^\s*(description|summary):.*$/gm, '')),
};

test('every metric that the dashboard and the alerts ask for is told by the program', async (t) => {
  // Not the demo, and with Redis: it need not answer to have a metric.
  const settings = { METRICS_TOKEN: TOKEN, REDIS_URL: 'redis://127.0.0.1:1' };
  const { server } = await openStudio(t, { delivery: 'polling', settings });
  const answer = await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } });
  const { names } = readMetrics(await answer.text());
  const known = new Set([...names, 'up']);
  for (const [file, wanted] of Object.entries(asked)) {
    assert.ok(wanted.length > 10, `${file} asks`);
    assert.deepEqual(
      wanted.filter((name) => !known.has(name)),
      [],
      file,
    );
  }
  // What we make and nobody looks at is noise.
  const seen = new Set(Object.values(asked).flat());
  const base = (name: string) => name.replace(/_(bucket|sum|count)$/, '');
  const watched = new Set([...seen].map(base));
  assert.deepEqual(
    [...new Set([...names].filter((name) => name.startsWith('okno_')).map(base))].filter((name) => !watched.has(name)),
    ['okno_backup_last_copied_timestamp_seconds'],
  );
});

test('a metric that there is not would be noticed', () => {
  assert.deepEqual(metricsIn('sum by (okno_x) (rate(okno_nothing_total{a="okno_y"}[5m])) > up'), [
    'okno_nothing_total',
    'up',
  ]);
});

test('every panel has a question, a unit and a word of explanation, and no two lie on each other', () => {
  type Panel = {
    id: number;
    type: string;
    title: string;
    description?: string;
    targets?: unknown[];
    gridPos: Record<'x' | 'y' | 'w' | 'h', number>;
  };
  const { panels } = dashboard as { panels: Panel[] };
  const taken = new Set<string>();
  for (const { type, title, description = '', targets = [], gridPos } of panels) {
    assert.ok(type === 'row' || (targets.length > 0 && description !== ''), title);
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1)
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
        assert.ok(x < 24 && !taken.has(`${x},${y}`), `${title} lies on another panel`);
        taken.add(`${x},${y}`);
      }
  }
  assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length);
});

test('the alerts ring when they have to, and are silent when all is well', async (t) => {
  const promtool = requireProgram(t, 'promtool');
  if (promtool === null) return;
  const run = (...words: string[]) => promisify(execFile)(promtool, words, { cwd: path.join(deploy, 'prometheus') });
  await run('check', 'rules', 'alerts.yml');
  await run('test', 'rules', 'alerts.test.yml');
  // The file with the token is on another machine.
  await run('check', 'config', '--syntax-only', 'prometheus.yml');
});

test('every alert is tested, and leads to a heading of the document about troubles', () => {
  const rules = read('prometheus/alerts.yml');
  const tests = read('prometheus/alerts.test.yml');
  const names = [...rules.matchAll(/alert: (\w+)/g)].map(([, name = '']) => name);
  assert.ok(names.length > 10);
  assert.deepEqual(
    names.filter((name) => !tests.includes(name)),
    [],
  );
  const text = readFileSync(path.join(deploy, '../docs/troubleshooting.md'), 'utf8');
  const anchors = new Set(
    [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(' ', '-'),
    ),
  );
  const wanted = [...rules.matchAll(/docs\/troubleshooting\.md#([\w-]+)/g)].map(([, anchor = '']) => anchor);
  assert.equal(wanted.length, names.length);
  assert.deepEqual(
    wanted.filter((anchor) => !anchors.has(anchor)),
    [],
  );
});
