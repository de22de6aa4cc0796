import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MessageView } from '@okno/telegram';
import { readTarget } from './callback-data.ts';
import { ANNA } from './fake-backend.test.ts';
import { seriesOf } from './fake-staff.test.ts';
import { labels } from './staff-world.test.ts';
import { testWorld, type World } from './world.test.ts';

/** Where Anna works it is still Sunday, 1 March, 23:00, while the salon's Monday has begun. */
const BEHIND = 'America/Los_Angeles';
const SUNDAY = '2026-03-01';

const worldBehind = async (options: Parameters<typeof testWorld>[0]): Promise<World> => {
  const world = await testWorld(options);
  const { specialists } = world.backend;
  const at = specialists.findIndex(({ id }) => id === ANNA);
  const [anna] = specialists.slice(at, at + 1);
  assert.ok(anna);
  specialists[at] = { ...anna, time_zone: BEHIND };
  return world;
};

/** The days of Anna to which the buttons of a message lead. */
const daysOf = ({ inline_keyboard = [] }: MessageView): (string | null)[] =>
  inline_keyboard.flat().flatMap(({ callback_data = '' }) => {
    const target = readTarget(callback_data);
    return target?.screen === 'staff_day' && target.specialist === ANNA ? [target.day] : [];
  });

test('the week of a specialist is the one they are in, not that of the business', async () => {
  await using world = await worldBehind({ staff: true });
  await world.olga.type('/week');
  const week = await world.shows('Mon 23 Feb – Sun 1 Mar');
  assert.ok(!labels(week).includes('This week'), 'this is the week it is');
  await world.olga.tap('›');
  assert.ok(labels(await world.shows('Mon 2 Mar – Sun 8 Mar')).includes('This week'));
});

test('the week of everybody is the one of the business', async () => {
  await using world = await worldBehind({ staff: 'moderator' });
  await world.olga.type('/day');
  await world.shows('Mon 2 March');
  await world.olga.tap('📆 Week');
  await world.shows('Mon 2 Mar – Sun 8 Mar');
});

test('from the question how late a specialist is, the way back leads to their today', async () => {
  await using world = await worldBehind({ staff: true });
  await world.olga.type('/late');
  assert.deepEqual(daysOf(await world.shows('I first show whom it concerns')), [SUNDAY]);
});

test('so it does from the series of a specialist, whose closed days are looked for from their today on', async () => {
  await using world = await worldBehind({ staff: true });
  world.backend.staff.series.push(seriesOf([]));
  await world.olga.type('/day');
  await world.shows('Mon 2 March');
  await world.olga.tap('🔁 Series');
  assert.deepEqual(daysOf(await world.shows('Olga · Haircut')), [SUNDAY]);
  const [asked] = world.backend.callsOf('scheduling.overrides');
  assert.partialDeepStrictEqual(asked?.input, { from: '2026-02-28' });
});
