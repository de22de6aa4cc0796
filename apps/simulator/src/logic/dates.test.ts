import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dateLabels, dayNumber } from './dates.ts';

const moscow = 'Europe/Moscow';
const at = (text: string) => Date.parse(text);
const now = at('2026-11-20T12:00:00Z');

test('days near today have names in either language', () => {
  const ru = dateLabels('ru-RU', moscow);
  const en = dateLabels('en-GB', moscow);
  assert.deepEqual([ru.day(now, now), ru.day(now - 86_400_000, now)], ['Сегодня', 'Вчера']);
  assert.deepEqual([en.day(now, now), en.day(now + 86_400_000, now)], ['Today', 'Tomorrow']);
});

test('a day of another year shows the year', () => {
  const en = dateLabels('en-GB', moscow);
  assert.equal(en.day(at('2026-03-02T09:00:00Z'), now), '2 March');
  assert.equal(en.day(at('2025-03-02T09:00:00Z'), now), '2 March 2025');
});

test('the reader’s zone decides which day an instant belongs to', () => {
  const lateEvening = at('2026-11-19T21:30:00Z');
  assert.equal(dateLabels('en-GB', moscow).day(lateEvening, now), 'Today');
  assert.equal(dateLabels('en-GB', 'UTC').day(lateEvening, now), 'Yesterday');
});

test('a list shows the time of today, the weekday of this week and else the date', () => {
  const en = dateLabels('en-GB', moscow);
  assert.equal(en.brief(at('2026-11-20T06:05:00Z'), now), '09:05');
  assert.equal(en.brief(at('2026-11-18T06:05:00Z'), now), 'Wed');
  assert.equal(en.brief(at('2026-10-18T06:05:00Z'), now), '18/10/26');
});

test('the zone is named by how far it is from Greenwich at that time of the year', () => {
  const summer = at('2026-07-01T12:00:00Z');
  for (const locale of ['ru-RU', 'en-GB']) {
    assert.equal(dateLabels(locale, moscow).zone(now), 'UTC+3');
    assert.equal(dateLabels(locale, 'UTC').zone(now), 'UTC');
    assert.equal(dateLabels(locale, 'Asia/Kolkata').zone(now), 'UTC+5:30');
    const newYork = dateLabels(locale, 'America/New_York');
    assert.deepEqual([newYork.zone(now), newYork.zone(summer)], ['UTC-5', 'UTC-4']);
  }
});

test('neighbouring days are one apart also where a day has 23 hours', () => {
  const berlin = dayNumber('Europe/Berlin');
  assert.equal(berlin(at('2026-03-30T10:00:00Z')) - berlin(at('2026-03-29T10:00:00Z')), 1);
  assert.equal(berlin(at('2026-03-29T22:30:00Z')) - berlin(at('2026-03-28T22:30:00Z')), 2);
});
