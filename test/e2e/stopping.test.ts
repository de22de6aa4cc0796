import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { DEMO_PERSON } from '@okno/backend';
import { isAlive as isRunning } from '../../apps/server/src/embedded/processes.ts';
import { requireProgram } from '../support/requires.ts';
import { openAssistant } from './support/assistant.ts';
import { atEnd, tempFolder, until } from './support/at-end.ts';
import { openStudioDatabase } from './support/database.ts';
import { advanceDemo, isAlive, postgresPid, remotePerson } from './support/demo.ts';
import { startOkno } from './support/okno.ts';
import { ask } from './support/rest.ts';
import { BOT, botId, openEmulator, SERVICE_KEY, EMMA as STUDIO_EMMA, MARIA as STUDIO_MARIA } from './support/studio.ts';
import { createVisitor, walkToConfirm, words } from './support/visitor.ts';

const [EMMA, MARIA] = [DEMO_PERSON + 12, DEMO_PERSON + 21];
const STOP_MS = 10_000;
const DAY_MS = 86_400_000;

const say = (key: Parameters<typeof words>[1]) => words('en', key as 'menu.book');

test('SIGTERM ends the program in time with code 0 and PostgreSQL with it, and the next start knows everything', async (t) => {
  const data_dir = path.join(tempFolder(t), 'data');
  const settings = { DATA_DIR: data_dir, TELEGRAM_BOT_API_KEY: SERVICE_KEY };
  const first = await startOkno(t, settings);
  const maria = remotePerson(first.url, MARIA);
  await maria.type('/start');
  await maria.sees('Студия');
  const emma = remotePerson(first.url, EMMA);
  await emma.type('/book');
  await emma.sees(say('services.title'));
  await emma.press(/Haircut/, say('specialists.title'));
  await emma.press(/Maria/, '🟢');
  await emma.press(/^›$/, say('month.pick'));
  await until(
    'next month is shown',
    async () => (await emma.chat()).messages.at(-1)?.inline_keyboard?.[0]?.[0]?.text === '‹',
  );
  // Far enough ahead that no reminder becomes due while the clock is moved.
  await emma.press(/^2\d(🟢|🟡)/u, 'please pick a time');
  await emma.press(/^\d\d:\d\d$/, say('confirm.title'));
  await emma.press(/Confirm/, say('status.confirmed'));
  await maria.sees(words('ru', 'notice.new_booking'));
  const { now } = await advanceDemo(first.url, 3_600_000);
  const chats = async (url: string) =>
    Promise.all([EMMA, MARIA].map(async (id) => (await remotePerson(url, id).chat()).messages));
  const bookings = async (url: string) =>
    (await ask<{ total: number }>(`${url}/api/v1`, '/bookings', { headers: { 'x-tenant': 'demo' } })).body;
  const before = { chats: await chats(first.url), bookings: await bookings(first.url) };

  const postgres = postgresPid(data_dir);
  assert.ok(isAlive(postgres));
  const began = performance.now();
  const ending = await first.kill('SIGTERM');
  assert.deepEqual(ending, { code: 0, signal: null }, first.stderr());
  assert.ok(performance.now() - began < STOP_MS);
  await until('PostgreSQL is gone', () => !isAlive(postgres));

  const second = await startOkno(t, settings);
  assert.deepEqual({ chats: await chats(second.url), bookings: await bookings(second.url) }, before);
  const clock = await advanceDemo(second.url, 0);
  assert.ok(clock.now >= now && clock.now < now + DAY_MS, 'the clock stands where it was moved to');
  const again = remotePerson(second.url, EMMA);
  await again.type('/my');
  await again.sees(words('en', 'bookings.title', { count: 1 }));
});

test('told to stop with work in hand, it finishes that once, answers whoever waits, and leaves nothing behind', async (t) => {
  const { emulator, url } = await openEmulator(t);
  const { url: database, rows } = await openStudioDatabase(t);
  const okno = await startOkno(t, {
    DATABASE_URL: database,
    DATA_DIR: path.join(tempFolder(t), 'data'),
    TELEGRAM_API_ROOT: url,
    TELEGRAM_BOT_TOKEN: BOT.token,
    TELEGRAM_BOT_API_KEY: SERVICE_KEY,
  });
  await rows(`insert into staff (tenant_id, telegram_id, name, role, specialist_id)
    select tenant_id, ${STUDIO_MARIA.id}, name, 'specialist', id from specialists where name = '${STUDIO_MARIA.first_name}'`);
  const maria = createVisitor(emulator.as(STUDIO_MARIA.id, botId(BOT)), 'ru');
  await maria.type('/start', 'Студия');
  const emma = createVisitor(emulator.as(STUDIO_EMMA.id, botId(BOT)), 'en');
  const waiting = (await openAssistant(`${okno.url}/api/v1`)).ask('GET /reminders/events?wait=30');
  await walkToConfirm(emma, { day: 3, time: 1 });
  // What is said from now on takes Telegram longer than it takes us to be told to stop.
  emulator.faults.script({ kind: 'delay', method: 'sendMessage', delay_ms: 1_500, times: 9 });
  await emma.press(emma.say('confirm.yes'), emma.say('status.confirmed'));
  const sending = () =>
    rows<{ count: number }>(`select count(*)::int as count from notifications where status = 'sending'`);
  await until('news for the specialist is on its way', async () => ((await sending())[0]?.count ?? 0) > 0);
  const asked = emma.chat.type('/help');
  const ending = await okno.kill('SIGTERM');
  // Later than its ten seconds it would have been cut, with another code.
  assert.deepEqual(ending, { code: 0, signal: null }, okno.stderr());
  await asked;
  const { status, body } = await waiting;
  assert.deepEqual([status, body['items']], [200, []]);
  await maria.sees(words('ru', 'notice.new_booking'));
  assert.equal(maria.count(words('ru', 'notice.new_booking')), 1);
  assert.deepEqual(await sending(), [{ count: 0 }]);
  assert.deepEqual(await rows('select count(*)::int as count from deliveries'), [{ count: 0 }]);
  assert.match(okno.stdout(), /"event":"stopping"/);
});

/** The program on a terminal of its own, as people see it; it ends with the test. */
const onTerminal = (t: TestContext, script: string, settings: Readonly<Record<string, string>> = {}) => {
  const program = path.resolve(import.meta.dirname, '../../apps/server/src/main.ts');
  const folder = tempFolder(t);
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE = '' } = process.env;
  const words = `exec ${process.execPath} ${program} serve`;
  const child = spawn(script, ['-qefc', words, '/dev/null'], {
    cwd: folder,
    env: { PATH, HOME, NODE_COMPILE_CACHE, DATA_DIR: path.join(folder, 'data'), PORT: '0', ...settings },
  });
  const ended = once(child, 'close').then(([code]): unknown => code);
  atEnd(t, async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const said = { text: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    said.text += chunk;
  });
  const sees = (words: string) => until(words, () => said.text.includes(words), 60_000);
  // The terminal ends with the program that shows it.
  const close = () => child.kill('SIGKILL');
  const data_dir = path.join(folder, 'data');
  return { said, sees, ended, close, data_dir, press: (keys: string) => child.stdin.write(keys) };
};

const CTRL_C = '\x03';

test('Ctrl+C is answered at once and at the end, and a second one ends the program at once', async (t) => {
  const script = requireProgram(t, 'script');
  if (script === null) return;
  const { said, sees, ended, press } = onTerminal(t, script);
  await sees('Okno is open');
  press(CTRL_C);
  await sees('Stopping…');
  assert.equal(await ended, 0, said.text);
  assert.match(said.text, /Stopping….*\r\nStopped\.\r\n$/);
  assert.doesNotMatch(said.text, /"event"/, 'lines for machines are not for people');

  // It takes so long a leave that there is time to be hasty.
  const hasty = onTerminal(t, script, { PUBLIC_URL: 'http://127.0.0.1', LEAVE_MS: '3000' });
  await hasty.sees('Okno is open');
  hasty.press(CTRL_C);
  await hasty.sees('Stopping…');
  hasty.press(CTRL_C);
  assert.equal(await hasty.ended, 130, hasty.said.text);
  assert.match(hasty.said.text, /Stopping….*Ended at once\.\r\n$/s);
});

/** A database of ours that answers nobody before it is told to. */
const slowDatabase = async (t: TestContext) => {
  const { url } = await openStudioDatabase(t);
  const address = new URL(url);
  const port = Number(address.port || 5432);
  const folder = address.searchParams.get('host');
  const place = folder === null ? { host: address.hostname, port } : { path: `${folder}/.s.PGSQL.${port}` };
  let answer = () => {};
  const answers = new Promise<void>((resolve) => {
    answer = resolve;
  });
  let asked = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    asked += 1;
    client.on('error', () => {}).pause();
    sockets.add(client);
    void answers.then(() => {
      const behind = connect(place).on('error', () => client.destroy());
      sockets.add(behind);
      client
        .on('close', () => behind.destroy())
        .pipe(behind)
        .pipe(client);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  atEnd(t, async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  address.searchParams.delete('host');
  address.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: address.href, isAsked: () => asked > 0, answer };
};

test('whoever presses Ctrl+C before it is open is not welcomed afterwards', async (t) => {
  const script = requireProgram(t, 'script');
  if (script === null) return;
  const database = await slowDatabase(t);
  const { said, sees, ended, press } = onTerminal(t, script, { LOG_LEVEL: 'info', DATABASE_URL: database.url });
  await until('it asks for the database', database.isAsked, 60_000);
  // A second one would be a wish to end at once.
  press(CTRL_C);
  await sees('Stopping…');
  assert.doesNotMatch(said.text, /Okno is open/);
  database.answer();
  assert.equal(await ended, 0, said.text);
  assert.match(said.text, /Stopped\.\r\n$/);
  assert.doesNotMatch(said.text, /Okno is open/);
});

// What people read is written to one stream, and what machines read to another: neither may be the end.
for (const LOG_LEVEL of ['info', 'debug'])
  test(`closing the window of the terminal stops the program in order, with LOG_LEVEL=${LOG_LEVEL}`, async (t) => {
    const script = requireProgram(t, 'script');
    if (script === null) return;
    const { sees, ended, close, data_dir } = onTerminal(t, script, { LOG_LEVEL });
    await sees('Okno is open');
    const note = path.join(data_dir, 'serving.json');
    const { pid } = JSON.parse(readFileSync(note, 'utf8')) as { pid: number };
    atEnd(t, () => isRunning(pid) && process.kill(pid, 'SIGKILL'));
    close();
    await ended;
    await until('the program has ended', () => !isRunning(pid), 30_000);
    // Who stops in order takes the note away; who crashes leaves it.
    assert.ok(!existsSync(note));
    assert.ok(!existsSync(path.join(data_dir, 'postgres', 'postmaster.pid')));
  });
