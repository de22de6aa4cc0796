import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '@okno/contract';
import { book } from './staff-world.test.ts';
import { testWorld } from './world.test.ts';

const DAYS = ['2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06'];
const KEEP = '🔒 Keep, but close the days';

/** Somebody who has chosen the days until the sixth, with a visit on the third. */
const chosen = async (first = '3🟡') => {
  const world = await testWorld({ staff: true });
  const { olga, shows } = world;
  book(world, '12:00', '2026-03-03');
  await olga.type('/off');
  await shows('No days off');
  await olga.tap('🗓 Choose the days');
  await shows('The first day off?');
  await olga.tap(first);
  await shows('And the last?');
  await olga.tap('6🟢');
  await shows('1 visit is touched');
  return world;
};

/** As `chosen`, and the closing broke off on the third day, after the effect or before it. */
const brokenOff = async ({ isDone }: { isDone: boolean }) => {
  const world = await chosen();
  const { olga, shows, backend } = world;
  if (isDone) backend.lose('scheduling.set_override', 2);
  else backend.fail('scheduling.set_override', new AppError('unavailable'), 2);
  await olga.tap(KEEP);
  await shows('Closed already: Tue 3 March – Wed 4 March');
  assert.deepEqual([...backend.staff.overrides.keys()], DAYS.slice(0, isDone ? 3 : 2));
  return world;
};

test('a day that was closed and whose answer was lost is nobody else’s change', async () => {
  await using world = await brokenOff({ isDone: true });
  const { olga, shows, backend } = world;
  await olga.tap('▶️ Go on');
  await shows('1 visit stays');
  assert.deepEqual([...backend.staff.overrides.keys()], DAYS);
});

test('when it is the answer of the very first day that was lost, the same button goes on', async () => {
  await using world = await chosen();
  const { olga, shows, backend } = world;
  backend.lose('scheduling.set_override');
  await olga.tap(KEEP);
  assert.deepEqual([...backend.staff.overrides.keys()], DAYS.slice(0, 1));
  await olga.tap(KEEP);
  await shows('1 visit stays');
  assert.deepEqual([...backend.staff.overrides.keys()], DAYS);
});

test('other hours that somebody gave the day on which it broke off, or one after it, stay', async () => {
  for (const date of ['2026-03-05', '2026-03-06']) {
    await using world = await brokenOff({ isDone: date === '2026-03-06' });
    const { olga, shows, backend } = world;
    const intervals = [{ from: '11:00', to: '20:00' }];
    backend.staff.overrides.set(date, { date, intervals });
    await olga.tap('▶️ Go on');
    await shows(/have just been changed elsewhere/);
    assert.deepEqual(backend.staff.overrides.get(date)?.intervals, intervals);
  }
});

test('closing that breaks off once more still says what was closed before', async () => {
  await using world = await brokenOff({ isDone: true });
  const { olga, shows, backend } = world;
  backend.fail('scheduling.set_override', new AppError('unavailable'));
  await olga.tap('▶️ Go on');
  const stopped = await shows('Closed already: Tue 3 March – Thu 5 March');
  assert.match(stopped.text, /the other days are still open/);
  await olga.tap('▶️ Go on');
  await shows('1 visit stays');
  assert.deepEqual([...backend.staff.overrides.keys()], DAYS);
});

test('the same where the first day is today, of which the hours until now remain', async () => {
  await using world = await chosen('•2🟢');
  const { olga, shows, backend } = world;
  backend.lose('scheduling.set_override');
  await olga.tap(KEEP);
  assert.equal(backend.staff.overrides.size, 1);
  backend.fail('scheduling.set_override', new AppError('unavailable'));
  await olga.tap(KEEP);
  await shows('Closed already: Mon 2 March');
  await olga.tap('▶️ Go on');
  await shows('1 visit stays');
  assert.deepEqual([...backend.staff.overrides.keys()], ['2026-03-02', ...DAYS]);
});
