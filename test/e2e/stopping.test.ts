import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { DEMO_PERSON } from '@okno/backend';
import { tempFolder, until } from './support/at-end.ts';
import { advanceDemo, isAlive, postgresPid, remotePerson } from './support/demo.ts';
import { startOkno } from './support/okno.ts';
import { ask } from './support/rest.ts';
import { SERVICE_KEY } from './support/studio.ts';
import { words } from './support/visitor.ts';

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
  await until('PostgreSQL is gone', () => !isAlive(postgres), 1_000);

  const second = await startOkno(t, settings);
  assert.deepEqual({ chats: await chats(second.url), bookings: await bookings(second.url) }, before);
  const clock = await advanceDemo(second.url, 0);
  assert.ok(clock.now >= now && clock.now < now + DAY_MS, 'the clock stands where it was moved to');
  const again = remotePerson(second.url, EMMA);
  await again.type('/my');
  await again.sees(words('en', 'bookings.title', { count: 1 }));
});
