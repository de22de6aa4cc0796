/** The waiting list over HTTP, with the whole program running: nobody but the timetable makes the offers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask } from './support/rest.ts';
import { openStudio } from './support/studio.ts';

type Slot = { starts_at: string; specialist_id: string };
type Days = { time_zone: string; days: { date: string; slots: Slot[] }[] };
type Entry = { id: string; status: string; position: number | null; offer: { booking_id: string } | null };

const minuteOf = (instant: string, timeZone: string): number => {
  const [hour = 0, minute = 0] = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'short' })
    .format(new Date(instant))
    .split(':')
    .map(Number);
  return hour * 60 + minute;
};

test('a cancelled visit is offered to the first who waits, then to the next, who takes it', async (t) => {
  const studio = await openStudio(t, { delivery: 'webhook' });
  const api = `${studio.server.url}/api/v1`;
  const post = <T = Entry>(path: string, body: unknown = {}) => ask<T>(api, path, { method: 'POST', body });
  const [given] = await studio.rows<{ service_id: string; specialist_id: string }>(
    `select service_id, specialist_id from service_specialists join services on services.id = service_id
      where capacity = 1 order by 1, 2 limit 1`,
  );
  assert.ok(given);
  const from = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  const to = new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10);
  const wanted = `service_id=${given.service_id}&specialist_id=${given.specialist_id}`;
  const { body: free } = await ask<Days>(api, `/schedule/free-slots/range?${wanted}&from=${from}&to=${to}`);
  const day = free.days.find(({ slots }) => slots.length > 0);
  const [slot] = day?.slots ?? [];
  assert.ok(day !== undefined && slot !== undefined);
  const minute = minuteOf(slot.starts_at, free.time_zone);
  const wish = { ...given, from_day: day.date, to_day: day.date, from_minute: minute, to_minute: minute + 1 };

  const early = await post<{ code: string; nearest: Slot[] }>('/waitlist', {
    ...wish,
    client: { name: 'Ada', phone: '+4930000001' },
  });
  assert.deepEqual(
    [early.status, early.body.code, early.body.nearest[0]?.starts_at],
    [409, 'slots_are_free', slot.starts_at],
  );
  const booked = await post<{ id: string }>('/bookings', {
    ...given,
    starts_at: slot.starts_at,
    client: { name: 'Eve', phone: '+4930000002' },
  });
  assert.equal(booked.status, 201);
  const entries: Entry[] = [];
  for (const [name, phone] of [
    ['Ada', '+4930000001'],
    ['Bob', '+4930000003'],
  ]) {
    const joined = await post('/waitlist', { ...wish, client: { name, phone } });
    assert.deepEqual([joined.status, joined.body.position], [201, entries.length + 1]);
    entries.push(joined.body);
  }
  assert.equal((await post(`/bookings/${booked.body.id}/cancellation`)).status, 200);

  const offered = async (id: string): Promise<Entry> => {
    const until = performance.now() + 10_000;
    while (performance.now() < until) {
      const { body } = await ask<{ items: Entry[] }>(api, '/waitlist');
      const entry = body.items.find((one) => one.id === id);
      if (entry?.status === 'offered') return entry;
    }
    throw new Error('nobody was offered anything');
  };
  const [ada, bob] = entries;
  assert.ok(ada !== undefined && bob !== undefined);
  await offered(ada.id);
  const refusal = await post(`/waitlist/${ada.id}/refusal`);
  assert.deepEqual([refusal.status, refusal.body.status], [200, 'waiting']);
  const { offer } = await offered(bob.id);
  const taken = await post<{ id: string; status: string }>(`/waitlist/${bob.id}/acceptance`);
  assert.deepEqual([taken.status, taken.body.status, taken.body.id], [200, 'confirmed', offer?.booking_id]);
  const left = await ask<Entry>(api, `/waitlist/${ada.id}`, { method: 'DELETE' });
  assert.deepEqual([left.status, left.body.status], [200, 'left']);
  assert.deepEqual((await ask<{ total: number }>(api, '/waitlist')).body.total, 0);
  studio.log.assertCalm();
});
