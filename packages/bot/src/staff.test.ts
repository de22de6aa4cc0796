import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '@okno/contract';
import { BORIS } from './fake-backend.test.ts';
import { seriesOf } from './fake-staff.test.ts';
import { noticeOf, startedWorld } from './notice-world.test.ts';
import { askedWhy, at, book, labels, openVisit, TODAY } from './staff-world.test.ts';
import { testWorld } from './world.test.ts';

test('whoever works here finds in the menu first what a day of work needs', async () => {
  await using world = await testWorld({ staff: true });
  await world.olga.start();
  const menu = await world.shows('This is Salon');
  assert.deepEqual(labels(menu).slice(0, 5), ['🗓 My day', '📆 My week', '⏳ Running late', '🏖 Days off', '📅 Book']);
});

test('a visit is opened, missed, and after all was not: one message throughout', async () => {
  await using world = await testWorld({ staff: true });
  const { olga, shows, backend } = world;
  const visit = book(world, '10:00');
  backend.staff.notes.push('Likes <b>tea</b>');
  const card = await openVisit(world, '10:00');
  assert.match(
    card.text,
    /🙋 Olga\n📞 \+79990001122\n📊 Visits: 5, missed: 1, cancelled: 2\n\n📝 Notes\n• Likes <b>tea<\/b>/,
  );
  assert.ok(labels(card).includes('📋 +79990001122'));
  await olga.tap('🚫 No-show');
  await shows('The client did not come');
  await olga.tap('☑️ They came after all');
  await shows('The visit took place');
  await olga.tap('🚫 They did not come');
  const again = await shows('The client did not come');
  assert.equal(again.message_id, card.message_id);
  assert.equal(backend.bookings.get(visit.id)?.status, 'no_show');
  await olga.tap('🕘 History');
  const history = await shows('History');
  assert.match(history.text, /missed\n +staff: Anna\n.*took place\n.*\n.*missed/);
});

test('before its start nobody can say what became of a visit, and a forged button is told so', async () => {
  await using world = await testWorld({ staff: true });
  const { olga, shows, backend } = world;
  const visit = book(world, '12:00');
  const card = await openVisit(world, '12:00');
  assert.ok(!labels(card).some((label) => label.includes('No-show')));
  backend.bookings.set(visit.id, { ...visit, starts_at: at('10:00') });
  await olga.tap('🕘 History');
  await shows('History');
  await olga.tap('‹ Visit');
  await shows('✅ Booked');
  backend.bookings.set(visit.id, visit);
  await olga.tap('🚫 No-show');
  await shows(/⚠️ .*\n\n✅ Booked/);
});

test('a visit is cancelled with a reason, which its history tells', async () => {
  await using world = await testWorld({ staff: true });
  const { olga, shows, backend } = world;
  const visit = book(world, '12:00');
  await openVisit(world, '12:00');
  await askedWhy(world);
  await olga.type('x'.repeat(501));
  await shows('more than 500 characters');
  await olga.type('I am ill');
  await shows('✖️ Cancelled');
  assert.equal(backend.bookings.get(visit.id)?.status, 'cancelled');
  assert.equal(backend.callsOf('bookings.cancel').length, 1);
  await olga.tap('👀 Show the visit');
  await shows('✖️ Cancelled');
  await olga.tap('🕘 History');
  await shows('“I am ill”');
  await olga.type('And what now?');
  await shows('I understand buttons best');
});

test('whoever thinks better of a reason leaves the visit as it is', async () => {
  await using world = await testWorld({ staff: true });
  const { olga, shows, backend } = world;
  book(world, '12:00');
  await openVisit(world, '12:00');
  await askedWhy(world);
  await olga.tap('Keep it');
  await shows('Left as it was');
  await olga.type('I am ill');
  await shows('I understand buttons best');
  assert.equal(backend.callsOf('bookings.cancel').length, 0);
});

test('a visit is moved, also when somebody else was faster', async () => {
  await using world = await testWorld({ staff: true });
  const { olga, shows, backend } = world;
  const visit = book(world, '12:00');
  await openVisit(world, '12:00');
  await olga.tap('🔁 Move');
  await shows('To when shall we move the visit?');
  await olga.tap('5🟢');
  await shows('please pick a time');
  await olga.tap('11:00');
  await shows('Instead of: Mon 2 March, 12:00');
  book(world, '11:00', '2026-03-05');
  await olga.tap('✅ Move it');
  await shows('just been taken');
  await olga.tap('Thu 5 Mar, 12:00');
  await shows('Move this visit?');
  await olga.tap('✅ Move it');
  await shows(/✅ Booked.*Thu 5 March.*12:00–13:00/s);
  assert.equal(backend.bookings.get(visit.id)?.starts_at, at('12:00', '2026-03-05'));
});

test('a delay is shown before anybody hears of it, and told once', async () => {
  await using world = await testWorld({ staff: true });
  const { olga, shows, backend } = world;
  book(world, '12:00');
  const quiet = book(world, '13:00');
  backend.bookings.set(quiet.id, { ...quiet, client: { ...quiet.client, name: 'Ada', phone: null } });
  await olga.type('/late');
  await shows('I first show whom it concerns');
  await olga.tap('15 min');
  const asked = await shows('15 minutes late');
  assert.match(asked.text, /12:00 → 12:15 Olga\n📨 to be told\n13:00 → 13:15 Ada\n☎️ not in the chat, and no number/);
  assert.equal(backend.callsOf('bookings.tell_late').length, 0);
  await olga.tap('📨 Tell 1 client');
  await shows(/1 client is told.*12:00 → 12:15 Olga\n📨 told/s);
  await olga.tap('‹ Another delay');
  await shows('How late');
  await olga.tap('15 min');
  const known = await shows('✔️ knows of it');
  assert.ok(!labels(known).some((label) => label.startsWith('📨')));
});

test('the client is told until when they have to wait', async () => {
  await using world = await startedWorld();
  const booking = book(world, '12:00');
  const notice = noticeOf(booking, { kind: 'running_late', late_minutes: 20 });
  assert.equal((await world.deliver(notice)).status, 'sent');
  const message = await world.shows('Anna is running late, about 20 minutes.');
  assert.match(message.text, /Your visit at 12:00 will begin at about 12:20/);
  assert.equal((await world.deliver({ ...notice, language: 'ru', late_minutes: 21 })).status, 'sent');
  await world.shows('опоздание примерно 21 минута.');
});

test('the specialist opens a visit from its notice, which stays', async () => {
  await using world = await startedWorld({ staff: true });
  const booking = book(world, '12:00', '2026-03-05');
  await world.deliver(noticeOf(booking, { audience: 'specialist' }));
  const notice = await world.shows('New booking');
  await world.olga.tap('👀 Show the visit');
  const card = await world.shows('✅ Booked');
  assert.notEqual(card.message_id, notice.message_id);
});

test('a week is told day by day, with how full each is', async () => {
  await using world = await testWorld({ staff: true });
  const { olga, shows } = world;
  for (const time of ['12:00', '13:00']) book(world, time, '2026-03-03');
  await olga.type('/week');
  const week = await shows('Mon 2 Mar – Sun 8 Mar');
  assert.match(week.text, /🟢 Mon 2 March: no visits, 0%\n🟢 Tue 3 March: 2 visits, 25%/);
  assert.match(week.text, /⚪️ Sun 8 March: day off/);
  await olga.tap('Tue 3 Mar');
  await shows('12:00–13:00 Haircut');
});

test('whoever runs the business sees the day of everybody, and does for each what they could', async () => {
  await using world = await testWorld({ staff: 'moderator' });
  const { olga, shows } = world;
  book(world, '12:00');
  book(world, '13:00', TODAY, BORIS);
  await olga.start();
  await shows('This is Salon.');
  await olga.tap('👥 Everybody');
  await shows(/👤 Anna · 1 visit\n.*\n12:00 Olga · Haircut\n\n👤 Boris · 1 visit\n.*\n13:00 Olga/);
  await olga.tap('Boris');
  await shows(/👤 Boris.*13:00–14:00 Haircut/s);
  await olga.tap('⏳ Running late');
  await shows('How late is Boris running?');
  await olga.tap('10 min');
  await shows('13:00 → 13:10 Olga');
});

test('series tell their next visits, and which of them cannot be', async () => {
  await using world = await testWorld({ staff: true });
  const { olga, shows, backend } = world;
  const visit = book(world, '12:00', '2026-03-03');
  const booked = (occurrence_at: string, booking_id: string | null) => ({
    ...{ occurrence_at, booking_id, starts_at: occurrence_at, changeable_until: null },
    ...{ status: 'booked' as const, clash: null },
  });
  backend.staff.series.push(
    seriesOf([
      booked(at('12:00', '2026-03-03'), visit.id),
      booked(at('12:00', '2026-03-10'), null),
      { ...booked(at('12:00', '2026-03-17'), null), status: 'clash', clash: 'outside_hours' },
    ]),
  );
  backend.staff.overrides.set('2026-03-10', { date: '2026-03-10', intervals: [] });
  await olga.type('/day');
  await shows('Mon 2 March');
  await olga.tap('🔁 Series');
  await shows(/Olga · Haircut\nnext: Tue 3 Mar, 12:00\n⚠️ 2 times need you/);
  await olga.tap('Olga · Haircut');
  await shows(/• Tue 3 Mar, 12:00\n⚠️ Tue 10 Mar, 12:00: a day off\n⚠️ Tue 17 Mar, 12:00: outside the working hours/);
  await olga.tap('Tue 3 Mar');
  await shows('✅ Booked');
});

test('a role that was taken away in the middle is told politely, and nothing happens', async () => {
  await using world = await testWorld({ staff: true });
  const { olga, shows, backend } = world;
  const visit = book(world, '10:00');
  await openVisit(world, '10:00');
  backend.fail('bookings.no_show', new AppError('forbidden'));
  await olga.tap('🚫 No-show');
  await shows('This is not yours to do here.');
  assert.equal(backend.bookings.get(visit.id)?.status, 'confirmed');
  for (const [command, action] of [
    ['/week', 'scheduling.range'],
    ['/off', 'scheduling.time_off'],
  ] as const) {
    backend.fail(action, new AppError('forbidden'));
    await olga.type('/help');
    await shows('I keep the appointment book');
    await olga.type(command);
    await shows('This is not yours to do here.');
  }
  assert.deepEqual(world.logs, []);
});
