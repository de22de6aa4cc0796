import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeableUntil } from '@okno/contract';
import { completesAt, heldUntil, refuseChange, remindersAhead, scopeOf } from './rules.ts';
import type { ActingAs, Status } from './rules-states.ts';

const STARTS_AT = Date.parse('2031-03-05T10:00:00Z');
const DAY = 24 * 60;
const UNTIL = Date.parse('2031-03-04T10:00:00Z');

const refused = (now: number, by: ActingAs = 'client', status: Status = 'confirmed') => {
  const booking = { status, starts_at: STARTS_AT };
  const [cancel, move] = (['cancel', 'move'] as const).map((change) =>
    refuseChange(change, booking, { by, now, cancel_notice_minutes: DAY }),
  );
  assert.equal(cancel, move, 'moving and cancelling are bound alike');
  return cancel;
};

test('a client may move and cancel until 24 hours before the start, to the millisecond', () => {
  assert.equal(changeableUntil(STARTS_AT, DAY), UNTIL);
  assert.equal(refused(UNTIL), null);
  assert.equal(refused(UNTIL + 1), 'too_late_to_change');
});

test('staff and programs may move and cancel at any time', () => {
  for (const by of ['staff', 'program', 'system'] as const) assert.equal(refused(STARTS_AT + 1, by), null);
});

test('what is over or cancelled already cannot be cancelled, by nobody and however early', () => {
  for (const status of ['cancelled', 'completed', 'no_show'] as const)
    for (const by of ['client', 'staff'] as const)
      assert.equal(refused(0, by, status), 'booking_not_changeable', status);
});

test('a business that asks for no notice lets its clients cancel until the start', () => {
  const by = { by: 'client', cancel_notice_minutes: 0 } as const;
  const booking = { status: 'confirmed', starts_at: STARTS_AT } as const;
  assert.equal(refuseChange('cancel', booking, { ...by, now: STARTS_AT }), null);
  assert.equal(refuseChange('cancel', booking, { ...by, now: STARTS_AT + 1 }), 'too_late_to_change');
});

test('a hold is no promise yet: its client may give it back at any time', () => {
  assert.equal(refused(STARTS_AT - 1, 'client', 'held'), null);
  assert.equal(refused(STARTS_AT - 1, 'client', 'pending_payment'), null);
});

test('nothing is marked as done or missed before it began, to the millisecond', () => {
  for (const change of ['complete', 'no_show'] as const) {
    const at = (now: number) =>
      refuseChange(
        change,
        { status: 'confirmed', starts_at: STARTS_AT },
        { by: 'staff', now, cancel_notice_minutes: 0 },
      );
    assert.equal(at(STARTS_AT - 1), 'not_started');
    assert.equal(at(STARTS_AT), null);
  }
});

test('a hold never outlasts the start of what it holds', () => {
  assert.equal(heldUntil(STARTS_AT, STARTS_AT - 3_600_000, 10), STARTS_AT - 3_000_000);
  assert.equal(heldUntil(STARTS_AT, STARTS_AT - 60_000, 10), STARTS_AT);
});

test('a visit counts as done so many minutes after its end', () => {
  assert.equal(completesAt(STARTS_AT, 0), STARTS_AT);
  assert.equal(completesAt(STARTS_AT, 60), STARTS_AT + 3_600_000);
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
