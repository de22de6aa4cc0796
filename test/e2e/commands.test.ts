import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import { seedDemo } from '@okno/backend';
import { readConfig } from '../../apps/server/src/config.ts';
import { createTestDatabase } from '../support/database.ts';
import { freePort } from '../support/free-port.ts';
import { atEnd, tempFolder } from './support/at-end.ts';
import { withCore } from './support/core.ts';
import { addressOf, askIn, openStudioDatabase } from './support/database.ts';
import { runOkno } from './support/okno.ts';
import { BOT, openEmulator } from './support/studio.ts';

const run = async (t: TestContext, words: readonly string[], settings: Readonly<Record<string, string>>) => {
  const okno = runOkno(t, words, { DATA_DIR: path.join(tempFolder(t), 'data'), ...settings });
  const { code } = await okno.ended;
  assert.doesNotMatch(okno.stderr(), /^\s+at /m, 'no stack');
  return { code, stdout: okno.stdout(), stderr: okno.stderr() };
};

suite('the commands', { concurrency: 2 }, () => {
  test('migrate brings an empty database up to date, and has nothing left to do afterwards', async (t) => {
    const { connection, drop } = await createTestDatabase();
    atEnd(t, drop);
    const settings = { DATABASE_URL: addressOf(connection) };
    const first = await run(t, ['migrate'], settings);
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stdout, /^Ran: tenants, /);
    assert.deepEqual(await run(t, ['migrate'], settings), {
      code: 0,
      stdout: 'The database is up to date.\n',
      stderr: '',
    });
    const rows = askIn(t, connection);
    assert.deepEqual(await rows('select count(*)::int as count from tenants'), [{ count: 0 }]);
  });

  test('doctor finds everything in order on a good setup', async (t) => {
    const { url } = await openStudioDatabase(t);
    const { url: api_root } = await openEmulator(t);
    const settings = { DATABASE_URL: url, TELEGRAM_BOT_TOKEN: BOT.token, TELEGRAM_API_ROOT: api_root };
    const { code, stdout } = await run(t, ['doctor'], settings);
    assert.equal(code, 0, stdout);
    assert.match(stdout, /ok +Telegram bot\n/);
    assert.match(stdout, /ok +row security\n/);
    assert.match(stdout, /ok +encryption key: ENCRYPTION_KEY is not set, so it is in .*encryption\.key/);
    assert.match(stdout, /Everything is in order\.\n$/);
  });

  test('doctor makes nothing where there is nothing yet, and says so', async (t) => {
    const folder = path.join(tempFolder(t), 'data');
    const { code, stdout } = await run(t, ['doctor'], { DATA_DIR: folder });
    assert.equal(code, 0, stdout);
    assert.match(stdout, /ok +embedded database: there is none yet, the first start makes it in .*postgres\n/);
    assert.equal(existsSync(folder), false);
  });

  test('doctor names the migrations that an empty database lacks, and does not run them', async (t) => {
    const { connection, drop } = await createTestDatabase();
    atEnd(t, drop);
    const { code, stdout } = await run(t, ['doctor'], { DATABASE_URL: addressOf(connection) });
    assert.equal(code, 1, stdout);
    assert.match(stdout, /WRONG migrations: run `[^`]*node \S*main\.ts migrate`: tenants, /);
    const rows = askIn(t, connection);
    assert.deepEqual(
      await rows(`select count(*)::int as count from pg_class where relname in ('migrations', 'tenants')`),
      [{ count: 0 }],
    );
  });

  test('doctor looks at the embedded database as well', async (t) => {
    const DATA_DIR = path.join(tempFolder(t), 'data');
    assert.equal((await run(t, ['migrate'], { DATA_DIR })).code, 0);
    const { code, stdout } = await run(t, ['doctor'], { DATA_DIR });
    assert.equal(code, 0, stdout);
    assert.match(stdout, /ok +embedded database\n/);
    assert.match(stdout, /ok +PostgreSQL 18/);
  });

  test('doctor names everything that is wrong, and does not call it in order', async (t) => {
    const nobody = `127.0.0.1:${await freePort()}`;
    const settings = {
      DATABASE_URL: `postgres://okno:secret-word@${nobody}/okno`,
      TELEGRAM_BOT_TOKEN: BOT.token,
      TELEGRAM_API_ROOT: `http://${nobody}`,
    };
    const { code, stdout } = await run(t, ['doctor'], settings);
    assert.equal(code, 1);
    assert.match(stdout, /WRONG database of DATABASE_URL: .*nobody answers/);
    assert.match(stdout, /WRONG Telegram bot: Telegram cannot be reached/);
    assert.match(stdout, /2 of \d+ need attention\./);
    assert.doesNotMatch(stdout, /secret-word/);
    const settingsWrong = await run(t, ['doctor'], { PORT: 'abc' });
    assert.equal(settingsWrong.code, 1);
    assert.match(settingsWrong.stdout, /WRONG settings: PORT must be a number/);
  });

  test('init-admin makes the first administrator once, and then refuses', async (t) => {
    const { url, rows } = await openStudioDatabase(t);
    const settings = { DATABASE_URL: url, DATA_DIR: path.join(tempFolder(t), 'data') };
    await withCore(readConfig(settings), ({ backend }) => seedDemo(backend));
    await rows(`delete from staff where role = 'super_admin'`);
    const admins = () => rows(`select telegram_id from staff where role = 'super_admin'`);

    const unknown = await run(t, ['init-admin', '--telegram-id', '77', '--tenant', 'nobody'], settings);
    assert.equal(unknown.code, 1);
    assert.match(unknown.stderr, /no business with the slug "nobody"/);
    const wrong = await run(t, ['init-admin', '--telegram-id', '@oleg'], settings);
    assert.equal(wrong.code, 1);
    assert.match(wrong.stderr, /--telegram-id must be a Telegram id/);
    assert.deepEqual(await admins(), []);

    const first = await run(t, ['init-admin', '--telegram-id', '77'], settings);
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stdout, /77 is now an administrator/);
    const second = await run(t, ['init-admin', '--telegram-id', '78'], settings);
    assert.equal(second.code, 1);
    assert.match(second.stderr, /has an administrator already/);
    assert.deepEqual(await admins(), [{ telegram_id: '77' }]);
  });

  test('an unknown command or option is refused with the help', async (t) => {
    for (const words of [['serve', '--nonsense'], ['nonsense'], ['init-admin']]) {
      const { code, stderr } = await run(t, words, {});
      assert.equal(code, 2, words.join(' '));
      assert.match(stderr, /^error: /);
      assert.match(stderr, /Usage: okno/);
    }
  });

  test('a misspelt command is told the nearest one, and the list', async (t) => {
    const { code, stderr, stdout } = await run(t, ['docter'], {});
    assert.equal(code, 2);
    assert.match(stderr, /error: unknown command 'docter'\n\(Did you mean doctor\?\)/);
    for (const name of ['serve', 'migrate', 'init-admin', 'doctor'])
      assert.match(stderr, new RegExp(`^ +${name} `, 'm'));
    assert.equal(stdout, '');
    assert.equal((await run(t, ['--help'], {})).code, 0);
    assert.equal((await run(t, ['doctor', '--help'], {})).code, 0);
  });
});
