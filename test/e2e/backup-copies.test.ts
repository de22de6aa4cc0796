import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { createTexts } from '@okno/contract';
import pg from 'pg';
import { withBackup } from '../../apps/server/src/backup/fetched.ts';
import { startBackups } from '../../apps/server/src/backup/start.ts';
import { readState } from '../../apps/server/src/backup/state.ts';
import { createTellOwner } from '../../apps/server/src/backup/tell.ts';
import { startStorage } from '../../apps/server/src/backup/testing-s3.ts';
import { readConfig } from '../../apps/server/src/config.ts';
import { createLog } from '../../apps/server/src/log.ts';
import { createMetrics } from '../../apps/server/src/metrics/metrics.ts';
import { createTestDatabase } from '../support/database.ts';
import { readMetrics } from '../support/metrics.ts';
import { atEnd, tempFolder, until } from './support/at-end.ts';
import { addressOf, openStudioDatabase } from './support/database.ts';
import { createLogLines } from './support/log-lines.ts';
import { runOkno } from './support/okno.ts';
import { BOT, botId, EMMA, openEmulator } from './support/studio.ts';

test('the daily backup is made, brought back, copied, told to metrics, and comes back from its copy', async (t) => {
  const there = await startStorage(t);
  const { url } = await openStudioDatabase(t);
  const settings = {
    DATABASE_URL: url,
    DATA_DIR: path.join(tempFolder(t), 'data'),
    BACKUP_S3_URL: there.address,
    ENCRYPTION_KEY: randomBytes(32).toString('hex'),
  };
  const config = readConfig(settings);
  const metrics = createMetrics(['worker']);
  const folder = path.join(settings.DATA_DIR, 'backups');
  const stop = startBackups({
    config,
    connection: { connection_string: url },
    metrics,
    tell: async () => true,
    log: createLog('silent'),
    settle_ms: 1,
  });
  await until('it was copied', async () => (await readState(folder)).copied !== null, 60_000);
  await stop();
  const [key = ''] = there.objects.keys();
  const name = path.basename(key);
  assert.deepEqual(readdirSync(folder).sort(), [name, 'state.json'].sort());
  const told = readMetrics(await metrics.instruments.read());
  assert.equal(told.value('okno_backups_total', { outcome: 'made' }), 1);
  for (const what of ['success', 'verified', 'copied'])
    assert.ok(told.value(`okno_backup_last_${what}_timestamp_seconds`, {}) > 1_600_000_000, what);
  assert.equal(told.value('okno_backup_last_failure_timestamp_seconds', {}), 0);

  rmSync(folder, { recursive: true });
  const said = async (changes: { readonly DATABASE_URL?: string }, ...words: string[]) => {
    const okno = runOkno(t, words, { ...settings, ...changes });
    const { code } = await okno.ended;
    return { code, text: okno.stdout() + okno.stderr() };
  };
  assert.match((await said({}, 'backup', 'list')).text, new RegExp(`Copies in S3 storage: 1\n {2}s3:${name}\n`));
  const bring = (copy: string) => withBackup(config, copy, () => assert.fail('there is none'));
  await assert.rejects(bring('s3:okno-2020-01-01T030000Z.backup'), /404 NoSuchKey\. Nothing was changed\./);
  await assert.rejects(bring('s3:../../etc/passwd'), /is not the name of a backup/);
  const empty = await createTestDatabase();
  atEnd(t, empty.drop);
  const back = await said({ DATABASE_URL: addressOf(empty.connection) }, 'restore', `s3:${name}`);
  assert.deepEqual([back.code, /\d+ rows in \d+ tables/.test(back.text)], [0, true], back.text);
  assert.deepEqual(readdirSync(folder), [], 'what was brought here is gone');
});

test('who ends while a backup is made leaves nothing of it, and no failure', async (t) => {
  const { url, rows } = await openStudioDatabase(t);
  const data = tempFolder(t);
  const folder = path.join(data, 'backups');
  const lines = createLogLines();
  const holder = new pg.Client({ connectionString: url });
  await holder.connect();
  atEnd(t, () => holder.end());
  // The backup stands still before this table, in the middle, until it is let go.
  await holder.query('begin; lock table services in access exclusive mode');
  const stop = startBackups({
    config: readConfig({ DATABASE_URL: url, DATA_DIR: data }),
    connection: { connection_string: url },
    metrics: createMetrics(['worker']),
    tell: () => assert.fail('nothing has failed'),
    log: createLog('info', lines),
    settle_ms: 1,
  });
  const waits = `select 1 from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and query like 'copy%services%'`;
  await until('it is being made', async () => (await rows(waits)).length > 0);
  const stopped = stop();
  await holder.query('rollback');
  await stopped;
  assert.deepEqual(readdirSync(folder), []);
  assert.match(lines.text(), /backup_broken_off/);
});

test('who ends while a backup is checked leaves no trial server and no failure; the backup stays', async (t) => {
  const { url } = await openStudioDatabase(t);
  const data = tempFolder(t);
  const folder = path.join(data, 'backups');
  const tmpdir = process.env['TMPDIR'];
  t.after(() => {
    if (tmpdir === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = tmpdir;
  });
  process.env['TMPDIR'] = tempFolder(t);
  const stop = startBackups({
    config: readConfig({ DATABASE_URL: url, DATA_DIR: data }),
    connection: { connection_string: url },
    metrics: createMetrics(['worker']),
    tell: () => assert.fail('nothing has failed'),
    log: createLog('silent'),
    settle_ms: 1,
  });
  const trials = () => readdirSync(process.env['TMPDIR'] ?? '').filter((name) => name.startsWith('okno-verify-'));
  await until('it is being checked', async () => trials().length > 0, 60_000);
  await stop();
  assert.deepEqual(trials(), []);
  const { checked, failing } = await readState(folder);
  assert.deepEqual([checked, failing], [null, null]);
  assert.match(readdirSync(folder).join(), /^okno-[^,]+\.backup$/);
});

test('the owner is told in the chat that backups fail, and when they are well; whoever cannot be reached holds nobody up', async (t) => {
  const { emulator, url } = await openEmulator(t);
  await emulator.as(EMMA.id, botId(BOT)).type('/start');
  const log = createLogLines();
  const tell = createTellOwner({
    config: { ADMIN_IDS: [999, EMMA.id], TELEGRAM_BOT_TOKEN: BOT.token },
    api: { apiRoot: url },
    texts: createTexts(),
    log: createLog('info', log),
  });
  const since = Date.parse('2031-03-10T03:00:00Z');
  assert.equal(await tell({ failing: { since, reason: `no room ${'x'.repeat(5_000)}` } }), true);
  assert.equal(await tell({ failing: null }), true);
  const chat = emulator.as(EMMA.id, botId(BOT));
  const texts = chat.messages().map(({ text }) => text);
  assert.match(
    texts.at(-2) ?? '',
    /Backups have failed since 2031-03-10 03:00 UTC: no room x{50,300}\n[\s\S]*Резервные копии/,
  );
  assert.match(texts.at(-1) ?? '', /Backups work again/);
  assert.match(log.text(), /owner_not_told/);
  assert.doesNotMatch(log.text(), /token-of-the-studio/);
  const nobody = createTellOwner({
    config: { ADMIN_IDS: [], TELEGRAM_BOT_TOKEN: BOT.token },
    api: { apiRoot: url },
    texts: createTexts(),
    log: createLog('silent'),
  });
  assert.equal(await nobody({ failing: null }), false);
});
