import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '@okno/contract';
import { uuid } from './fake-backend.test.ts';
import { noticeOf, startedWorld } from './notice-world.test.ts';
import { at, book, labels } from './staff-world.test.ts';
import { testWorld } from './world.test.ts';

test('a day off without visits is taken and given back', async () => {
  await using world = await testWorld({ staff: true });
  const { olga, shows, backend } = world;
  await olga.type('/off');
  await shows('No days off ahead.');
  await olga.tap('Tomorrow');
  await shows('No visits are touched.');
  await olga.tap('✅ Take it off');
  await shows('Done: Tue 3 March');
  assert.deepEqual(
    backend.staff.absences.map(({ starts_at, ends_at }) => [starts_at, ends_at]),
    [[at('00:00', '2026-03-03'), at('00:00', '2026-03-04')]],
  );
  await olga.tap('🏖 Days off');
  await shows(/^🏖 Days off$/);
  await olga.tap('🏖 Tue 3 Mar');
  await shows('Time off\nTue 3 March – Tue 3 March');
  await olga.tap('↩️ Work after all');
  await shows('No days off ahead.');
  assert.deepEqual(backend.staff.absences, []);
});

test('the visits on days off are moved one by one, and then the days are taken', async () => {
  await using world = await testWorld({ staff: true });
  const { olga, shows, backend } = world;
  const visit = book(world, '12:00', '2026-03-04');
  await olga.type('/off');
  await shows('No days off');
  await olga.tap('🗓 Choose the days');
  await shows('The first day off?');
  await olga.tap('3🟢');
  await shows('And the last?');
  await olga.tap('4🟡');
  await shows(/Tue 3 March – Wed 4 March.*1 visit is touched/s);
  await olga.tap('🔁 Wed 4, 12:00 Olga');
  const near = await shows('Times outside the days off');
  assert.ok(
    labels(near).every((label) => !/(3|4) Mar,/.test(label)),
    'no time lies on the days off',
  );
  await olga.tap('Thu 5 Mar, 12:00');
  await shows('Move this visit?');
  await olga.tap('✅ Move it');
  await shows('No visits are touched.');
  await olga.tap('✅ Take them off');
  await shows('Done: Tue 3 March – Wed 4 March');
  assert.equal(backend.bookings.get(visit.id)?.starts_at, at('12:00', '2026-03-05'));
  assert.equal(backend.staff.absences.length, 1);
});

test('all visits on a day off are cancelled after a question', async () => {
  await using world = await testWorld({ staff: true });
  const { olga, shows, backend } = world;
  const visits = [book(world, '12:00', '2026-03-03'), book(world, '14:00', '2026-03-03')];
  await olga.type('/off');
  await shows('No days off');
  await olga.tap('Tomorrow');
  await shows('2 visits are touched');
  await olga.tap('❌ Cancel 2 visits');
  await shows('Cancel 2 visits?');
  assert.equal(backend.callsOf('bookings.cancel').length, 0);
  await olga.tap('Yes, cancel all');
  await shows('2 visits are cancelled, the clients are told.');
  for (const { id } of visits) assert.equal(backend.bookings.get(id)?.status, 'cancelled');
  assert.equal(backend.staff.absences.length, 1);
});

test('the visits may stay, and the day is closed for anybody else', async () => {
  await using world = await testWorld({ staff: true });
  const { olga, shows, backend } = world;
  const visit = book(world, '12:00', '2026-03-03');
  await olga.type('/off');
  await shows('No days off');
  await olga.tap('Tomorrow');
  await shows('1 visit is touched');
  await olga.tap('🔒 Keep, but close the day');
  await shows('1 visit stays');
  assert.equal(backend.bookings.get(visit.id)?.status, 'confirmed');
  assert.deepEqual(backend.staff.overrides.get('2026-03-03')?.intervals, []);
  await olga.tap('🏖 Days off');
  await shows(/^🏖 Days off$/);
  await olga.tap('🔒 Tue 3 Mar');
  await shows('Closed');
  await olga.tap('↩️ Work after all');
  await shows('No days off ahead.');
  assert.equal(backend.staff.overrides.size, 0);
});

test('the rest of today begins when the visit that is being given is over', async () => {
  await using world = await testWorld({ staff: true });
  const { olga, shows, backend } = world;
  book(world, '10:00');
  await olga.type('/off');
  await shows('No days off');
  await olga.tap('🌙 Rest of today');
  await shows(/from 11:00.*No visits are touched/s);
  await olga.tap('✅ Take it off');
  await shows('Done: Mon 2 March, from 11:00');
  assert.deepEqual(
    backend.staff.absences.map(({ starts_at, ends_at }) => [starts_at, ends_at]),
    [[at('11:00'), at('18:00')]],
  );
});

test('what took the time meanwhile is shown, and nothing is lost', async () => {
  await using world = await testWorld({ staff: true });
  const { olga, shows, backend } = world;
  await olga.type('/off');
  await shows('No days off');
  await olga.tap('Tomorrow');
  await shows('No visits are touched.');
  const late = book(world, '12:00', '2026-03-03');
  await olga.tap('✅ Take it off');
  await shows(/Something takes this time already:.*a visit.*1 visit is touched/s);
  assert.equal(backend.bookings.get(late.id)?.status, 'confirmed');
  assert.deepEqual(backend.staff.absences, []);
});

test('the clients of a day off are asked to move, after the staff has seen whom that reaches', async () => {
  await using world = await testWorld({ staff: true });
  const { olga, shows, backend } = world;
  const visits = [book(world, '12:00', '2026-03-03'), book(world, '14:00', '2026-03-03')];
  const [first, quiet] = visits;
  assert.ok(first && quiet);
  backend.bookings.set(quiet.id, { ...quiet, client: { id: uuid(72), name: 'Ada', phone: null } });
  await olga.type('/off');
  await shows('No days off');
  await olga.tap('Tomorrow');
  await shows('2 visits are touched');
  await olga.tap('🙏 Ask 2 clients to move');
  const asked = await shows('the nearest free times');
  assert.match(asked.text, /📨 Tue 3 Mar, 12:00 Olga/);
  assert.equal(backend.staff.asked.size, 0, 'a question asks nobody yet');
  assert.equal(backend.staff.overrides.size, 0);
  await Promise.all([olga.tap(/^✅ Ask/), olga.tap(/^✅ Ask/)]);
  await shows(/1 client is asked.*☎️ Tue 3 Mar, 14:00 Ada/s);
  await world.idle();
  assert.deepEqual([...backend.staff.asked], [first.id]);
  assert.deepEqual(backend.staff.overrides.get('2026-03-03')?.intervals, [], 'nobody else books the day');
  assert.equal(backend.bookings.get(first.id)?.status, 'confirmed', 'the visit stays until its client has chosen');
  assert.deepEqual(world.logs, []);
});

test('the client who is asked moves with two taps, though it is too late for others, looks further, or cancels', async () => {
  await using world = await startedWorld();
  const { olga, shows, backend } = world;
  const visit = book(world, '15:00');
  const nearest = [3, 4].map((day) => ({
    ...{ starts_at: at('12:00', `2026-03-0${day}`), ends_at: at('13:00', `2026-03-0${day}`) },
    ...{ specialist_id: visit.specialist.id, seats_left: 1 },
  }));
  assert.equal((await world.deliver(noticeOf(visit, { kind: 'move_asked', nearest }))).status, 'sent');
  const asked = await shows('Anna cannot be there at that time');
  assert.deepEqual(labels(asked).slice(0, 2), ['Tue 3 Mar, 12:00', 'Wed 4 Mar, 12:00']);
  await olga.tap('🗓 Another time');
  await shows('To when shall we move the visit?');
  await olga.tap('Leave it as it is');
  await shows('You are booked');
  assert.equal((await world.deliver(noticeOf(visit, { kind: 'move_asked', nearest }))).status, 'sent');
  await shows('Anna cannot be there at that time');
  await olga.tap('Tue 3 Mar, 12:00');
  await shows('Move the visit to this time?');
  await olga.tap('✅ Move it');
  await shows(/You are booked.*Tue 3 March/s);
  assert.equal(backend.bookings.get(visit.id)?.starts_at, at('12:00', '2026-03-03'));
  const none = { ...noticeOf(visit, { kind: 'move_asked', nearest: [] }), language: 'ru' as const };
  assert.equal((await world.deliver(none)).status, 'sent');
  await shows('Ближайших свободных времён нет');
});

test('a day that has other hours by now is not given back by the button of when it was closed', async () => {
  await using world = await testWorld({ staff: true });
  const { olga, shows, backend } = world;
  const { overrides } = backend.staff;
  overrides.set('2026-03-03', { date: '2026-03-03', intervals: [] });
  const open = async () => {
    await olga.type('/off');
    await olga.waitFor(() =>
      olga
        .keyboard()
        .flat()
        .some(({ text }) => text === '🔒 Tue 3 Mar'),
    );
    await olga.tap('🔒 Tue 3 Mar');
    return shows('Closed');
  };
  await open();
  const hours = [{ from: '12:00', to: '14:00' }];
  overrides.set('2026-03-03', { date: '2026-03-03', intervals: hours });
  assert.equal((await olga.tap('↩️ Work after all')).answer?.text, 'That day has other hours by now: they stay');
  assert.deepEqual(overrides.get('2026-03-03')?.intervals, hours);
  // The same when they come between the look and the change.
  overrides.set('2026-03-03', { date: '2026-03-03', intervals: [] });
  await open();
  backend.fail('scheduling.remove_override', new AppError('changed_meanwhile'));
  assert.equal((await olga.tap('↩️ Work after all')).answer?.text, 'That day has other hours by now: they stay');
  assert.equal(backend.callsOf('scheduling.remove_override')[0]?.if_match?.length, 1);
});

test('hours that somebody gave one of the days since it was shown are not closed: they stay, and that is said', async () => {
  const ways = [
    ['🔒 Keep, but close the day', '1 visit stays'],
    ['🙏 Ask 1 client to move', '1 client is asked'],
  ] as const;
  for (const [way, done] of ways) {
    await using world = await testWorld({ staff: true });
    const { olga, shows, backend } = world;
    const { overrides } = backend.staff;
    book(world, '12:00', '2026-03-03');
    const choose = async () => {
      await olga.tap(way);
      if (!way.startsWith('🙏')) return;
      await shows('the nearest free times');
      await olga.tap(/^✅ Ask/);
    };
    await olga.type('/off');
    await shows('No days off');
    await olga.tap('Tomorrow');
    await shows('1 visit is touched');
    const hours = [{ from: '11:00', to: '20:00' }];
    overrides.set('2026-03-03', { date: '2026-03-03', intervals: hours });
    await choose();
    await shows(/have just been changed elsewhere.*1 visit is touched/s);
    assert.deepEqual(overrides.get('2026-03-03')?.intervals, hours);
    assert.equal(backend.staff.asked.size, 0);
    // Whoever has been told so may still do it.
    await choose();
    await shows(done);
    assert.deepEqual(overrides.get('2026-03-03')?.intervals, []);
  }
});

test('closing that breaks off in the middle says what is closed, and one tap goes on with the rest', async () => {
  const ways = [
    ['🔒 Keep, but close the days', '1 visit stays'],
    ['🙏 Ask 1 client to move', '1 client is asked'],
  ] as const;
  for (const [way, done] of ways) {
    await using world = await testWorld({ staff: true });
    const { olga, shows, backend } = world;
    const { overrides } = backend.staff;
    book(world, '12:00', '2026-03-03');
    await olga.type('/off');
    await shows('No days off');
    await olga.tap('🗓 Choose the days');
    await shows('The first day off?');
    await olga.tap('3🟡');
    await shows('And the last?');
    await olga.tap('6🟢');
    await shows('1 visit is touched');
    backend.fail('scheduling.set_override', new AppError('unavailable'), 2);
    await olga.tap(way);
    if (way.startsWith('🙏')) {
      await shows('the nearest free times');
      await olga.tap(/^✅ Ask/);
    }
    const stopped = await shows('Closed already: Tue 3 March – Wed 4 March');
    assert.match(stopped.text, /the other days are still open/);
    assert.deepEqual([...overrides.keys()], ['2026-03-03', '2026-03-04']);
    assert.equal(backend.staff.asked.size, 0);
    await olga.tap('▶️ Go on');
    await shows(done);
    assert.deepEqual([...overrides.keys()], ['2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06']);
  }
});

test('a day that is changed elsewhere while the days are being closed keeps its hours, and what is closed already is said', async () => {
  await using world = await testWorld({ staff: true });
  const { olga, shows, backend } = world;
  book(world, '12:00', '2026-03-03');
  await olga.type('/off');
  await shows('No days off');
  await olga.tap('🗓 Choose the days');
  await shows('The first day off?');
  await olga.tap('3🟡');
  await shows('And the last?');
  await olga.tap('5🟢');
  await shows('1 visit is touched');
  backend.fail('scheduling.set_override', new AppError('changed_meanwhile'), 1);
  await olga.tap('🔒 Keep, but close the days');
  await shows(/^🔒 Closed already: Tue 3 March\n.*have just been changed elsewhere.*1 visit is touched/s);
  await olga.tap('🔒 Keep, but close the days');
  await shows('1 visit stays');
  assert.deepEqual([...backend.staff.overrides.keys()], ['2026-03-03', '2026-03-04', '2026-03-05']);
});
