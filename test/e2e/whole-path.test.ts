import assert from 'node:assert/strict';
import { suite, type TestContext, test } from 'node:test';
import type { Language } from '@okno/contract';
import type { MessageView } from '@okno/telegram';
import { until } from './support/at-end.ts';
import { ask } from './support/rest.ts';
import { ANNA, EMMA, MARIA, openStudio, type Studio } from './support/studio.ts';
import { book, createVisitor, STUDIO, type Visitor } from './support/visitor.ts';

const DAY_MS = 86_400_000;
/** How far behind the wanted instant the clock is moved, so that the notice is due for certain. */
const A_MOMENT_MS = 1_000;

type Booked = { id: string; starts_at: string; status: string };

const bookingsOf = ({ rows }: Studio, telegram_id: number): Promise<Booked[]> =>
  rows(
    `select bookings.id, to_char(starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as starts_at, status
    from bookings join clients on clients.id = client_id where telegram_id = $1 order by starts_at`,
    [telegram_id],
  );

/** Moves the clock to so long before a start, and a moment more. */
const moveBefore = ({ emulator }: Studio, starts_at: string, ms: number): void =>
  emulator.clock.advance(Date.parse(starts_at) - ms + A_MOMENT_MS - emulator.clock.now());

/** Whether others could book this booking's time now. */
const isFree = async ({ server, rows }: Studio, { id, starts_at }: Booked): Promise<boolean> => {
  const [of] = await rows<{ service_id: string; specialist_id: string }>(
    'select service_id, specialist_id from bookings where id = $1',
    [id],
  );
  const query = new URLSearchParams({ ...of, date: starts_at.slice(0, 10) });
  const { body } = await ask<{ slots: { starts_at: string }[] }>(
    `${server.url}/api/v1`,
    `/schedule/free-slots/day?${query}`,
  );
  return body.slots.some((slot) => Date.parse(slot.starts_at) === Date.parse(starts_at));
};

const remindersOf = async ({ rows }: Studio, booking: string) =>
  rows<{ minutes_before: number; status: string; attempts: number }>(
    `select minutes_before, status, attempts from notifications
    where subject_id = $1 and kind = 'booking_reminder' order by minutes_before desc`,
    [booking],
  );

const tapOn = (
  { chat }: Visitor,
  { message_id, inline_keyboard }: Pick<MessageView, 'message_id' | 'inline_keyboard'>,
  text: string,
) => {
  const button = inline_keyboard?.flat().find((one) => one.text === text);
  return chat.tap({ message_id, data: button?.callback_data ?? `no button ${text}` });
};

/** Taps "cancel" below the living message of a booking, and "yes". */
const cancel = async (visitor: Visitor, card: MessageView): Promise<void> => {
  const { chat, say } = visitor;
  await tapOn(visitor, card, say('booking.cancel'));
  const question = await chat.waitFor(({ messages }) =>
    messages().find((one) => one.message_id === card.message_id && one.text.includes(say('cancelling.ask'))),
  );
  await tapOn(visitor, question, say('cancelling.yes'));
};

/** A client and a specialist in their chats; the client has booked twice, and the specialist has heard of it. */
const bookTwice = async (t: TestContext, delivery: 'webhook' | 'polling', language: Language) => {
  const studio = await openStudio(t, { delivery });
  const maria = createVisitor(studio.as(MARIA), 'ru');
  await maria.type('/start', maria.say('menu.greeting_staff', { business: STUDIO.ru }));
  const person = language === 'ru' ? ANNA : EMMA;
  const client = createVisitor(studio.as(person), language);
  const sooner = await book(client, { day: 5, time: 2 });
  await maria.sees(maria.say('notice.new_booking'));
  const later = await book(client, { day: 8, time: 3 });
  await until('Maria has heard of both', () => maria.count(maria.say('notice.new_booking')) === 2);
  const [first, second] = await bookingsOf(studio, person.id);
  assert.ok(first && second);
  return { studio, maria, client, person, cards: { sooner, later }, first, second };
};

const wholePath = async (t: TestContext, delivery: 'webhook' | 'polling', language: Language): Promise<void> => {
  const { studio, maria, client, person, cards, first, second } = await bookTwice(t, delivery, language);
  const { say, sees } = client;
  const statuses = async () => (await bookingsOf(studio, person.id)).map(({ status }) => status);

  moveBefore(studio, first.starts_at, DAY_MS);
  await sees('⏰');
  const reminders = () => remindersOf(studio, first.id);
  await until('the reminder is settled', async () => (await reminders())[0]?.status === 'sent');
  assert.equal(client.count('⏰'), 1);
  assert.deepEqual(
    (await reminders()).map(({ minutes_before, status, attempts }) => [minutes_before, status, attempts]),
    [
      [1440, 'sent', 1],
      [120, 'pending', 0],
      [60, 'pending', 0],
    ],
  );

  assert.equal(await isFree(studio, second), false);
  await cancel(client, cards.later);
  await sees(say('status.cancelled'));
  await maria.sees(maria.say('notice.booking_cancelled'));
  assert.deepEqual(await statuses(), ['confirmed', 'cancelled']);
  assert.equal(await isFree(studio, second), true);

  // A button from when it was early enough.
  await tapOn(client, cards.sooner, say('booking.cancel'));
  const refusal = await client.chat.waitFor(({ messages }) =>
    messages().find(({ message_id, text }) => message_id === cards.sooner.message_id && /\+7\s495/.test(text)),
  );
  assert.ok(refusal.text.includes(say('error.too_late_to_change')), refusal.text);
  assert.deepEqual(await statuses(), ['confirmed', 'cancelled']);
  assert.equal(await isFree(studio, first), false);
  studio.log.assertCalm();
};

suite('the whole path', { concurrency: 4 }, () => {
  for (const delivery of ['webhook', 'polling'] as const)
    for (const language of ['ru', 'en'] as const)
      test(`by ${delivery} and in ${language}: a client books, is reminded, cancels in time, and is refused when it is too late`, (t) =>
        wholePath(t, delivery, language));
});
