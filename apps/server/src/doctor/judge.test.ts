import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ServerReport } from '@okno/backend';
import { readConfig } from '../config.ts';
import { processName, readProcessName } from '../process-name.ts';
import type { Finding } from './finding.ts';
import { judgeBackups } from './look-at-backups.ts';
import { judgeWebhook } from './look-at-bots.ts';
import { judgeSchema, judgeServer, judgeTimetable } from './look-at-database.ts';
import { lookAtRoom } from './look-at-machine.ts';
import { lookAtNode } from './look-at-node.ts';

const NOW = Date.parse('2031-03-10T12:00:00Z');
const HOUR_MS = 3_600_000;
const MIB = 2 ** 20;

/** What is not in order, e.g. `wrong durability`. */
const told = (findings: readonly Finding[]): string[] =>
  findings.filter(({ level }) => level !== 'ok').map(({ level, what }) => `${level} ${what}`);

test('every finding that is not in order says what to do', () => {
  const server: ServerReport = {
    superuser: true,
    unbound: ['okno_app'],
    risky: ['fsync = off'],
    oldest_transaction_s: 7_200,
    connections: { used: 95, most: 100 },
    size_bytes: 1,
  };
  const all = [
    lookAtNode('22.1.0'),
    ...judgeSchema({ server_version: '18', pending: ['x'], unprotected: ['t'], now: NOW }, NOW + 6_000),
    ...judgeServer(server, false),
    ...judgeTimetable({ due: 5, lag_ms: 120_000, open: 0, abandoned: 1, dead: 2 }),
  ];
  assert.deepEqual(told(all), [
    'wrong Node.js',
    'wrong migrations',
    'wrong row security',
    'wrong clock of the database',
    'note login',
    'wrong roles',
    'wrong durability',
    'wrong transactions',
    'note connections',
    'wrong timetable',
    'wrong given up',
  ]);
  for (const { level, what, advice } of all)
    assert.ok(level === 'ok' || /[:;] \S|run|see|set/.test(advice ?? ''), what);
});

test('a server that is well is in order, and the embedded one may have a login that may do anything', () => {
  const server: ServerReport = {
    superuser: true,
    unbound: [],
    risky: [],
    oldest_transaction_s: 3_599,
    connections: { used: 84, most: 100 },
    size_bytes: 1,
  };
  assert.deepEqual(told(judgeServer(server, true)), []);
  assert.deepEqual(told(judgeServer({ ...server, superuser: false }, false)), []);
  assert.deepEqual(told(judgeTimetable({ due: 5, lag_ms: 59_999, open: 7, abandoned: 1, dead: 0 })), []);
  assert.deepEqual(
    told(judgeSchema({ server_version: '18', pending: [], unprotected: [], now: NOW }, NOW - 4_999)),
    [],
  );
});

test('room is measured against what a backup of this database takes', async () => {
  const config = readConfig({ DATA_DIR: '/somewhere/data', BACKUP_DIR: '/elsewhere' });
  const room = (mib: number, database_mib: number) =>
    lookAtRoom(config, database_mib * MIB, async (folder) => (folder === '/elsewhere' ? 1_000 : mib) * MIB);
  assert.deepEqual(told(await room(600, 10)), []);
  assert.deepEqual(told(await room(600, 100)), ['wrong room to check backups']);
  assert.deepEqual(told(await room(600, 1_000)), ['wrong room for backups', 'wrong room to check backups']);
  assert.deepEqual(told(await room(100, 0)), ['wrong room for data', 'wrong room to check backups']);
});

test('backups are judged by the newest that came back, and by what fails', () => {
  const checked = { name: 'x', made_at: NOW - 29 * HOUR_MS, at: NOW, rows: 7, bytes: 1 };
  const state = { checked, copied: null, failing: null };
  assert.equal(judgeBackups(state, NOW, NOW).level, 'ok');
  assert.equal(
    judgeBackups({ ...state, checked: { ...checked, made_at: NOW - 31 * HOUR_MS } }, NOW, NOW).level,
    'wrong',
  );
  assert.equal(judgeBackups({ ...state, checked: null }, null, NOW).level, 'note');
  assert.match(judgeBackups({ ...state, checked: null }, NOW, NOW).advice ?? '', /backup verify/);
  const failing = { since: NOW, at: NOW, reason: 'no room', told_at: null };
  const failed = judgeBackups({ ...state, failing }, NOW, NOW);
  assert.deepEqual([failed.level, failed.advice?.includes('no room')], ['wrong', true]);
});

test('a webhook is judged by where it leads, what went wrong lately, and what waits', () => {
  const url = 'https://book.example.org/tg/webhook/1';
  const info = { url, pending_update_count: 0 };
  const now = NOW / 1000;
  assert.equal(judgeWebhook(info, url, now), null);
  assert.equal(judgeWebhook({ pending_update_count: 3 }, null, now), null);
  assert.match(judgeWebhook({ ...info, url: '' }, url, now) ?? '', /to nobody/);
  assert.match(judgeWebhook(info, 'https://other.example.org/x', now) ?? '', /start the program anew/);
  assert.match(judgeWebhook(info, null, now) ?? '', /set PUBLIC_URL/);
  const broken = { ...info, last_error_date: now - 60, last_error_message: 'SSL error' };
  assert.match(judgeWebhook(broken, url, now) ?? '', /SSL error.*certificate/);
  assert.equal(judgeWebhook({ ...broken, last_error_date: now - 3_601 }, url, now), null);
  assert.match(judgeWebhook({ ...info, pending_update_count: 201 }, url, now) ?? '', /role bot/);
});

test('the name of a process tells its version, roles, machine and number, and fits into what PostgreSQL keeps', () => {
  const name = processName(['gateway', 'bot', 'worker']);
  assert.ok(Buffer.byteLength(name) < 64, name);
  const { roles, pid } = readProcessName(name) ?? {};
  assert.deepEqual([roles, pid], ['gateway,bot,worker', process.pid]);
  assert.equal(readProcessName('okno'), undefined);
  assert.equal(readProcessName('psql'), undefined);
});
