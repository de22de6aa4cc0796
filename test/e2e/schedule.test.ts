/** The schedule over HTTP: previews of any size we promise, the schedule of a Telegram person, the owner's tools. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask } from './support/rest.ts';
import { openStudio, SERVICE_KEY } from './support/studio.ts';

const SERVICE = {
  duration_minutes: 60,
  step_minutes: 30,
  buffer_before_minutes: 0,
  buffer_after_minutes: 0,
  min_notice_minutes: 0,
};
const HOUR_MS = 3_600_000;
const textOf = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');

/** A request as programs send it, with the last `count` whole hours before the window's end taken. */
const previewOf = (count: number) => {
  const to = Date.parse('2026-05-01T00:00:00Z');
  const busy = Array.from({ length: count }, (_, hour) => ({
    starts_at: textOf(to - (hour + 1) * HOUR_MS),
    ends_at: textOf(to - hour * HOUR_MS),
  }));
  const weekly = [{ days: [0, 1, 2, 3, 4, 5, 6], from: '00:00', to: '24:00' }];
  const staff = [{ time_zone: 'UTC', weekly, overrides: [], busy, bookings: [] }];
  const window = { from: textOf(to - 1010 * HOUR_MS), to: textOf(to) };
  return { now: '2026-01-01T00:00:00Z', window, mode: 'any', staff, service: SERVICE };
};

test('a preview is answered with 0, 100 and 1000 busy times, to anybody, and changes nothing', async (t) => {
  const studio = await openStudio(t, { delivery: 'webhook' });
  const api = `${studio.server.url}/api/v1`;
  const [before] = await studio.rows('select count(*)::int as lines from audit_log');
  for (const count of [0, 100, 1000]) {
    const headers = { 'idempotency-key': 'always-the-same' };
    const sent = { method: 'POST', body: previewOf(count), headers, key: null };
    const { status, body } = await ask<{ starts: string[] }>(api, '/schedule/preview', sent);
    assert.equal(status, 200, JSON.stringify(body).slice(0, 300));
    // Half past an hour the next one begins, which is taken from then on.
    assert.equal(body.starts.length, (1010 - count) * 2 - (count === 0 ? 0 : 1), `${count} busy times`);
    assert.equal(body.starts[0], previewOf(0).window.from);
  }
  assert.deepEqual(await studio.rows('select count(*)::int as lines from audit_log'), [before]);
  const large = await ask(api, '/schedule/preview', { method: 'POST', body: 'x'.repeat(600 * 1024) });
  assert.equal(large.body['code'], 'too_large');
  const other = await ask(api, '/bookings', { method: 'POST', body: 'x'.repeat(70 * 1024) });
  assert.equal(other.body['code'], 'too_large', 'other bodies are small');
  const wrong = { ...previewOf(0), window: { from: '2026-05-02T00:00:00Z', to: '2026-05-01T00:00:00Z' } };
  const refused = await ask(api, '/schedule/preview', { method: 'POST', body: wrong });
  assert.deepEqual([refused.status, refused.body['code'], refused.body['field']], [400, 'invalid_input', 'window.to']);
  studio.log.assertCalm();
});

test('the schedule of a Telegram person is for programs with the right key, whatever business they name', async (t) => {
  const studio = await openStudio(t, { delivery: 'webhook' });
  const api = `${studio.server.url}/api/v1`;
  const [specialist] = await studio.rows<{ telegram_id: string; specialist_id: string }>(
    'select telegram_id, specialist_id from staff where specialist_id is not null order by telegram_id limit 1',
  );
  const path = `/internal/schedule/${specialist?.telegram_id}`;
  const codeOf = async (wish: object, to = path) => {
    const { status, body } = await ask(api, to, wish);
    return [status, body['code']];
  };
  const nobody = { headers: { 'x-tenant': 'nobody' } };
  assert.deepEqual(await codeOf({ key: null }), [401, 'unauthenticated']);
  assert.deepEqual(
    await codeOf({ key: null, ...nobody }),
    [401, 'unauthenticated'],
    'before the business is looked for',
  );
  assert.deepEqual(await codeOf({ key: 'not-the-right-key-at-all' }), [403, 'forbidden']);
  assert.deepEqual(await codeOf({ key: SERVICE_KEY, ...nobody }), [404, 'not_found']);
  assert.deepEqual(await codeOf({ key: SERVICE_KEY }, '/internal/schedule/5'), [404, 'not_found']);
  for (const id of ['x', '-1', '1.5', '0'])
    assert.deepEqual(await codeOf({}, `/internal/schedule/${id}`), [400, 'invalid_input']);
  type Told = { specialist_id: string; days: { working: unknown[]; taken: unknown[] }[] };
  const today = await ask<Told>(api, path);
  assert.deepEqual(
    [today.status, today.body.specialist_id, today.body.days.length],
    [200, specialist?.specialist_id, 1],
  );
  const week = await ask<Told>(api, `${path}?from=2031-03-03&to=2031-03-09`);
  assert.equal(week.body.days.length, 7);
});

test('hours, a day off and a service go round by REST', async (t) => {
  const studio = await openStudio(t, { delivery: 'webhook' });
  const api = `${studio.server.url}/api/v1`;
  const send = async (method: string, path: string, body?: object) => {
    const answer = await ask<Record<string, unknown>>(api, path, { method, ...(body && { body }) });
    assert.ok(answer.status < 300, `${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer;
  };
  const made = await send('POST', '/specialists', { name: 'Vera', time_zone: 'Asia/Tokyo' });
  assert.equal(made.status, 201);
  const id = String(made.body['id']);
  const weekly = [{ days: [1, 2, 3, 4, 5], from: '10:00', to: '12:00', valid_from: null, valid_until: null }];
  assert.deepEqual((await send('PUT', `/specialists/${id}/hours`, { weekly })).body['weekly'], weekly);
  assert.deepEqual((await send('GET', `/specialists/${id}/hours`)).body['weekly'], weekly);
  await send('PUT', `/specialists/${id}/overrides/2031-03-05`, { intervals: [] });
  assert.deepEqual((await send('GET', `/specialists/${id}/overrides/2031-03-05`)).body['intervals'], []);
  await send('DELETE', `/specialists/${id}/overrides/2031-03-05`);
  const away = await send('POST', `/specialists/${id}/time-off`, { first_day: '2031-03-04' });
  assert.equal(away.status, 201);
  const again = await ask(api, `/specialists/${id}/time-off`, { method: 'POST', body: { first_day: '2031-03-04' } });
  assert.deepEqual([again.status, again.body['code']], [409, 'time_taken']);
  assert.equal((again.body['taken'] as unknown[]).length, 1);
  await send('DELETE', `/specialists/${id}/time-off/${away.body['id']}`);
  const service = await send('POST', '/services', { name: 'Massage', duration_minutes: 90 });
  await send('PUT', `/services/${service.body['id']}/specialists/${id}`, { price_minor: 100 });
  await send('PATCH', `/services/${service.body['id']}`, { price_minor: 200 });
  const why = `/schedule/why-not?service_id=${service.body['id']}&specialist_id=${id}&starts_at=2020-01-01T00:00:00Z`;
  assert.deepEqual((await send('GET', why)).body['rule'], 'past');
  await send('POST', `/services/${service.body['id']}/archival`, {});
  await send('DELETE', `/services/${service.body['id']}/archival`);
  studio.log.assertCalm();
});
