import assert from 'node:assert/strict';
import fs from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import path from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import { ConfigError, readConfig } from '../../apps/server/src/config.ts';
import { freePort } from '../support/free-port.ts';
import { atEnd, tempFolder } from './support/at-end.ts';
import { openStudioDatabase } from './support/database.ts';
import { runOkno, startOkno } from './support/okno.ts';
import { BOT, openEmulator } from './support/studio.ts';

type Settings = Readonly<Record<string, string>>;

const dataIn = (t: TestContext): string => path.join(tempFolder(t), 'data');

/** Runs the program to its end and checks that it refuses in one sentence, without a trace of its inside. */
const refuses = async (t: TestContext, settings: Settings, sentence: RegExp, words = ['serve']): Promise<void> => {
  const okno = runOkno(t, words, { DATA_DIR: dataIn(t), PORT: '0', ...settings });
  const { code } = await okno.ended;
  const said = `${okno.stderr()}${words[0] === 'doctor' ? okno.stdout() : ''}`;
  assert.equal(code, 1, said);
  assert.match(said, sentence);
  assert.doesNotMatch(said, /^\s+at /m, 'no stack');
  assert.doesNotMatch(said, /node:internal|file:\/\//);
};

const WRONG: Readonly<Record<string, readonly [Settings, RegExp]>> = {
  'a port that is no number': [{ PORT: 'abc' }, /PORT must be a number/],
  'a port beyond the last one': [{ PORT: '70000' }, /PORT must be 0 to 65535/],
  'a role nobody knows': [{ ROLES: 'foo' }, /ROLES must be some of gateway, bot, worker/],
  'no role at all': [{ ROLES: ' , ' }, /ROLES must name a role/],
  'a token that is none': [{ TELEGRAM_BOT_TOKEN: 'xyz' }, /TELEGRAM_BOT_TOKEN must be a token from @BotFather/],
  'another kind of database': [
    { DATABASE_URL: 'mysql://a:b@c/d' },
    /DATABASE_URL must be an address such as postgres:/,
  ],
  'a database on a port that cannot be': [
    { DATABASE_URL: 'postgres://a:b@c:99999/d' },
    /DATABASE_URL must be an address such as postgres:/,
  ],
  'another kind of store': [{ REDIS_URL: 'http://localhost:6379' }, /REDIS_URL must be an address such as redis:/],
  'a store without a number': [{ REDIS_URL: 'redis://localhost/abc' }, /REDIS_URL must be an address such as redis:/],
  'a limit that is none': [{ LIMIT_TAPS: 'often' }, /LIMIT_TAPS must be a number of times and of seconds/],
  'a short service key': [{ TELEGRAM_BOT_API_KEY: 'short' }, /TELEGRAM_BOT_API_KEY each key needs at least 16/],
  'a public address that is none': [{ PUBLIC_URL: 'book.example.org' }, /PUBLIC_URL must be an http\(s\) address/],
  'a key that is none': [{ ENCRYPTION_KEY: 'abc' }, /ENCRYPTION_KEY must be 64 hexadecimal digits/],
  'an administrator without a number': [{ ADMIN_IDS: '@oleg' }, /ADMIN_IDS must be Telegram ids/],
  'a level of log nobody knows': [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL must be trace, debug/],
};

test('a misspelt setting is told with the one that may have been meant, without its value, and stops nothing', async (t) => {
  const { url } = await openStudioDatabase(t);
  const settings = { DATABASE_URL: url, DATA_DIR: dataIn(t), TELEGRAM_TOKEN: '123:secret', REDIS_PORT: 'tcp://1' };
  const okno = await startOkno(t, settings);
  await okno.kill('SIGTERM');
  assert.match(
    okno.stdout(),
    /"settings_misspelt".*TELEGRAM_TOKEN is no setting of Okno: did you mean TELEGRAM_BOT_TOKEN\?"/,
  );
  assert.doesNotMatch(okno.stdout() + okno.stderr(), /secret|REDIS_PORT/);
});

suite('a wrong setting is refused with its name and its rule', () => {
  for (const [what, [settings, sentence]] of Object.entries(WRONG))
    test(what, () => assert.throws(() => readConfig(settings), { constructor: ConfigError, message: sentence }));

  test('the program names all of them at once, and does not start', async (t) => {
    const settings = { PORT: 'abc', ROLES: 'foo', TELEGRAM_BOT_TOKEN: 'xyz', DATABASE_URL: 'mysql://a:b@c/d' };
    const sentence =
      /cannot start, because of its settings:\n {2}PORT .*\n {2}DATABASE_URL .*\n {2}ROLES .*\n {2}TELEGRAM_BOT_TOKEN /;
    await refuses(t, settings, sentence);
  });
});

suite('what is wrong outside is said in a sentence with a way on', { concurrency: 2 }, () => {
  test('nobody answers at DATABASE_URL', async (t) => {
    const DATABASE_URL = `postgres://okno:secret-word@127.0.0.1:${await freePort()}/okno`;
    await refuses(t, { DATABASE_URL }, /nobody answers at DATABASE_URL/);
  });

  test('the host of DATABASE_URL does not exist', (t) =>
    refuses(t, { DATABASE_URL: 'postgres://okno:x@no-such-host.invalid/okno' }, /host of DATABASE_URL/));

  test('the server of DATABASE_URL refuses the password', async (t) => {
    const port = await openStrictServer(t);
    await refuses(t, { DATABASE_URL: `postgres://okno:wrong@127.0.0.1:${port}/okno` }, /refuses the password/);
  });

  test('the database of DATABASE_URL does not exist', async (t) => {
    const { url } = await openStudioDatabase(t);
    const address = new URL(url);
    address.pathname = '/no_such_database';
    await refuses(t, { DATABASE_URL: address.href }, /does not exist: create it/);
  });

  test('the port is taken', async (t) => {
    const server = createServer().listen(0, '127.0.0.1');
    atEnd(t, () => server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const DATA_DIR = dataIn(t);
    const sentence = new RegExp(`^\\nPort ${port} is taken: .* set PORT`);
    await refuses(t, { PORT: String(port), DATA_DIR }, sentence);
    assert.ok(!fs.existsSync(DATA_DIR), 'nothing has been made before');
    fs.mkdirSync(path.join(DATA_DIR, 'postgres'), { recursive: true });
    await refuses(t, { PORT: String(port), DATA_DIR }, sentence, ['serve', '--reset']);
    assert.ok(fs.existsSync(path.join(DATA_DIR, 'postgres')), 'and nothing thrown away');
  });

  test('the address to listen on is nobody', (t) =>
    refuses(t, { HOST: 'no-such-host.invalid' }, /HOST=no-such-host.invalid is no address of this machine/));

  test('the data folder is a file', async (t) => {
    const DATA_DIR = path.join(tempFolder(t), 'file');
    fs.writeFileSync(DATA_DIR, 'text');
    await refuses(t, { DATA_DIR }, /DATA_DIR/);
  });

  test('Telegram does not know the token', async (t) => {
    const { url } = await openEmulator(t);
    const settings = { TELEGRAM_BOT_TOKEN: '123456:nobody-knows-it', TELEGRAM_API_ROOT: url };
    await refuses(t, settings, /Telegram does not know TELEGRAM_BOT_TOKEN/);
  });

  test('Telegram cannot be reached', async (t) => {
    const TELEGRAM_API_ROOT = `http://127.0.0.1:${await freePort()}`;
    await refuses(t, { TELEGRAM_BOT_TOKEN: BOT.token, TELEGRAM_API_ROOT }, /Telegram cannot be reached/);
  });
});

/** Speaks PostgreSQL's protocol just far enough to refuse every password. */
const openStrictServer = async (t: TestContext): Promise<number> => {
  const refusal = 'SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed\0\0';
  const message = (type: string, body: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(body.length + 4);
    return Buffer.concat([Buffer.from(type), length, body]);
  };
  const server = createServer((socket) => {
    socket.on('error', () => {});
    // First the greeting, answered by asking for the password; then the password, which is always wrong.
    socket.once('data', () => {
      socket.write(message('R', Buffer.from([0, 0, 0, 3])));
      socket.once('data', () => socket.end(message('E', Buffer.from(refusal))));
    });
  }).listen(0, '127.0.0.1');
  atEnd(t, () => server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  return (server.address() as AddressInfo).port;
};

suite('the data of a real bot', () => {
  test('does not become the demo without the token, and does without the key that was lost once it is there', async (t) => {
    const { url: DATABASE_URL, rows } = await openStudioDatabase(t);
    const { url: TELEGRAM_API_ROOT } = await openEmulator(t);
    const settings = { DATABASE_URL, DATA_DIR: dataIn(t), TELEGRAM_API_ROOT };
    const bots = () => rows('select bot_id, revoked_at is null as served from bots order by 1');
    const real = await startOkno(t, { ...settings, TELEGRAM_BOT_TOKEN: BOT.token });
    await real.kill('SIGTERM');
    const before = await bots();
    await refuses(t, settings, /This data serves @studio_bot: set TELEGRAM_BOT_TOKEN \(or begin anew with --reset\)/);
    assert.deepEqual(await bots(), before);

    fs.rmSync(path.join(settings.DATA_DIR, 'encryption.key'));
    await refuses(t, { ...settings, PUBLIC_URL: 'http://127.0.0.1' }, /@studio_bot .*ENCRYPTION_KEY.*encryption\.key/);
    const again = await startOkno(t, { ...settings, TELEGRAM_BOT_TOKEN: BOT.token });
    await again.kill('SIGTERM');
    assert.deepEqual(await bots(), before);

    // Only when the real bot is gone it is the demo again, with its people.
    await rows('update bots set revoked_at = now()');
    const demo = await startOkno(t, settings);
    await demo.kill('SIGTERM');
    assert.deepEqual(await rows('select role, count(*)::int as count from staff group by 1 order by 1'), [
      { role: 'specialist', count: 3 },
      { role: 'super_admin', count: 1 },
    ]);
  });

  test('a server with an address and without a bot says what to set, does not speak for the bot of a demo, and gives it back', async (t) => {
    const { url: DATABASE_URL, rows } = await openStudioDatabase(t);
    const settings = { DATABASE_URL, DATA_DIR: dataIn(t) };
    const demo = await startOkno(t, settings);
    await demo.kill('SIGTERM');
    const { url: TELEGRAM_API_ROOT } = await openEmulator(t);
    const okno = await startOkno(t, { ...settings, TELEGRAM_API_ROOT, PUBLIC_URL: 'http://127.0.0.1' });
    await okno.kill('SIGTERM');
    assert.match(okno.stderr(), /No bot is served yet: .*TELEGRAM_BOT_TOKEN.*\n.*PUBLIC_URL .* no demo .*leave it out/);
    assert.match(okno.stdout(), /"event":"demo_left","bot_id":7000001/);
    assert.doesNotMatch(okno.stdout(), /"event":"bot_/, 'nothing is tried with its token');
    const served = () => rows('select bot_id from bots where revoked_at is null');
    assert.deepEqual(await served(), []);
    const again = await startOkno(t, settings);
    assert.equal((await fetch(`${again.url}/simulator/`)).status, 200);
    await again.kill('SIGTERM');
    assert.deepEqual(await served(), [{ bot_id: '7000001' }]);
  });
});

suite('the data of the demo', () => {
  test('chats that cannot be read begin anew, with a warning', async (t) => {
    const { url: DATABASE_URL } = await openStudioDatabase(t);
    const DATA_DIR = dataIn(t);
    fs.mkdirSync(DATA_DIR);
    for (const text of ['{}', 'null', '{"version":']) {
      fs.writeFileSync(path.join(DATA_DIR, 'telegram.json'), text);
      const okno = await startOkno(t, { DATABASE_URL, DATA_DIR });
      await okno.kill('SIGTERM');
      assert.match(okno.stdout(), /demo_chats_lost/, text);
    }
  });

  test('a damaged data folder is named, a running server is not reset, and a reset begins anew', async (t) => {
    const DATA_DIR = dataIn(t);
    const first = await startOkno(t, { DATA_DIR });
    await refuses(t, { DATA_DIR }, /Okno is running on this data: stop it/, ['serve', '--reset']);
    assert.equal((await fetch(`${first.url}/readyz`)).status, 200, 'the running one is not disturbed');
    const chats = () => fs.statSync(path.join(DATA_DIR, 'telegram.json')).ino;
    const before = chats();
    const told = new RegExp(
      `already running here: ${first.url} \\(process ${first.pid}, .*\\n.*stop it first.*DATA_DIR.*\\n.*DATABASE_URL`,
    );
    await refuses(t, { DATA_DIR }, told);
    // On the same port as well, which is what happens to whoever types the same command twice.
    await refuses(t, { DATA_DIR, PORT: new URL(first.url).port }, told);
    assert.equal(chats(), before, 'the chats of the running one are its own');
    assert.equal((await fetch(`${first.url}/readyz`)).status, 200);
    const ending = await first.kill('SIGTERM');
    assert.ok(!fs.existsSync(path.join(DATA_DIR, 'serving.json')));
    assert.deepEqual(ending, { code: 0, signal: null }, first.stderr() + first.stdout());

    fs.rmSync(path.join(DATA_DIR, 'postgres', 'global'), { recursive: true });
    await refuses(t, { DATA_DIR }, new RegExp(`${DATA_DIR}/postgres`));
    const again = await startOkno(t, { DATA_DIR }, ['--reset']);
    assert.equal((await fetch(`${again.url}/readyz`)).status, 200);
  });

  test("--reset never touches a database of one's own", async (t) => {
    const { url, rows } = await openStudioDatabase(t);
    await refuses(t, { DATABASE_URL: url }, /--reset is for the embedded database only/, ['serve', '--reset']);
    assert.deepEqual(await rows('select count(*)::int as count from tenants'), [{ count: 0 }]);
  });
});
