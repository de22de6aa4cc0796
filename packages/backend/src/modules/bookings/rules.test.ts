import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeableUntil, refuseCancel, remindersAhead, scopeOf } from './rules.ts';

const STARTS_AT = Date.parse('2031-03-05T10:00:00Z');
const DAY = 24 * 60;
const UNTIL = Date.parse('2031-03-04T10:00:00Z');

const refused = (now: number, role: 'client' | 'specialist' | 'moderator' | 'bot' = 'client', status = 'confirmed') =>
  refuseCancel({ status, starts_at: STARTS_AT }, { role, now, cancel_notice_minutes: DAY });

test('a client may cancel until 24 hours before the start, to the millisecond', () => {
  assert.equal(changeableUntil(STARTS_AT, DAY), UNTIL);
  assert.equal(refused(UNTIL), null);
  assert.equal(refused(UNTIL + 1), 'too_late_to_change');
});

test('staff and programs may cancel at any time', () => {
  for (const role of ['specialist', 'moderator', 'bot'] as const) assert.equal(refused(STARTS_AT + 1, role), null);
});

test('what is over or cancelled already cannot be cancelled, by nobody and however early', () => {
  for (const status of ['cancelled', 'completed', 'no_show'])
    for (const role of ['client', 'moderator'] as const)
      assert.equal(refused(0, role, status), 'booking_not_changeable', status);
});

test('a business that asks for no notice lets its clients cancel until the start', () => {
  const by = { role: 'client', cancel_notice_minutes: 0 } as const;
  const booking = { status: 'held', starts_at: STARTS_AT };
  assert.equal(refuseCancel(booking, { ...by, now: STARTS_AT }), null);
  assert.equal(refuseCancel(booking, { ...by, now: STARTS_AT + 1 }), 'too_late_to_change');
});

test('only the reminders that still lie ahead are planned, the earliest first and each once', () => {
  const before = (minutes: number) => STARTS_AT - minutes * 60_000;
  assert.deepEqual(remindersAhead(STARTS_AT, before(300), [60, 1440, 120]), [120, 60]);
  assert.deepEqual(remindersAhead(STARTS_AT, before(120), [120, 60, 60]), [60]);
  assert.deepEqual(remindersAhead(STARTS_AT, before(120) - 1, [120, 60]), [120, 60]);
  assert.deepEqual(remindersAhead(STARTS_AT, before(30), [120, 60]), []);
});

test('a client sees their own bookings, a specialist those they give as well, the others all', () => {
  const ids = { client_id: 'c', specialist_id: 's' };
  assert.deepEqual(scopeOf({ role: 'client', ...ids }), { client_id: 'c', specialist_id: null });
  assert.deepEqual(scopeOf({ role: 'specialist', ...ids }), ids);
  for (const role of ['moderator', 'super_admin', 'bot'] as const) assert.equal(scopeOf({ role, ...ids }), 'all');
});
