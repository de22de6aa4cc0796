/** Recurring visits over HTTP. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask } from './support/rest.ts';
import { openStudio } from './support/studio.ts';

test('a rule is previewed over HTTP, by programs and by anybody, and what is wrong is a problem document', async (t) => {
  const studio = await openStudio(t, { delivery: 'webhook' });
  const api = `${studio.server.url}/api/v1`;
  const body = {
    timezone: 'Europe/Berlin',
    starts_at_local: '2026-03-22T02:30:00',
    rrule: 'FREQ=WEEKLY;BYDAY=SU;COUNT=4',
    exdates: ['2026-04-05T00:30:00Z'],
    limit: 10,
  };
  const occurrences = ['2026-03-22T01:30:00Z', '2026-03-29T01:30:00Z', '2026-04-12T00:30:00Z'];
  for (const key of [undefined, null]) {
    const wish = { method: 'POST', body, ...(key === null ? { key } : {}) };
    const { status, body: answer } = await ask(api, '/series/preview', wish);
    assert.equal(status, 200);
    assert.deepEqual(answer, { occurrences: occurrences.map((starts_at) => ({ starts_at, clash: false })) });
  }
  const never = { ...body, rrule: 'FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2' };
  const { status, body: problem } = await ask(api, '/series/preview', { method: 'POST', body: never });
  assert.deepEqual([status, problem['code'], problem['field']], [400, 'invalid_input', 'rrule']);
  const unknown = await ask(api, '/series/preview', { method: 'POST', body: { ...body, tz: 'UTC' } });
  assert.deepEqual([unknown.status, unknown.body['field']], [400, 'tz']);
});
