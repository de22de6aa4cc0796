import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { testBackend } from './test-support/backend.ts';
import { slotAt } from './test-support/bookings.ts';
import { openStudio } from './test-support/studio.ts';

const world = await testBackend({ after });

afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));

test('a page beyond the end is empty and still tells the true total', async () => {
  const studio = await openStudio(world, { specialists: 3 });
  for (const time of ['10:00', '12:00']) await studio.as(1001)('bookings.create', slotAt(studio, time));
  const view = { page: 7, limit: 2 };
  const lists = [
    await studio.guest('services.list', view),
    await studio.guest('people.list_specialists', view),
    await studio.program('bookings.list', view),
    await studio.as(1002)('bookings.list', view),
  ];
  assert.deepEqual(
    lists,
    [1, 3, 2, 0].map((total) => ({ items: [], ...view, total })),
  );
});

test('names and descriptions come in the language that is asked for, else in that of whoever asks', async () => {
  const translations = { ru: { name: 'Стрижка', description: '' } };
  const { guest, as, tenant_id } = await openStudio(world, { service: { translations } });
  await world.rows('update specialists set translations = $2 where tenant_id = $1', [
    tenant_id,
    JSON.stringify({ ru: { name: 'Анна' } }),
  ]);
  const namesFor = async (language?: 'ru' | 'en') => {
    const input = language === undefined ? {} : { language };
    const lists = [await guest('services.list', input), await as(1001)('people.list_specialists', input)];
    return lists.flatMap(({ items }) => items.map(({ name }) => name));
  };
  assert.deepEqual(await namesFor('ru'), ['Стрижка', 'Анна']);
  assert.deepEqual(await namesFor('en'), ['Haircut', 'Specialist 1']);
  assert.deepEqual(await namesFor(), ['Haircut', 'Specialist 1']);
});

test('a newcomer whose language is not ours is spoken to in that of the business', async () => {
  const studio = await openStudio(world);
  await world.rows(`update tenants set language = 'ru' where tenant_id = $1`, [studio.tenant_id]);
  const languageOf = async (telegram_id: number, language: 'en' | null) => {
    const caller = { ...studio.caller(telegram_id), language } as ReturnType<typeof studio.caller>;
    const me = await world.backend.call({ name: 'people.me', input: {}, caller, request_id: 'r' });
    return (me as { language: string }).language;
  };
  assert.deepEqual([await languageOf(1001, null), await languageOf(1002, 'en')], ['ru', 'en']);
});
