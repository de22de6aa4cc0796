import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  formatDate,
  formatDay,
  formatDayInMonth,
  formatDuration,
  formatLeft,
  formatMoney,
  formatMonth,
  formatShortDate,
  formatShortDay,
  formatTime,
  formatZone,
  localDay,
  weekdayHeadings,
} from './format.ts';

/** 23:30 in Moscow on Wednesday, and Thursday already in Yekaterinburg. */
const LATE = '2026-03-04T20:30:00Z';
/** Intl puts unbreakable spaces between numbers and units. */
const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ');

test('a day is that of the zone, from an instant in either form', () => {
  assert.equal(formatDay('en', 'Europe/Moscow', LATE, LATE), 'Wed 4 March');
  assert.equal(formatDay('ru', 'Asia/Yekaterinburg', LATE, LATE), 'чт, 5 марта');
  assert.equal(formatShortDay('en', 'Europe/Moscow', Date.parse(LATE), LATE), 'Wed 4 Mar');
  assert.equal(formatDayInMonth('en', 'Europe/Moscow', LATE), 'Wed 4');
  assert.equal(formatDayInMonth('ru', 'Asia/Yekaterinburg', LATE), 'чт 5');
  assert.equal(localDay('Asia/Yekaterinburg', LATE), '2026-03-05');
  assert.equal(localDay('America/New_York', LATE), '2026-03-04');
});

test('a day of the calendar needs no zone', () => {
  assert.equal(formatDate('ru', '2026-03-05', LATE), 'чт, 5 марта');
  assert.equal(formatShortDate('en', '2026-03-05', LATE), 'Thu 5 Mar');
  assert.equal(formatShortDate('ru', '2026-03-05', LATE), 'чт 5 мар');
});

test('around New Year the year is that of the zone, whatever it is elsewhere', () => {
  const [eve, morning] = ['2026-12-31T14:30:00Z', '2026-12-31T16:30:00Z'];
  assert.equal(formatDay('en', 'Asia/Tokyo', morning, eve), 'Fri, 1 January 2027');
  assert.equal(formatDay('en', 'Asia/Tokyo', morning, '2027-06-01T00:00:00Z'), 'Fri 1 January');
  assert.equal(formatDay('en', 'Pacific/Honolulu', '2027-01-01T09:00:00Z', eve), 'Thu 31 December');
  assert.equal(formatDate('en', '2026-12-31', eve), 'Thu 31 December');
  assert.equal(formatDate('en', '2026-12-31', '2027-01-01T00:00:00Z'), 'Thu, 31 December 2026');
  assert.equal(formatShortDate('ru', '2027-01-05', eve), 'вт 5 янв 2027');
});

test('times have 24 hours, also at midnight', () => {
  assert.equal(formatTime('en', 'Europe/Moscow', '2026-03-04T21:00:00Z'), '00:00');
  assert.equal(formatTime('ru', 'Europe/Moscow', LATE), '23:30');
});

test('months are named in the nominative and weeks begin on Monday', () => {
  assert.equal(formatMonth('ru', '2026-05'), 'Май 2026');
  assert.equal(formatMonth('en', '2026-05'), 'May 2026');
  assert.deepEqual(weekdayHeadings('ru'), ['Пн', 'Вт', 'Ср', 'Чт', 'Пт', 'Сб', 'Вс']);
  assert.deepEqual(weekdayHeadings('en'), ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su']);
});

test('money knows how many minor units its currency has', () => {
  assert.equal(plain(formatMoney('ru', 200_000, 'RUB')), '2 000 ₽');
  assert.equal(formatMoney('en', 2050, 'EUR'), '€20.50');
  assert.equal(formatMoney('en', 2000, 'JPY'), '¥2,000');
  assert.equal(formatMoney('en', 1500, 'KWD').replace(/\s/, ' '), 'KWD 1.500');
});

test('durations and distances are said in hours where they are hours', () => {
  assert.equal(plain(formatDuration('ru', 90)), '1 ч 30 мин');
  assert.equal(plain(formatDuration('en', 60)), '1 hr');
  assert.equal(plain(formatDuration('en', 0)), '0 mins');
  assert.equal(formatLeft('ru', 120), 'через 2 часа');
  assert.equal(formatLeft('en', 90), 'in 90 minutes');
});

test('zones are called by the name people use', () => {
  assert.equal(formatZone('en', 'Europe/Moscow'), 'Moscow time');
  assert.equal(formatZone('ru', 'Europe/Moscow'), 'Москва');
});

test('a day of another year is told with it, as the zone counts years', () => {
  const [eve, now] = ['2026-12-31T22:30:00Z', Date.parse(LATE)];
  assert.equal(formatDay('en', 'UTC', eve, now), 'Thu 31 December');
  assert.equal(plain(formatDay('en', 'Europe/Moscow', eve, now)), 'Fri, 1 January 2027');
  assert.equal(plain(formatDay('ru', 'Europe/Moscow', eve, now)), 'пт, 1 января 2027 г.');
  assert.equal(plain(formatShortDay('en', 'Europe/Moscow', eve, now)), 'Fri 1 Jan 2027');
  assert.equal(plain(formatShortDay('ru', 'Europe/Moscow', eve, now)), 'пт 1 янв 2027');
  assert.equal(plain(formatDate('ru', '2025-02-03', now)), 'пн, 3 февраля 2025 г.');
  assert.equal(formatShortDate('en', '2026-02-03', now), 'Tue 3 Feb');
});
