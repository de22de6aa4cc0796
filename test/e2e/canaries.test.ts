import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { startStorage } from '../../apps/server/src/backup/testing-s3.ts';
import { createLog } from '../../apps/server/src/log.ts';
import { startSentry } from '../support/sentry.ts';
import { tempFolder, until } from './support/at-end.ts';
import { openStudioDatabase } from './support/database.ts';
import { runOkno } from './support/okno.ts';
import { BOT, EMMA, openStudio, SERVICE_KEY, type Studio } from './support/studio.ts';
import { messageUpdate, post, secretOf } from './support/updates.ts';

/** A secret that nobody has seen before, in the signs that its place allows. */
const canary = (bytes = 24): string => `canary${randomBytes(bytes).toString('hex')}`;
const hex = (): string => randomBytes(32).toString('hex');

/** What was let out, and what was told about it afterwards: logs, metrics, answers, screens. */
type Aviary = {
  readonly release: (name: string, secret?: string) => string;
  readonly hear: (text: string) => void;
  /** Names of those that are heard anywhere. */
  readonly heard: () => string[];
  readonly count: () => number;
};

const openAviary = (): Aviary => {
  const secrets = new Map<string, string>();
  const told: string[] = [];
  return {
    release: (name, secret = canary()) => {
      secrets.set(name, secret);
      return secret;
    },
    hear: (text) => void told.push(text),
    heard: () => {
      const all = told.join('\n');
      // In whatever way it may be written down: as it is, in an address, in JSON, in base64.
      const forms = (one: string) => [
        ...[one, encodeURIComponent(one), JSON.stringify(one).slice(1, -1)],
        Buffer.from(one).toString('base64').replace(/=+$/, ''),
      ];
      return [...secrets].filter(([, one]) => forms(one).some((form) => all.includes(form))).map(([name]) => name);
    },
    count: () => secrets.size,
  };
};

/** Sends a request, and hears its answer with all headers. */
const ask = async ({ hear }: Aviary, url: string, init: RequestInit = {}): Promise<number> => {
  const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(10_000) });
  hear(`${JSON.stringify([...answer.headers])}${await answer.text()}`);
  return answer.status;
};

/** Runs a command, and hears what it writes. */
const command = async (t: TestContext, { hear }: Aviary, words: string[], settings: Record<string, string>) => {
  const okno = runOkno(t, words, { DATA_DIR: path.join(tempFolder(t), 'data'), PORT: '0', ...settings });
  const { code } = await okno.ended;
  hear(okno.stdout() + okno.stderr());
  return code;
};

const open = async (t: TestContext) => {
  const aviary = openAviary();
  const token = aviary.release('METRICS_TOKEN');
  const sentry = await startSentry(t);
  const settings = { METRICS_TOKEN: token, SENTRY_DSN: sentry.dsn };
  const studio = await openStudio(t, { delivery: 'webhook', settings });
  aviary.release('a service key in use', SERVICE_KEY);
  aviary.release('the token of a bot in use', BOT.token);
  aviary.release('the secret of its webhook', secretOf(studio));
  aviary.release('ENCRYPTION_KEY in use', studio.config.ENCRYPTION_KEY?.[0]);
  const { url } = studio.server;
  const metrics = () => ask(aviary, `${url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
  return { aviary, studio, sentry, url, api: `${url}/api/v1`, metrics };
};

test('what is shown at every door and refused is told by nobody', async (t) => {
  const { aviary, studio, url, api, metrics } = await open(t);
  const { release } = aviary;
  const json = { 'content-type': 'application/json' };
  const with_key = { ...json, 'x-service-key': SERVICE_KEY };
  const status = [
    await ask(aviary, `${api}/bookings`, { headers: { 'x-service-key': release('a wrong service key') } }),
    await ask(aviary, `${api}/reminders/scheduled`, {
      headers: { authorization: `Bearer okno_${release("a wrong assistant's key")}` },
    }),
    await ask(aviary, `${api}/reminders/scheduled`, {
      headers: {
        authorization: `Bearer ${release('a token that is no token', `eyJ${canary()}.eyJ${canary()}.${canary()}`)}`,
      },
    }),
    await ask(aviary, `${url}/mcp`, {
      ...{ method: 'POST', body: '{}' },
      headers: { ...json, authorization: `Bearer ${release('a wrong key at MCP')}` },
    }),
    await ask(aviary, `${url}/metrics`, { headers: { authorization: `Bearer ${release('a wrong metrics token')}` } }),
    await ask(aviary, `${url}/calendars/${release('the secret of a calendar')}.ics`),
    await ask(aviary, `${url}/bot123456:${release("a strange bot's token")}/getMe`),
    await ask(aviary, `${api}/services?key=${release('a key in an address')}`),
    await ask(aviary, `${api}/bookings`, {
      method: 'POST',
      headers: with_key,
      body: `{"key": "${release('broken JSON')}`,
    }),
    await ask(aviary, `${api}/bookings`, {
      ...{ method: 'POST', headers: with_key, body: JSON.stringify({ note: release('a field of the wrong kind') }) },
    }),
    await ask(aviary, `${api}/internal/call`, {
      ...{ method: 'POST', body: '{}', headers: { ...json, 'x-service-key': release('a wrong key of a far bot') } },
    }),
    await post(studio, messageUpdate(EMMA, { text: '/start' }), { secret: release('a wrong webhook secret') }),
  ];
  for (const one of status) assert.ok(one >= 400 && one < 500, status.join());
  assert.equal(await metrics(), 200);
  aviary.hear(studio.log.text());
  assert.equal(aviary.count(), 17);
  assert.deepEqual(aviary.heard(), []);
});

test('when the database or Telegram fails, neither keys nor what people have written is told', async (t) => {
  const { aviary, studio, sentry, api, metrics } = await open(t);
  const { release } = aviary;
  const headers = { 'content-type': 'application/json', 'x-service-key': SERVICE_KEY };
  const spoken = { ...EMMA, first_name: release('the name of who writes') };
  const begin = { Authorization: `Bearer ${release('a header beside')}` };
  await post(studio, messageUpdate(EMMA, { text: '/start' }));
  for (const kind of ['http_500', 'html_502', 'drop_answer', 'too_many_requests'] as const) {
    studio.emulator.faults.script({ kind, times: 3 });
    await post(studio, messageUpdate(spoken, { text: release(`a message while ${kind}`) }));
    studio.emulator.faults.clear();
  }
  const [service] = await studio.rows<{ id: string }>('select id from services limit 1');
  const body = (name: string) =>
    JSON.stringify({
      ...{ service_id: service?.id, starts_at: '2031-03-10T09:00:00Z' },
      client: { name, phone: '+79000000123' },
    });
  await studio.rows('alter table reservations rename to reservations_away');
  const made = { method: 'POST', headers: { ...headers, 'idempotency-key': release('an idempotency key') } };
  const failed = await ask(aviary, `${api}/bookings`, { ...made, body: body(release('a name while a table is away')) });
  assert.equal(failed, 500);
  await studio.rows('alter table reservations_away rename to reservations');
  await studio.rows(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and starts_with(application_name, 'okno/')`);
  await ask(aviary, `${api}/services`, { headers: { ...headers, ...begin } });
  await until('it is well again', async () => (await ask(aviary, `${api}/services`)) === 200);
  await metrics();
  const log = studio.log.text();
  assert.match(log, /"event":"fault"/, 'the operator was told');
  aviary.hear(log);
  const told = () => new Set(sentry.events().map(({ tags }) => tags['event']));
  await until('Sentry was told', () => told().has('fault'));
  aviary.hear(sentry.text());
  assert.doesNotMatch(sentry.text(), /9000000123|127\.0\.0\.1(?!:\d+")|"(user|server_name|breadcrumbs|request)":/);
  assert.deepEqual(aviary.heard(), []);
});

test('wrong settings are named, and their values are told by nobody', async (t) => {
  const aviary = openAviary();
  const { release } = aviary;
  const wrong = {
    DATABASE_URL: `postgres://okno:${release('DATABASE_URL')}@ h/okno`,
    REDIS_URL: `redis://user:${release('REDIS_URL')}@h:6379/x`,
    TELEGRAM_BOT_TOKEN: `x${release('TELEGRAM_BOT_TOKEN')}`,
    TELEGRAM_BOT_API_KEY: release('TELEGRAM_BOT_API_KEY', 'canary-short'),
    ENCRYPTION_KEY: release('ENCRYPTION_KEY'),
    BACKUP_KEY: release('BACKUP_KEY'),
    BACKUP_S3_URL: `s3://key:${release('BACKUP_S3_URL')}@h`,
    METRICS_TOKEN: release('METRICS_TOKEN', 'canary tiny'),
    ADMIN_IDS: release('ADMIN_IDS'),
  };
  for (const words of [['serve'], ['doctor'], ['doctor', '--json'], ['status'], ['migrate']])
    assert.equal(await command(t, aviary, words, wrong), 1, words.join(' '));
  assert.deepEqual(aviary.heard(), []);
});

test('what the settings open and nobody takes is told by nobody: database, Redis, Telegram, storage, keys of backups', async (t) => {
  const aviary = openAviary();
  const { release } = aviary;
  const nobody = '127.0.0.1:1';
  const away = {
    DATABASE_URL: `postgres://okno:${release('a password of a database that is away')}@${nobody}/okno`,
    REDIS_URL: `redis://okno:${release('a password of a Redis that is away')}@${nobody}/0`,
    TELEGRAM_BOT_TOKEN: release('a token when Telegram is away', `123456:${canary(12)}`),
    TELEGRAM_API_ROOT: `http://${nobody}`,
    BACKUP_S3_URL: `http://key:${release('a secret of storage that is away')}@${nobody}/bucket`,
    METRICS_TOKEN: release('METRICS_TOKEN'),
    ENCRYPTION_KEY: release('ENCRYPTION_KEY', hex()),
    LOG_LEVEL: 'trace',
  };
  for (const words of [['serve'], ['doctor'], ['status'], ['migrate'], ['backup'], ['backup', 'list']])
    assert.equal(await command(t, aviary, words, away), 1, words.join(' '));

  // A database that is there, with a wrong password where it asks for one; Telegram that knows nobody; strange keys.
  const studio: Studio = await openStudio(t, { delivery: 'polling' });
  const there = await startStorage(t);
  const refused = {
    DATABASE_URL: studio.config.DATABASE_URL ?? '',
    DATA_DIR: studio.config.DATA_DIR,
    TELEGRAM_API_ROOT: studio.config.TELEGRAM_API_ROOT,
    TELEGRAM_BOT_TOKEN: release('a token that Telegram does not know', `123456:${canary(12)}`),
    ENCRYPTION_KEY: release('a key that opens nothing', hex()),
    BACKUP_S3_URL: there.addressWith(release('a secret that the storage refuses')),
    LOG_LEVEL: 'trace',
  };
  for (const words of [
    ['serve'],
    ['doctor'],
    ['backup', 'list'],
    ['backup', 'verify', 's3:okno-2031-03-10T030000Z.backup'],
  ])
    assert.equal(await command(t, aviary, words, refused), 1, words.join(' '));
  const folder = tempFolder(t);
  const file = path.join(folder, 'one.backup');
  writeFileSync(file, `age-encryption.org/v1\n-> X25519 ${'A'.repeat(43)}\n${'A'.repeat(43)}\n--- ${'A'.repeat(43)}\n`);
  const made = runOkno(t, ['backup', 'key'], {});
  await made.ended;
  const other = release('a key of other backups', made.stdout().trim());
  // With a letter changed the library that reads it tells the whole of it.
  const mistyped = release(
    'a mistyped key',
    other.replace(/.$/, (last) => (last === 'Q' ? 'P' : 'Q')),
  );
  const { url } = await openStudioDatabase(t);
  const words = [
    ['backup', 'verify', file],
    ['restore', file],
    ['backup', '--to', path.join(folder, 'two')],
    ['doctor'],
  ];
  for (const BACKUP_KEY of [other, mistyped])
    for (const one of words) {
      const code = await command(t, aviary, one, {
        DATABASE_URL: url,
        BACKUP_KEY,
        PUBLIC_URL: 'https://x.example.org',
      });
      assert.equal(code, BACKUP_KEY === mistyped || one.includes(file) ? 1 : 0, one.join(' '));
    }
  assert.equal(aviary.count(), 11);
  assert.deepEqual(aviary.heard(), []);
});

test('a secret that is told in any of these ways is heard', async () => {
  const aviary = openAviary();
  const [a, b, c, d] = ['as it is', 'in an address', 'in JSON', 'in an error'].map((name) =>
    aviary.release(name, `a b"/${canary()}`),
  );
  aviary.release('kept');
  const lines: string[] = [];
  const log = createLog('info', { write: (line: string) => void lines.push(line) });
  aviary.hear(`x${a}y`);
  aviary.hear(`http://h/?k=${encodeURIComponent(b ?? '')}`);
  log.error({ event: 'fault', err: Object.assign(new Error('no'), { config: { headers: { key: c } } }) });
  log.warn({ event: 'x', reason: new Error(`refused ${d}`).message });
  aviary.hear(lines.join(''));
  assert.deepEqual(aviary.heard(), ['as it is', 'in an address', 'in JSON', 'in an error']);
});
