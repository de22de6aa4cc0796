import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Actions, AppError, type Parsed } from '@okno/contract';
import { ANNA, HAIRCUT, uuid } from './fake-backend.test.ts';
import { office } from './office-world.test.ts';
import { ruleOf } from './regular-rule.ts';
import { at, book, labels, openVisit } from './staff-world.test.ts';
import { PERSON_ID, testWorld, type World } from './world.test.ts';

/** Anna looks at Olga's visit at noon, and at how it could go on. */
const fromVisit = async () => {
  const world = await testWorld({ staff: true });
  book(world, '12:00');
  await openVisit(world, '12:00');
  await world.olga.tap('🔁 Make it regular');
  await world.shows('How often?');
  return world;
};

const weekly = async ({ olga, shows }: World, times = '4 visits') => {
  await olga.tap('Every week');
  await shows('How many visits?');
  await olga.tap(times);
  return shows('Please check the dates');
};

const dataOf = ({ olga }: World, label: string): string =>
  olga
    .keyboard()
    .flat()
    .find(({ text }) => text === label)?.callback_data ?? '';

/** A button tapped again, or one that nobody ever sent. */
const tapData = ({ give }: World, data: string, message_id: number, update_id: number) =>
  give({
    update_id,
    callback_query: {
      ...{ id: `${update_id}`, chat_instance: '1', data },
      from: { id: PERSON_ID, is_bot: false, first_name: 'Olga' },
      message: { message_id, date: 1, chat: { id: PERSON_ID, type: 'private', first_name: 'Olga' }, text: 'x' },
    },
  });

const created = ({ backend }: World) =>
  backend.callsOf('series.create').map(({ input }) => input as Parsed<Actions['series.create']>);

test('a visit is made regular by its specialist, once however often it is tapped', async () => {
  await using world = await fromVisit();
  const { message_id } = await weekly(world);
  const data = dataOf(world, '✅ Arrange');
  await world.olga.tap('✅ Arrange');
  await world.shows('Arranged: 4 visits are booked');
  await tapData(world, data, message_id, 900_001);
  await world.shows('Arranged: 4 visits are booked');
  assert.equal(world.backend.staff.series.length, 1);
  const [input] = created(world);
  assert.deepEqual(input, {
    ...{ service_id: HAIRCUT, specialist_id: ANNA, client_id: uuid(21), timezone: 'Europe/Moscow' },
    ...{ starts_at_local: '2026-03-09T12:00:00', rrule: 'FREQ=WEEKLY;BYDAY=MO;COUNT=4', on_clash: 'refuse', skip: [] },
  });
});

test('dates that clash are named and left out only when the staff says so', async () => {
  await using world = await fromVisit();
  book(world, '12:00', '2026-03-16');
  const { text } = await weekly(world);
  assert.match(text, /⚠️ .*16 Mar, 12:00.*: the time is taken/);
  assert.equal(created(world).length, 0);
  await world.olga.tap('✅ Arrange without 1 date');
  const done = await world.shows('Arranged: 3 visits are booked');
  assert.match(done.text, /Left out:\n⚠️ .*16 Mar/);
  assert.deepEqual(created(world)[0]?.skip, [at('12:00', '2026-03-16')]);
});

test('a time that is taken between the preview and the confirmation is shown, and nothing is arranged yet', async () => {
  await using world = await fromVisit();
  await weekly(world);
  book(world, '12:00', '2026-03-23');
  // The client is elsewhere, of which a preview knows nothing.
  world.backend.elsewhere.add(at('12:00', '2026-03-30'));
  const { answer } = await world.olga.tap('✅ Arrange');
  assert.equal(answer?.text, 'Some more dates clash: please check');
  const { text } = await world.shows('Leave them out, or choose otherwise?');
  assert.match(text, /⚠️ .*23 Mar, 12:00.*: the time is taken\n⚠️ .*30 Mar, 12:00.*: the client has another visit/);
  assert.equal(world.backend.staff.series.length, 0);
  await world.olga.tap('✅ Arrange without 2 dates');
  await world.shows('Arranged: 2 visits are booked');
});

test('where every date clashes there is nothing to arrange', async () => {
  await using world = await fromVisit();
  for (const day of ['09', '16', '23', '30']) book(world, '12:00', `2026-03-${day}`);
  const view = await weekly(world);
  assert.match(view.text, /None of these dates can be booked/);
  assert.deepEqual(labels(view), ['🔁 Choose otherwise', '‹ Back', '🏠 Menu']);
});

test('what begins too far ahead is refused with a way to choose otherwise', async () => {
  await using world = await fromVisit();
  await weekly(world);
  world.backend.fail(
    'series.create',
    new AppError('invalid_input', { field: 'starts_at_local', rule: 'must lie within' }),
  );
  await world.olga.tap('✅ Arrange');
  await world.shows('None of these dates can be booked');
  await world.olga.tap('🔁 Choose otherwise');
  await world.shows('How often?');
});

test('several weekdays are toggled, and without one there is no way on', async () => {
  await using world = await fromVisit();
  const { olga, shows } = world;
  await olga.tap('Several days a week');
  await shows('On which days of the week?');
  await olga.tap('✅ Mo');
  await world.until(() => !labels(olga.lastMessage('bot') ?? assert.fail()).includes('Next ›'));
  await olga.tap('Tu');
  await world.until(() => labels(olga.lastMessage('bot') ?? assert.fail()).includes('✅ Tu'));
  await olga.tap('Th');
  await world.until(() => labels(olga.lastMessage('bot') ?? assert.fail()).includes('✅ Th'));
  await olga.tap('Next ›');
  await shows('How many visits?');
  await olga.tap('Without an end');
  const { text } = await shows('Please check the dates');
  assert.match(text, /every week: Tu, Th, without an end/);
  await olga.tap('✅ Arrange');
  await shows('Arranged:');
  assert.equal(created(world)[0]?.rrule, 'FREQ=WEEKLY;BYDAY=TU,TH');
  assert.equal(created(world)[0]?.starts_at_local, '2026-03-03T12:00:00');
});

test('those who run the business arrange it from the card of a client, who may have no chat', async () => {
  await using world = await office();
  const { olga, shows, backend, client, card } = world;
  backend.office.clients.set(client.id, { ...client, telegram_id: null });
  await card();
  await olga.tap('🔁 Regular visits');
  await shows('What would you like to book?');
  await olga.tap('Haircut');
  await shows('Who would you like to go to?');
  await olga.tap('✨ Any specialist');
  await shows('Please pick a day.');
  await olga.tap(({ text }) => text.startsWith('5🟢'));
  await shows('please pick a time');
  await olga.tap('12:00');
  await shows('How often?');
  await olga.tap('‹ Back');
  await shows('please pick a time');
  await olga.tap('⚠️ Another time');
  await shows('write the time');
  await olga.type('12:00');
  await shows('How often?');
  await olga.tap('Every two weeks');
  await shows('How many visits?');
  await olga.tap('8 visits');
  await shows('Please check the dates');
  await olga.tap('✅ Arrange');
  const { text } = await shows('Arranged: 8 visits are booked');
  assert.match(text, /Vera <b>Bold<\/b>[\s\S]*The bot cannot write to the client/);
  assert.partialDeepStrictEqual(created(world), [
    { client_id: client.id, starts_at_local: '2026-03-05T12:00:00', rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;COUNT=8' },
  ]);
  assert.equal(backend.bookings.size, 0);
});

test('forged buttons arrange nothing', async () => {
  await using world = await fromVisit();
  const { message_id } = await weekly(world);
  const good = dataOf(world, '✅ Arrange');
  const forged = [
    // Dates that nobody has seen.
    `${good.slice(0, -6)}000001`,
    // Nobody's choice.
    `${good.slice(0, 3)}zzzzzz${good.slice(9)}`,
    // Weekdays without one.
    `${good.slice(0, 9)}d00${good.slice(12)}`,
    `${good}x`,
    good.replace(/^1Da/, '1D?'),
  ];
  for (const [index, data] of forged.entries()) await tapData(world, data, message_id, 900_001 + index);
  await world.idle();
  assert.equal(world.backend.staff.series.length, 0);
  assert.deepEqual(world.logs, []);
});

test('what the backend refuses is said, and a choice that was cancelled is over', async () => {
  await using world = await fromVisit();
  await weekly(world);
  world.backend.fail('series.create', new AppError('forbidden'));
  await world.olga.tap('✅ Arrange');
  await world.shows('This is not yours to do here.');
  await openVisit(world, '12:00');
  await world.olga.tap('🔁 Make it regular');
  const { message_id } = await world.shows('How often?');
  const data = dataOf(world, 'Every week');
  await world.olga.type('/cancel');
  await tapData(world, data, message_id, 900_001);
  await world.idle();
  assert.equal(world.backend.staff.series.length, 0);
});

test('a rule begins with the first time that lies ahead, at the clock on the wall', () => {
  const visit = { at: '2026-03-16T17:00:00Z', zone: 'Europe/Berlin', after: true };
  const now = Date.parse('2026-03-17T00:00:00Z');
  assert.deepEqual(ruleOf({ every: 'fortnight', days: 0, times: 0 }, visit, now), {
    timezone: 'Europe/Berlin',
    // The clocks have gone forward in between.
    starts_at_local: '2026-03-30T18:00:00',
    rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO',
  });
  const later = Date.parse('2026-03-30T16:00:00Z');
  assert.equal(ruleOf({ every: 'fortnight', days: 0, times: 4 }, visit, later).starts_at_local, '2026-04-13T18:00:00');
  assert.equal(
    ruleOf({ every: 'week', days: 0, times: 4 }, { ...visit, after: false }, 0).starts_at_local,
    '2026-03-16T18:00:00',
  );
});
