import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError, createTexts } from '@okno/contract';
import { drawPng } from './picture.ts';
import { byDay, byHour, daysOf, noShowRate, QUARTER_MS, type Summary, windowOf } from './rules.ts';
import { chartOf } from './rules-chart.ts';

test('a period is whole weeks from Monday, or whole months, as the business sees them today', () => {
  // A Sunday.
  const today = '2031-03-02';
  assert.deepEqual(daysOf({ period: 'this_week' }, today), { from: '2031-02-24', to: '2031-03-02' });
  assert.deepEqual(daysOf({ period: 'last_week' }, today), { from: '2031-02-17', to: '2031-02-23' });
  assert.deepEqual(daysOf({}, today), { from: '2031-03-01', to: '2031-03-31' });
  assert.deepEqual(daysOf({ period: 'last_month' }, today), { from: '2031-02-01', to: '2031-02-28' });
  assert.deepEqual(daysOf({ from: '2031-01-05', to: '2031-01-05' }, today), { from: '2031-01-05', to: '2031-01-05' });
});

test('half a range, two at once, one turned around and one that is too long are refused', () => {
  const fieldOf = (wanted: Parameters<typeof daysOf>[0]): unknown => {
    try {
      return daysOf(wanted, '2031-03-02');
    } catch (error) {
      assert.ok(error instanceof AppError);
      return error.params['field'];
    }
  };
  const day = '2031-01-05';
  assert.equal(fieldOf({ from: day }), 'to');
  assert.equal(fieldOf({ to: day }), 'from');
  assert.equal(fieldOf({ period: 'this_week', from: day, to: day }), 'period');
  assert.equal(fieldOf({ from: day, to: '2031-01-04' }), 'to');
  assert.equal(fieldOf({ from: day, to: '2032-01-06' }), 'to');
  assert.deepEqual(fieldOf({ from: day, to: '2032-01-05' }), { from: day, to: '2032-01-05' });
});

test('visits are counted on the day and in the hour that clocks of the business show', () => {
  const zone = 'Asia/Kolkata';
  const days = { from: '2031-03-03', to: '2031-03-04' };
  // 00:15 on Tuesday there, and still Monday in London.
  const quarters = [{ quarter: Date.parse('2031-03-03T18:45:00Z') / QUARTER_MS, bookings: 2 }];
  assert.deepEqual(byDay(zone, days, quarters), [
    { date: '2031-03-03', bookings: 0 },
    { date: '2031-03-04', bookings: 2 },
  ]);
  assert.deepEqual(byHour(zone, quarters), [{ weekday: 2, hour: 0, bookings: 2 }]);
  assert.deepEqual(windowOf(zone, days), {
    from: Date.parse('2031-03-02T18:30:00Z'),
    to: Date.parse('2031-03-04T18:30:00Z'),
  });
});

test('a rate needs somebody whose time came', () => {
  assert.equal(noShowRate({ confirmed: 5 }), null);
  assert.equal(noShowRate({ completed: 3, no_show: 1 }), 0.25);
});

const summary = (days: Summary['days']): Summary => ({
  ...{
    from: '2031-03-01',
    to: '2031-03-31',
    time_zone: 'UTC',
    no_show_rate: null,
    money: null,
    hours: [],
    services: [],
  },
  bookings: { held: 0, pending_payment: 0, confirmed: 0, completed: 0, no_show: 0, cancelled: 0 },
  clients: { new: 0, returning: 0 },
  days,
  specialists: [{ id: '', name: 'Анна <script> & "Ко"', booked_minutes: 30, bookable_minutes: 60 }],
});

const words = { texts: createTexts(), language: 'ru', now: Date.parse('2031-03-10T00:00:00Z') } as const;

test('names stay text in the picture, and many days become weeks', () => {
  const svg = chartOf(summary([{ date: '2031-03-01', bookings: 3 }]), words);
  assert.match(svg, /Анна &lt;script&gt; &amp;/);
  assert.match(svg, /Визиты по дням/);
  const year = Array.from({ length: 365 }, () => ({ date: '2031-03-01', bookings: 1 }));
  const weekly = chartOf(summary(year), words);
  assert.match(weekly, /Визиты по неделям/);
  assert.equal([...weekly.matchAll(/fill="#2f7fd1"/g)].length, 53 + 1);
});

test('the picture is a PNG with Cyrillic letters drawn by the font that comes along', async () => {
  const png = await drawPng(chartOf(summary([{ date: '2031-03-01', bookings: 3 }]), words));
  assert.deepEqual([...png.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
  const draw = (text: string) =>
    drawPng(
      `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30"><text y="20" font-family="PT Sans">${text}</text></svg>`,
    );
  // Letters that a font does not have all look alike, or are not drawn at all.
  const [one, other, none] = await Promise.all([draw('Ж'), draw('Щ'), draw('\u0b95')]);
  assert.notDeepEqual(one, other);
  assert.notDeepEqual(one, none);
});
