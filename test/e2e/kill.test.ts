import assert from 'node:assert/strict';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { tempFolder, until } from './support/at-end.ts';
import { askDemo, isAlive, postgresPid } from './support/demo.ts';
import { type RunningOkno, startOkno } from './support/okno.ts';
import { ask } from './support/rest.ts';
import { SERVICE_KEY } from './support/studio.ts';

const CLIENTS = 8;
/** So many bookings are acknowledged before the blow falls. */
const ENOUGH = 25;

type Slot = { starts_at: string; specialist_id: string };
type Wish = { readonly key: string; readonly body: object; status: number | null; id: string | null };

const headersOf = (key: string) => ({ 'x-tenant': 'demo', 'idempotency-key': key });
const apiOf = ({ url }: RunningOkno): string => `${url}/api/v1`;

/** Free starts of the coming two months, each of them twice, so that people get in each other's way. */
const listWishes = async (server: RunningOkno, round: string): Promise<Wish[]> => {
  const headers = { 'x-tenant': 'demo' };
  const services = await ask<{ items: { id: string }[] }>(apiOf(server), '/services', { headers });
  const service_id = services.body.items[0]?.id ?? '';
  const [from, to] = [2, 50].map((days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10));
  const query = `service_id=${service_id}&from=${from}&to=${to}`;
  const range = await ask<{ days: { slots: Slot[] }[] }>(apiOf(server), `/schedule/free-slots/range?${query}`, {
    headers,
  });
  const slots = range.body.days.flatMap((day) => day.slots);
  return slots.flatMap(({ starts_at, specialist_id }, index) =>
    [0, 1].map((copy) => {
      const key = `${round}-${index}-${copy}`;
      const phone = `+7900${round === 'server' ? 1 : 2}${String(index * 2 + copy).padStart(6, '0')}`;
      return {
        key,
        body: { service_id, specialist_id, starts_at, client: { name: key, phone } },
        status: null,
        id: null,
      };
    }),
  );
};

/** Sends one wish. An answer that does not come leaves its outcome unknown. */
const book = async (server: RunningOkno, wish: Wish): Promise<void> => {
  const sent = { method: 'POST', body: wish.body, headers: headersOf(wish.key) };
  const answer = await ask<{ id?: string }>(apiOf(server), '/bookings', sent).catch(() => null);
  if (answer === null || answer.status === 503) return;
  wish.status = answer.status;
  wish.id = answer.body.id ?? null;
};

/** Eight clients book one wish after the other until the server is gone. Gives what was sent. */
const storm = (server: RunningOkno, wishes: readonly Wish[]) => {
  const sent: Wish[] = [];
  let over = false;
  void server.ended.then(() => {
    over = true;
  });
  const queue = wishes.values();
  const client = async () => {
    for (const wish of queue) {
      if (over) return;
      sent.push(wish);
      await book(server, wish);
      await turn();
    }
  };
  const clients = Promise.all(Array.from({ length: CLIENTS }, client));
  return { sent, acknowledged: () => sent.filter(({ status }) => status === 201), finished: clients };
};

/** What has to hold for all that was sent, once the server is back. */
const checkEverything = async (t: TestContext, data_dir: string, server: RunningOkno, sent: readonly Wish[]) => {
  const rows = await askDemo(t, data_dir);
  const promised = sent.filter(({ status }) => status === 201);
  const unknown = sent.filter(({ status }) => status === null);
  assert.ok(promised.length >= ENOUGH);
  // Whoever got no answer asks again, twice: the second answer must be the first.
  for (const wish of unknown) {
    await book(server, wish);
    const first = { ...wish };
    await book(server, wish);
    assert.ok(wish.status === 201 || wish.status === 409, `${wish.key}: ${wish.status}`);
    assert.deepEqual(wish, first);
  }
  const stored = await rows<{ name: string; id: string }>(
    `select clients.name, bookings.id from bookings join clients on clients.id = client_id
    where bookings.status = 'confirmed' and clients.name = any($1) order by 1`,
    [sent.map(({ key }) => key)],
  );
  const expected = sent.filter(({ status }) => status === 201).map(({ key, id }) => ({ name: key, id }));
  assert.deepEqual(
    stored,
    expected.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    'every acknowledged booking is there once, and no other',
  );
  const wrong = await rows<{ what: string }>(`
    select 'overlap' as what from reservations a join reservations b
      on a.specialist_id = b.specialist_id and a.id < b.id and a.blocked && b.blocked
    union all select 'booking without history' from bookings
      where status = 'confirmed' and not exists (select from booking_history where booking_id = bookings.id)
    union all select 'reservation without booking' from reservations
      where kind = 'booking' and not exists (select from bookings where reservation_id = reservations.id)`);
  assert.deepEqual(wrong, []);
};

test('after kill -9 of the server, and then of its PostgreSQL, every acknowledged booking is there once, and a start needs no hand', async (t) => {
  const data_dir = path.join(tempFolder(t), 'data');
  const settings = { DATA_DIR: data_dir, TELEGRAM_BOT_API_KEY: SERVICE_KEY };

  const first = await startOkno(t, settings);
  const one = storm(first, await listWishes(first, 'server'));
  await until('enough is booked', () => one.acknowledged().length >= ENOUGH);
  assert.deepEqual(await first.kill('SIGKILL'), { code: null, signal: 'SIGKILL' });
  await one.finished;

  const second = await startOkno(t, settings);
  await checkEverything(t, data_dir, second, one.sent);

  const two = storm(second, await listWishes(second, 'postgres'));
  await until('enough is booked', () => two.acknowledged().length >= ENOUGH);
  const postgres = postgresPid(data_dir);
  process.kill(postgres, 'SIGKILL');
  const { code } = await second.ended;
  assert.equal(code, 1, 'who starts programs anew must see that this one failed');
  assert.match(second.stderr(), /\nOkno has stopped\. The database in .* ended unexpectedly \(.*\)\. Start it again;/);
  await two.finished;
  assert.equal(isAlive(postgres), false);

  const third = await startOkno(t, settings);
  await checkEverything(t, data_dir, third, [...one.sent, ...two.sent]);
});
