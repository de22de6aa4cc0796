import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startProxy } from '../torture/lib/proxy.ts';
import { until } from './support/at-end.ts';
import { type FarProcess, farSettings, openBackendOfFar, setDelivery, startFarProcess } from './support/far.ts';
import { runOkno } from './support/okno.ts';
import { ANNA, BOT, botId, EMMA, MARIA, type Studio } from './support/studio.ts';
import { book, createVisitor, STUDIO, type Visitor, walkToConfirm } from './support/visitor.ts';

const DAY_MS = 86_400_000;

type Booked = { id: string; starts_at: Date; status: string };

const bookingsOf = ({ rows }: Studio, person: { id: number }): Promise<Booked[]> =>
  rows(
    `select bookings.id, starts_at, status from bookings join clients on clients.id = client_id
    where telegram_id = $1 order by starts_at`,
    [person.id],
  );

const meet = async (studio: Studio): Promise<{ anna: Visitor; maria: Visitor }> => {
  const [anna, maria] = [createVisitor(studio.as(ANNA), 'ru'), createVisitor(studio.as(MARIA), 'ru')];
  await maria.type('/start', maria.say('menu.greeting_staff', { business: STUDIO.ru }));
  await anna.type('/start', anna.say('menu.greeting', { business: STUDIO.ru }));
  return { anna, maria };
};

const statusesOf = ({ rows }: Studio) =>
  rows<{ kind: string; status: string }>('select kind, status from notifications order by send_at');

/** What both logs say under the ids of the far one. */
const joined = (studio: Studio, far: FarProcess): number => {
  const here = new Set(studio.log.lines().map(({ request_id }) => request_id));
  const calls = far.lines().filter(({ event }) => event === 'backend_call');
  return calls.filter(({ request_id }) => here.has(request_id)).length;
};

const wholeConversation = async (t: TestContext, delivery: 'polling' | 'webhook'): Promise<void> => {
  const studio = await openBackendOfFar(t);
  const far = await startFarProcess(t, studio, { delivery });
  const { anna, maria } = await meet(studio);
  await book(anna, { day: 5, time: 2 });
  await maria.sees(maria.say('notice.new_booking'));

  await book(anna, { day: 9, time: 1 });
  await anna.press(anna.say('moving.move'), anna.say('moving.title'));
  await anna.press(/^\d+(🟢|🟡)$/u, 'выберите время');
  await anna.press(/^\d\d:\d\d$/, anna.say('moving.ask'));
  await anna.press(anna.say('moving.yes'), anna.say('status.confirmed'));
  await maria.sees(maria.say('notice.booking_moved'));
  await anna.press(anna.say('booking.cancel'), anna.say('cancelling.ask'));
  await anna.press(anna.say('cancelling.yes'), anna.say('status.cancelled'));
  await maria.sees(maria.say('notice.booking_cancelled'));
  const both = await bookingsOf(studio, ANNA);
  assert.deepEqual(both.map(({ status }) => status).toSorted(), ['cancelled', 'confirmed']);

  const booking = both.find(({ status }) => status === 'confirmed');
  assert.ok(booking);
  studio.emulator.clock.advance(booking.starts_at.getTime() - DAY_MS + 1_000 - studio.emulator.clock.now());
  await anna.sees('⏰');
  await until('the reminder is settled', async () =>
    (await statusesOf(studio)).some(({ kind, status }) => kind === 'booking_reminder' && status === 'sent'),
  );
  assert.equal(anna.count('⏰'), 1);

  studio.log.assertCalm();
  assert.deepEqual(
    far.lines().filter(({ level }) => level === 'warn' || level === 'error'),
    [],
  );
  assert.ok(joined(studio, far) > 20, 'the calls of the far side are found in the log of the backend');
  const commands = far.lines().filter(({ event }) => event === 'command');
  assert.ok(
    ['/start', '/book', 'book', 'moving', 'cancel'].every((one) => commands.some(({ command }) => command === one)),
  );
  assert.doesNotMatch(far.stdout() + studio.log.text(), /token-of-the|a-service-key/);
  assert.deepEqual(await far.kill('SIGTERM'), { code: 0, signal: null });
};

for (const delivery of ['polling', 'webhook'] as const)
  test(`a bot on another machine, by ${delivery}: booked, reminded, moved, cancelled, as if it were here`, (t) =>
    wholeConversation(t, delivery));

test('killed in the middle of a conversation it goes on: nothing is lost, nothing is booked twice', async (t) => {
  const studio = await openBackendOfFar(t);
  const first = await startFarProcess(t, studio);
  const { anna, maria } = await meet(studio);
  await walkToConfirm(anna, { day: 5, time: 2 });
  await first.kill('SIGKILL');
  const tapped = anna.chat.tap(anna.say('confirm.yes'));
  await startFarProcess(t, studio);
  await tapped;
  await anna.sees(anna.say('status.confirmed'));
  await maria.sees(maria.say('notice.new_booking'));
  assert.equal((await bookingsOf(studio, ANNA)).length, 1);
  await until('everything has been said', async () =>
    (await statusesOf(studio)).every(({ kind, status }) => kind === 'booking_reminder' || status === 'sent'),
  );
  assert.equal(maria.count(maria.say('notice.new_booking')), 1);
});

test('while the backend is away people see what was known and book nothing; when it is back all goes on', async (t) => {
  const studio = await openBackendOfFar(t);
  const proxy = await startProxy(t);
  const port = Number(new URL(studio.server.url).port);
  proxy.leadTo(port);
  await startFarProcess(t, studio, { backend_url: proxy.url });
  const emma = createVisitor(studio.as(EMMA), 'en');
  await emma.type('/start', STUDIO.en);
  await walkToConfirm(emma, { day: 5, time: 2 });
  const cut = () => {
    proxy.leadTo(null);
    proxy.cutAll();
  };
  cut();
  const { answer } = await emma.tap(emma.say('confirm.yes'));
  assert.match(answer?.text ?? '', /cannot book just now.*\+7\s495/);
  assert.deepEqual(await bookingsOf(studio, EMMA), []);
  proxy.leadTo(port);
  await emma.press(emma.say('confirm.yes'), emma.say('status.confirmed'));
  const mine = await emma.type('/my', 'You have 1 booking');
  cut();
  const old = await emma.type('/my', 'This is how it was at');
  assert.deepEqual(old.inline_keyboard, mine.inline_keyboard);
  proxy.leadTo(port);
  const anew = await emma.type('/my', 'You have 1 booking');
  assert.doesNotMatch(anew.text, /This is how it was/);
  assert.equal((await bookingsOf(studio, EMMA)).length, 1);
});

test('a bot changes its machine while all are running, and its people notice nothing', async (t) => {
  const studio = await openBackendOfFar(t);
  const far = await startFarProcess(t, studio);
  const { anna } = await meet(studio);
  await setDelivery(studio, 'near');
  await until('the far program has let it go', () => far.lines().some(({ event }) => event === 'bot_left'));
  await setDelivery(studio, 'far');
  await until(
    'it has taken it again',
    () => far.lines().filter(({ event }) => event === 'bot_taken').length === 2,
    20_000,
  );
  await anna.type('/help', STUDIO.ru);
});

test('it says in one sentence what has to be put right, and starts before the backend does', async (t) => {
  const studio = await openBackendOfFar(t);
  const wrongKey = await startFarProcess(t, studio, {
    settings: { BACKEND_API_KEY: 'another-key-of-the-tests' },
  }).catch(String);
  assert.match(String(wrongKey), /The backend does not know BACKEND_API_KEY: set it to one of the keys/);
  const elsewhere = await startFarProcess(t, studio, { backend_url: `${studio.server.url}/nowhere` }).catch(String);
  assert.match(String(elsewhere), /BACKEND_URL leads to a program that is no backend/);
  const proxy = await startProxy(t);
  const early = await startFarProcess(t, studio, { backend_url: proxy.url });
  assert.match(early.stderr(), /does not answer yet; it is waited for/);
  assert.equal((await fetch(`${early.url}/readyz`)).status, 503);
  assert.equal((await fetch(`${early.url}/livez`)).status, 200);
  proxy.leadTo(Number(new URL(studio.server.url).port));
  await until(
    'it has its bots',
    () => early.lines().some(({ event, bot_id }) => event === 'bot_taken' && bot_id === botId(BOT)),
    20_000,
  );
  assert.equal((await fetch(`${early.url}/readyz`)).status, 200);
});

test('a command that needs a database says where to run it; the doctor looks at what there is on such a machine', async (t) => {
  const studio = await openBackendOfFar(t);
  const settings = farSettings(studio, studio.server.url);
  const migrate = runOkno(t, ['migrate'], settings);
  assert.equal((await migrate.ended).code, 1);
  assert.match(migrate.stderr(), /This machine has no database: run this command on the machine of BACKEND_URL/);
  const well = runOkno(t, ['doctor'], settings);
  assert.equal((await well.ended).code, 0, well.stdout());
  for (const line of ['backend', 'service key', 'bots that run here: @studio_bot', 'Telegram'])
    assert.ok(well.stdout().includes(`  ok    ${line}`), `${line} in\n${well.stdout()}`);
  studio.emulator.revokeToken(BOT.token);
  const ill = runOkno(t, ['doctor'], { ...settings, REDIS_URL: 'redis://127.0.0.1:1' });
  assert.equal((await ill.ended).code, 1);
  assert.match(ill.stdout(), /WRONG Redis/);
  assert.match(ill.stdout(), /WRONG Telegram: .*@studio_bot/);
  const away = runOkno(t, ['doctor'], { ...settings, BACKEND_URL: 'http://127.0.0.1:1' });
  assert.equal((await away.ended).code, 1);
  assert.match(away.stdout(), /WRONG backend.*does not answer/);
});
