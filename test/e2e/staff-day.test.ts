/** A specialist's day in the chat, with the whole program running: late, missed, and a day off. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ButtonView } from '@okno/telegram';
import { until } from './support/at-end.ts';
import { EMMA, MARIA, openStudio, type Studio } from './support/studio.ts';
import { book, createVisitor, STUDIO } from './support/visitor.ts';

const [MINUTE_MS, DAY_MS] = [60_000, 86_400_000];

type Booked = { id: string; starts_at: string; status: string };

const bookingsOf = ({ rows }: Studio, telegram_id: number): Promise<Booked[]> =>
  rows(
    `select bookings.id, to_char(starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as starts_at, status
    from bookings join clients on clients.id = client_id where telegram_id = $1 order by starts_at`,
    [telegram_id],
  );

const begins =
  (sign: string) =>
  ({ text }: ButtonView): boolean =>
    text.startsWith(sign);

test('clients hear of a delay once, a visit is missed, and a day off tells whose visit it touches', async (t) => {
  const studio = await openStudio(t, { delivery: 'webhook' });
  const { emulator, rows } = studio;
  const clockTo = (at: number) => emulator.clock.advance(at - emulator.clock.now());
  const maria = createVisitor(studio.as(MARIA), 'ru');
  const emma = createVisitor(studio.as(EMMA), 'en');
  await maria.type('/start', maria.say('menu.greeting_staff', { business: STUDIO.ru }));
  await book(emma, { day: 5, time: 2 });
  await book(emma, { day: 8, time: 3 });
  const [first, second] = await bookingsOf(studio, EMMA.id);
  assert.ok(first && second);
  const { say } = maria;

  clockTo(Date.parse(first.starts_at) - 20 * MINUTE_MS);
  await maria.type('/late', say('running.ask'));
  await maria.press(say('running.minutes', { count: 15 }), say('running.title', { count: 15 }));
  assert.equal(emma.count('is running late'), 0, 'nobody hears of what is only looked at');
  await maria.press(begins('📨'), say('running.told', { count: 1 }));
  await emma.sees('is running late, about 15 minutes.');
  await maria.type('/late', say('running.ask'));
  await maria.press(say('running.minutes', { count: 15 }), say('running.known'));
  assert.ok(!maria.chat.keyboard().flat().some(begins('📨')), 'who knows is not told again');
  const told = await rows(`select 1 from notifications where kind = 'running_late'`);
  assert.equal(told.length, 1);

  clockTo(Date.parse(first.starts_at) + 5 * MINUTE_MS);
  await maria.type('/day', '🗓');
  await maria.press(({ text }) => text.endsWith('Emma'), say('staff_status.confirmed'));
  await maria.press(say('staff.missed'), say('staff_status.no_show'));
  const statusOf = async ({ id }: Booked) => (await bookingsOf(studio, EMMA.id)).find((one) => one.id === id)?.status;
  assert.equal(await statusOf(first), 'no_show');

  clockTo(Date.parse(second.starts_at) - DAY_MS);
  await maria.type('/off', say('off.title'));
  await maria.press(say('off.tomorrow'), say('off.how', { count: 1, days: 1 }));
  assert.equal(await statusOf(second), 'confirmed');
  await maria.press(begins('❌'), 'После этого день станет выходным.');
  await maria.press(say('off.yes_cancel', { count: 1 }), 'Готово');
  await emma.sees(emma.say('notice.client_cancelled'));
  assert.equal(await statusOf(second), 'cancelled');
  const away = await rows(
    `select 1 from reservations join specialists on specialists.id = specialist_id
    where kind = 'time_off' and specialists.name = $1 and starts_at <= $2 and ends_at > $2`,
    [MARIA.first_name, second.starts_at],
  );
  assert.equal(away.length, 1);
  await until('everything is told', async () => {
    const open = await rows(`select 1 from notifications where kind = 'booking_cancelled' and status = 'sending'`);
    return open.length === 0;
  });
  studio.log.assertCalm();
});
