import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseGivers } from './rules-choice.ts';
import { offerDays, type Staffer } from './rules-offer.ts';

const NOW = Date.parse('2031-03-03T08:00:00Z');
const START = Date.parse('2031-03-04T16:00:00Z');

const service = {
  id: 'cut',
  duration_minutes: 60,
  step_minutes: 60,
  buffer_before_minutes: 0,
  buffer_after_minutes: 0,
  min_notice_minutes: 0,
  horizon_days: 10,
  capacity: 1,
  packed: false,
};

/** Works around the clock and has one hour or half an hour taken. */
const staffer = (specialist_id: string, zone: string, [from, to]: readonly [string, string]): Staffer => ({
  specialist_id,
  zone,
  weekly: ([0, 1, 2, 3, 4, 5, 6] as const).map((weekday) => ({
    weekday,
    from_minute: 0,
    to_minute: 1440,
    valid_from: null,
    valid_until: null,
  })),
  overrides: [],
  taken: [
    {
      starts_at: Date.parse(`2031-03-04T${from}:00Z`),
      ends_at: Date.parse(`2031-03-04T${to}:00Z`),
      buffer_before_minutes: 0,
      buffer_after_minutes: 0,
      service_id: null,
      seats_left: 0,
    },
  ],
  service,
  rooms: null,
});

test('who is shown with a start is who gives it, also when the specialists live in several zones', () => {
  // In Tokyo the start is on the next day, on which nothing is taken; the day that is shown is the one in UTC.
  const staff = [staffer('a', 'UTC', ['10:00', '10:30']), staffer('b', 'Asia/Tokyo', ['05:00', '06:00'])];
  const [day] = offerDays(staff, { zone: 'UTC', from_day: '2031-03-04', to_day: '2031-03-04' }, NOW);
  const shown = day?.slots.find(({ starts_at }) => starts_at === START);
  assert.equal(shown?.specialist_id, 'a');
  const { givers } = chooseGivers({ givers: staff, staff, zone: 'UTC' }, START, NOW);
  assert.deepEqual(
    givers.map(({ specialist_id }) => specialist_id),
    ['a', 'b'],
  );
});
