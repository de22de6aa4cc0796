import assert from 'node:assert/strict';
import type { ButtonView, Emulator, PersonInChat } from '@okno/telegram';
import { until } from '../../e2e/support/at-end.ts';
import type { Rows } from '../../e2e/support/database.ts';
import { ask } from '../../e2e/support/rest.ts';
import { BOT, botId } from '../../e2e/support/studio.ts';

/** A business that is served, by whichever version. */
export type Salon = { readonly url: string; readonly emulator: Emulator; readonly rows: Rows };

type Person = { readonly id: number; readonly first_name: string; readonly language_code: string };
type Booked = { readonly id: string; readonly starts_at: string; readonly service_id: string; readonly status: string };

/** The second version may be loading meanwhile, on a machine that has other things to do. */
const WAIT_MS = 20_000;

const isDay = ({ text }: ButtonView): boolean => /^\d+(🟢|🟡)$/u.test(text);
const isTime = ({ text }: ButtonView): boolean => /^\d\d:\d\d$/.test(text);

/**
 * Taps the button, and waits until the newest message of the bot has other buttons. Nothing is known of the words: they are
 * those of the version that happens to answer.
 */
const press = async (chat: PersonInChat, which: (buttons: readonly ButtonView[]) => ButtonView | undefined) => {
  const before = JSON.stringify(chat.keyboard());
  const button = which(chat.keyboard().flat());
  if (button === undefined) throw new Error(`no such button: ${before}`);
  await chat.tap(({ callback_data }) => callback_data === button.callback_data);
  await chat.waitFor(() => JSON.stringify(chat.keyboard()) !== before, { timeout_ms: WAIT_MS });
};

const first = (buttons: readonly ButtonView[]) => buttons[0];

const bookingsOf = (rows: Rows, telegram_id: number): Promise<Booked[]> =>
  rows(
    `select bookings.id, to_char(starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as starts_at, service_id, status
    from bookings join clients using (tenant_id) where clients.id = client_id and telegram_id = $1 order by starts_at`,
    [telegram_id],
  );

/** From `/book` to a booking, by the first service and specialist, the day after `skip` others of the next month. */
const bookInChat = async ({ rows }: Salon, chat: PersonInChat, skip: number): Promise<Booked> => {
  const sent = await chat.type('/book');
  await chat.waitFor(
    () =>
      chat.messages().some(({ message_id, inline_keyboard = [] }) => message_id > sent && inline_keyboard.length > 0),
    { timeout_ms: WAIT_MS },
  );
  await press(chat, first);
  // Before those who give it stand the nearest time and anybody.
  await press(chat, (buttons) => buttons[2]);
  await press(chat, (buttons) => buttons.find(({ text }) => text === '›'));
  await press(chat, (buttons) => buttons.filter(isDay)[skip]);
  await press(chat, (buttons) => buttons.filter(isTime)[1]);
  await press(chat, first);
  const booked = await until('it is booked', async () => (await bookingsOf(rows, chat.person.id))[0]);
  return booked;
};

/**
 * Whatever waits to be told about a booking is told now. What is due already is left alone: it may be about to be claimed, and
 * nothing but this ever changes a row of the timetable.
 */
const hurry = (rows: Rows, booking: string, kind: string) =>
  rows(
    `update due set fire_at = now() from notifications
    where due.tenant_id = notifications.tenant_id and due.id = notifications.id and due.kind = 'notification'
      and due.fire_at > now() and subject_id = $1 and notifications.kind = $2`,
    [booking, kind],
  );

const toldOf = async (rows: Rows, booking: string, kind: string): Promise<string | undefined> =>
  (
    await rows<{ status: string }>(
      'select status from notifications where subject_id = $1 and kind = $2 order by status',
      [booking, kind],
    )
  )
    .map(({ status }) => status)
    .find((status) => status === 'sent');

/** As if it had been booked for earlier, and were over since an hour: nobody waits for a visit in a test. */
const letPass = (rows: Rows, booking: string, hours: number) =>
  rows(
    `with moved as (
      update bookings set ends_at = ends_at - starts_at + begun.at, starts_at = begun.at
      from (select date_trunc('minute', now()) - $2 * interval '1 hour' as at) begun where id = $1
      returning tenant_id, reservation_id, starts_at, ends_at)
    update reservations set starts_at = moved.starts_at, ends_at = moved.ends_at
    from moved where reservations.tenant_id = moved.tenant_id and id = reservation_id`,
    [booking, hours],
  );

const done = async (salon: Salon, path: string, body: unknown = {}): Promise<Booked> => {
  const { status, body: said } = await ask<Booked>(`${salon.url}/api/v1`, path, { method: 'POST', body });
  assert.ok(status === 200 || status === 201, `${path}: ${status} ${JSON.stringify(said)}`);
  return said;
};

const get = async <T>(salon: Salon, path: string): Promise<T> => {
  const { status, body } = await ask<T>(`${salon.url}/api/v1`, path);
  assert.equal(status, 200, `${path}: ${JSON.stringify(body)}`);
  return body;
};

/** Another start on the same day. */
const otherStart = async (salon: Salon, { service_id, starts_at }: Booked): Promise<string> => {
  const query = new URLSearchParams({ service_id, date: starts_at.slice(0, 10) });
  const { slots } = await get<{ slots: { starts_at: string }[] }>(salon, `/schedule/free-slots/day?${query}`);
  const other = slots.at(-1);
  assert.ok(other, 'there is another start');
  return other.starts_at;
};

/** In the chat somebody books, is reminded, comes and says how it was. */
const visit = async (salon: Salon, chat: PersonInChat, skip: number): Promise<void> => {
  const { rows } = salon;
  const booked = await bookInChat(salon, chat, skip);
  assert.equal(booked.status, 'confirmed');
  await hurry(rows, booked.id, 'booking_reminder');
  await until('the reminder has come', () => toldOf(rows, booked.id, 'booking_reminder'), WAIT_MS);
  await letPass(rows, booked.id, 3 * (skip + 1));
  assert.equal((await done(salon, `/bookings/${booked.id}/completion`)).status, 'completed');
  await hurry(rows, booked.id, 'review_request');
  await until('how it was has been asked', () => toldOf(rows, booked.id, 'review_request'), WAIT_MS);
  await chat.tap('5 ⭐');
  await until('it was said', async () =>
    (await rows<{ stars: number }>('select stars from reviews where booking_id = $1', [booked.id])).some(
      ({ stars }) => stars === 5,
    ),
  );
};

/** A program books, moves, looks and cancels. */
const manage = async (salon: Salon, like: Booked): Promise<void> => {
  const starts_at = await otherStart(salon, like);
  const client = { name: 'Rhea', phone: `+4930${String(Math.abs(Date.parse(starts_at)) % 1e7).padStart(7, '0')}` };
  const booked = await done(salon, '/bookings', { service_id: like.service_id, starts_at, client });
  assert.equal((await get<Booked>(salon, `/bookings/${booked.id}`)).status, 'confirmed');
  const moved = await done(salon, `/bookings/${booked.id}/move`, {
    starts_at: await otherStart(salon, { ...like, starts_at: booked.starts_at }),
  });
  assert.notEqual(moved.starts_at, booked.starts_at);
  assert.equal((await done(salon, `/bookings/${booked.id}/cancellation`)).status, 'cancelled');
  const history = await get<{ items?: unknown[] }>(salon, `/bookings/${booked.id}/history`);
  assert.ok(JSON.stringify(history).length > 100, 'it has a history');
};

/**
 * The whole path, by HTTP and in the chat: book, move, cancel, be reminded, come, review.
 * @param skip tells the days of those who walk it apart
 */
export const walkPath = async (salon: Salon, person: Person, skip: number): Promise<void> => {
  salon.emulator.addPerson(person);
  const chat = salon.emulator.as(person.id, botId(BOT));
  await chat.start();
  await chat.waitFor(() => chat.keyboard().length > 0, { timeout_ms: WAIT_MS });
  await visit(salon, chat, skip);
  const [like] = await bookingsOf(salon.rows, person.id);
  assert.ok(like);
  const [ahead] = await salon.rows<{ starts_at: string }>(
    `select to_char(now() at time zone 'UTC' + interval '10 days', 'YYYY-MM-DD"T"12:00:00"Z"') as starts_at`,
  );
  await manage(salon, { ...like, starts_at: ahead?.starts_at ?? like.starts_at });
};
