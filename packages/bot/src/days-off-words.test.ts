import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uuid } from './fake-backend.test.ts';
import { book, labels } from './staff-world.test.ts';
import { testWorld } from './world.test.ts';

test('visits of several days say their day on the buttons, and the month where there are two of them', async () => {
  await using world = await testWorld({ staff: true });
  const { olga, shows, backend } = world;
  const visits = [
    book(world, '12:00', '2026-03-03'),
    book(world, '12:00', '2026-03-04'),
    book(world, '12:00', '2026-04-01'),
  ];
  for (const { id, ...visit } of visits)
    backend.bookings.set(id, { ...visit, id, client: { ...visit.client, name: 'Bartholomew Featherstone' } });
  const check = async (first: string, month: boolean, last: string) => {
    await olga.type('/off');
    await shows('No days off');
    await olga.tap('🗓 Choose the days');
    await shows('The first day off?');
    await olga.tap(first);
    await shows('And the last?');
    if (month) await olga.tap('›');
    if (month) await shows('And the last?');
    await olga.tap(last);
    return labels(await shows('are touched')).filter((label) => label.startsWith('🔁'));
  };
  const near = await check('3🟡', false, '4🟡');
  assert.deepEqual(near, ['🔁 Tue 3, 12:00 Bartholomew…', '🔁 Wed 4, 12:00 Bartholomew…']);
  assert.equal(labels(await shows('are touched')).includes('🔒 Keep, but close the days'), true);
  const far = await check('3🟡', true, '1🟡');
  assert.deepEqual(far, [
    '🔁 Tue 3 Mar, 12:00 Barthol…',
    '🔁 Wed 4 Mar, 12:00 Barthol…',
    '🔁 Wed 1 Apr, 12:00 Barthol…',
  ]);
  assert.ok([...near, ...far].every((label) => label.length <= 28));
});

test('when none of the clients can be written to nobody is promised a message, and it says whom to call', async () => {
  await using world = await testWorld({ staff: true });
  const { olga, shows, backend } = world;
  const [first, second] = [book(world, '12:00', '2026-03-03'), book(world, '14:00', '2026-03-03')];
  const ada = { id: uuid(72), name: 'Ada', phone: null };
  backend.bookings.set(second.id, { ...second, client: ada });
  backend.staff.silent.add(ada.id);
  const check = async () => {
    await olga.type('/off');
    await shows('No days off');
    await olga.tap('Tomorrow');
    return labels(await shows('2 visits are touched'));
  };
  assert.ok((await check()).includes('🙏 Ask 1 client to move'), 'only who can be asked is counted');
  backend.staff.silent.add(first.client.id);
  assert.ok((await check()).includes('☎️ Whom to call'));
  await olga.tap('☎️ Whom to call');
  const { text } = await shows('the clients need a call');
  assert.match(text, /☎️ Tue 3 Mar, 12:00 Olga: please call, \+7.*☎️ Tue 3 Mar, 14:00 Ada: please call, —/s);
  assert.doesNotMatch(text, /nearest free times|have chosen/);
  assert.match(text, /The visits stay\. Nobody else books this time\.$/);
  assert.deepEqual(labels(await shows('need a call')), ['✅ Close the day', '‹ Back']);
});

test('a Russian sentence about several days off is in the plural, and about one in the singular', async () => {
  await using world = await testWorld({ staff: true, language: 'ru' });
  const { olga, shows } = world;
  book(world, '12:00', '2026-03-03');
  await olga.type('/off');
  await shows('Впереди выходных нет');
  await olga.tap('Завтра');
  const one = await shows('Можно перенести её, отменить или оставить и закрыть день для остальных.');
  assert.ok(labels(one).includes('🔒 Оставить, закрыть день'));
  await olga.tap('❌ Отменить 1 запись');
  await shows('Клиент узнает сразу.');
  await olga.type('/off');
  await shows('Впереди выходных нет');
  await olga.tap('🗓 Выбрать дни');
  await shows('Первый выходной день?');
  await olga.tap('3🟡');
  await shows('А последний?');
  await olga.tap('7🟢');
  const several = await shows('закрыть эти дни для остальных.');
  assert.ok(labels(several).includes('🔁 вт 3, 12:00 Olga'));
  assert.ok(labels(several).includes('🔒 Оставить, закрыть дни'));
  await olga.type('/off');
  await shows('Впереди выходных нет');
  await olga.tap('🗓 Выбрать дни');
  await shows('Первый выходной день?');
  await olga.tap('4🟢');
  await shows('А последний?');
  await olga.tap('5🟢');
  assert.ok(labels(await shows('Ни одной записи')).includes('✅ Взять выходные'));
});
