import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { startStorage } from '../../apps/server/src/backup/testing-s3.ts';
import { tempFolder } from './support/at-end.ts';
import { openStudioDatabase } from './support/database.ts';
import { runOkno } from './support/okno.ts';
import { BOT, openStudio } from './support/studio.ts';

type Told = { in_order: boolean; findings: { what: string; level: string; advice: string | null }[] };

const said = async (t: TestContext, words: readonly string[], settings: Readonly<Record<string, string>>) => {
  const okno = runOkno(t, words, { DATA_DIR: path.join(tempFolder(t), 'data'), ...settings });
  const { code } = await okno.ended;
  assert.doesNotMatch(okno.stderr(), /^\s+at /m, 'no stack');
  return { code, stdout: okno.stdout(), stderr: okno.stderr() };
};

/** The settings of a running studio, for commands beside it. */
const settingsOf = ({ config }: Awaited<ReturnType<typeof openStudio>>): Record<string, string> => ({
  DATABASE_URL: config.DATABASE_URL ?? '',
  DATA_DIR: config.DATA_DIR,
  ENCRYPTION_KEY: config.ENCRYPTION_KEY?.[0] ?? '',
  TELEGRAM_API_ROOT: config.TELEGRAM_API_ROOT,
  TELEGRAM_BOT_TOKEN: BOT.token,
  ...(config.PUBLIC_URL !== undefined && { PUBLIC_URL: config.PUBLIC_URL }),
});

test('doctor tells programs everything it has found about a running studio, and finds nothing wrong', async (t) => {
  const settings = settingsOf(await openStudio(t, { delivery: 'webhook' }));
  const { code, stdout } = await said(t, ['doctor', '--json'], settings);
  const { in_order, findings } = JSON.parse(stdout) as Told;
  const level = (what: RegExp) => findings.find((one) => what.test(one.what))?.level;
  assert.deepEqual([code, in_order], [0, true], stdout);
  for (const what of [/^settings$/, /^PostgreSQL/, /^migrations$/, /^row security$/, /^roles$/, /^durability$/])
    assert.equal(level(what), 'ok', String(what));
  for (const what of [/^timetable$/, /^given up$/, /^room for data/, /^Telegram bot$/, /^updates of @studio_bot$/])
    assert.equal(level(what), 'ok', String(what));
  assert.equal(level(/^copies of backups$/), 'note');
});

test('doctor finds what is wrong with bots, the timetable, backups and their copies, each with advice', async (t) => {
  const studio = await openStudio(t, { delivery: 'polling' });
  await studio.rows(`insert into deliveries (tenant_id, kind, due_id, scheduled_for, owner, next_attempt_at, dead_at)
    select tenant_id, 'notification', gen_random_uuid(), now(), 1, now(), now() from tenants`);
  const there = await startStorage(t);
  const folder = path.join(studio.config.DATA_DIR, 'backups');
  mkdirSync(folder, { recursive: true });
  const failing = { since: 1, at: 1, reason: 'no space left on device', told_at: null };
  writeFileSync(path.join(folder, 'state.json'), JSON.stringify({ failing }));
  const settings = {
    ...settingsOf(studio),
    // It was told to ask; now somebody believes in webhooks.
    PUBLIC_URL: 'https://book.example.org',
    BACKUP_S3_URL: there.addressWith('a-wrong-word'),
  };
  const { code, stdout } = await said(t, ['doctor'], settings);
  assert.equal(code, 1);
  assert.match(stdout, /WRONG given up: 1 rows broke sixteen times/);
  assert.match(stdout, /WRONG updates of @studio_bot: .*not to https:\/\/book\.example\.org\/tg\/webhook\/7100001/);
  assert.match(stdout, /WRONG backups: have failed since 1970-01-01T00:00:00.001Z: no space left on device/);
  assert.match(
    stdout,
    /WRONG copies of backups: S3 storage refuses GET: 403 SignatureDoesNotMatch: check BACKUP_S3_URL/,
  );
  assert.match(stdout, /4 of \d+ need attention/);
  assert.doesNotMatch(stdout, /a-wrong-word/);
  const sealed = await said(t, ['doctor'], { ...settings, ENCRYPTION_KEY: randomBytes(32).toString('hex') });
  assert.match(sealed.stdout, /WRONG updates of @studio_bot: its token was sealed with another key/);
});

test('status tells who runs, how late it is, the bots and the backups', async (t) => {
  const studio = await openStudio(t, { delivery: 'webhook' });
  const folder = path.join(studio.config.DATA_DIR, 'backups');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'okno-2031-03-10T030000Z.backup'), '');
  const { code, stdout } = await said(t, ['status', '--json'], settingsOf(studio));
  assert.equal(code, 0, stdout);
  const told = JSON.parse(stdout) as {
    processes: { roles: string; pid: number; version: string; since: string }[];
    timetable: { dead: number };
    bots: number;
    backups: { files: number; failing: string | null };
  };
  const [one, ...others] = told.processes;
  assert.deepEqual([one?.roles, one?.pid, others.length], ['gateway,bot,worker', process.pid, 0]);
  assert.ok(Date.parse(one?.since ?? '') > 0);
  assert.deepEqual([told.timetable.dead, told.bots, told.backups.failing], [0, 1, null]);
  const words = await said(t, ['status'], settingsOf(studio));
  assert.match(words.stdout, /Running:\n {2}gateway,bot,worker on \S+ \(\d+\): version \d/);
  assert.match(words.stdout, /since \S+, (1 connection|\d+ connections)\n/);
  assert.match(words.stdout, /Bots: 1\nBackups: 1 file, none of them has been checked yet\n/);
});

test('status says so where nothing runs, and where nothing is', async (t) => {
  const { url } = await openStudioDatabase(t);
  const quiet = await said(t, ['status'], { DATABASE_URL: url });
  assert.match(quiet.stdout, /Nothing runs on this database\.\n[\s\S]*Backups: none\n/);
  const nobody = await said(t, ['status'], { DATABASE_URL: 'postgres://okno:secret-word@127.0.0.1:1/okno' });
  assert.equal(nobody.code, 1);
  assert.match(nobody.stderr, /nobody answers at DATABASE_URL/);
  assert.doesNotMatch(nobody.stderr, /secret-word/);
});
