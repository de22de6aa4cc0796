import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANNA, BORIS, HAIRCUT } from './fake-backend.test.ts';
import { labels, openSeries } from './olga-world.test.ts';
import { testWorld } from './world.test.ts';

test('a client sees a series, and cancels one visit, or this and the following', async () => {
  await using world = await testWorld();
  const { olga, shows, backend } = world;
  for (const day of ['05', '12', '19'])
    backend.book({ service_id: HAIRCUT, specialist_id: ANNA, starts_at: `2026-03-${day}T09:00:00Z` });
  const { id } = backend.addSeries();
  await openSeries(world, { bookings: '3 bookings', name: 'Haircut · Anna' });
  await olga.tap('Thu 12 Mar, 12:00');
  await shows('You are booked');
  await openSeries(world, { bookings: '3 bookings', name: 'Haircut · Anna' });
  const second = olga.keyboard()[1]?.[1];
  assert.equal(second?.text, '✂️ From here on');
  await olga.tap(({ callback_data }) => callback_data === second?.callback_data);
  const question = await shows('Cancel Thu 12 March, 12:00, and all that follow?');
  assert.match(question.text, /those are 2 visits/);
  await Promise.all([olga.tap('Yes, cancel'), olga.tap('Yes, cancel')]);
  await shows('Recurring visits');
  await world.idle();
  const calls = backend.callsOf('series.end');
  assert.deepEqual(calls[0]?.input, { id, from: '2026-03-12T09:00:00.000Z' });
  assert.equal(new Set(calls.map(({ idempotency_key }) => idempotency_key)).size, 1);
  assert.deepEqual(labels(world).slice(0, 2), ['Thu 5 Mar, 12:00', '✂️ From here on']);
});

test('a series whose next visit is too near is ended from the one after it', async () => {
  await using world = await testWorld();
  const { backend, emulator } = world;
  for (const day of ['05', '12']) backend.book({ service_id: HAIRCUT, starts_at: `2026-03-${day}T09:00:00Z` });
  backend.addSeries();
  emulator.clock.advance(Date.parse('2026-03-04T09:00:00Z') - emulator.clock.now() + 1);
  const text = await openSeries(world, { bookings: '2 bookings', name: 'Haircut · Boris' });
  assert.deepEqual(labels(world).slice(0, 3), ['Thu 5 Mar, 12:00', 'Thu 12 Mar, 12:00', '✂️ From here on']);
  assert.match(text, /Where there is no ✂️, one of the visits is too near .*\+74951234567/);
});

test('whoever was asked to move the near visit may end the series from it on', async () => {
  await using world = await testWorld();
  const { olga, shows, backend, emulator } = world;
  for (const day of ['05', '12']) backend.book({ service_id: HAIRCUT, starts_at: `2026-03-${day}T09:00:00Z` });
  const [near] = backend.bookings.values();
  assert.ok(near !== undefined);
  backend.bookings.set(near.id, { ...near, changeable_until: near.starts_at });
  backend.addSeries();
  emulator.clock.advance(Date.parse('2026-03-04T09:00:00Z') - emulator.clock.now() + 1);
  await olga.type('/my');
  await shows('2 bookings');
  await olga.tap('🔁 Series');
  await shows('Your recurring visits');
  await olga.tap('Haircut · Boris');
  const { text } = await shows('Recurring visits');
  assert.deepEqual(labels(world).slice(0, 2), ['Thu 5 Mar, 12:00', '✂️ From here on']);
  assert.doesNotMatch(text, /too near/);
});

test('whoever the notice does not bind ends a series also from a visit that is near; a specialist only their own', async () => {
  const cases = [
    { options: { role: 'super_admin' }, specialist_id: ANNA, free: true },
    { options: { role: 'moderator' }, specialist_id: ANNA, free: true },
    { options: { staff: true }, specialist_id: ANNA, free: true },
    { options: { staff: true }, specialist_id: BORIS, free: false },
  ] as const;
  for (const { options, specialist_id, free } of cases) {
    await using world = await testWorld(options);
    const { olga, shows, backend, emulator } = world;
    backend.book({ service_id: HAIRCUT, specialist_id, starts_at: '2026-03-05T09:00:00Z' });
    const series = backend.addSeries();
    const { id } = series;
    backend.staff.series.push(series);
    emulator.clock.advance(Date.parse('2026-03-04T09:00:00Z') - emulator.clock.now() + 1);
    const text = await openSeries(world, { bookings: '1 booking', name: /^Haircut · / });
    const who = JSON.stringify({ options, specialist_id });
    assert.equal(labels(world)[1] === '✂️ From here on', free, who);
    assert.equal(text.includes('too near'), !free, who);
    if (!free) continue;
    await olga.tap('✂️ From here on');
    await shows('and all that follow?');
    await olga.tap('Yes, cancel');
    await world.until(() => backend.callsOf('series.end').length > 0);
    assert.deepEqual(backend.callsOf('series.end')[0]?.input, { id, from: '2026-03-05T09:00:00.000Z' }, who);
  }
});
