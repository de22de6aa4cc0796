import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readTypedDay, readTypedWeek } from './typed-hours.ts';

const line = (days: number[], from: string, to: string) => ({ days, from, to });

const WEEKS: readonly (readonly [string, readonly object[]])[] = [
  ['Mon–Fri 9–18, Sat 10-14', [line([1, 2, 3, 4, 5], '09:00', '18:00'), line([6], '10:00', '14:00')]],
  ['пн-пт 9:00–18:00; сб 10.30-14', [line([1, 2, 3, 4, 5], '09:00', '18:00'), line([6], '10:30', '14:00')]],
  ['Пн, ср и пт с 9 до 13, 14–18', [line([1, 3, 5], '09:00', '13:00'), line([1, 3, 5], '14:00', '18:00')]],
  ['monday: 9am - 6pm', [line([1], '09:00', '18:00')]],
  ['Tuesdays 12pm-12am', [line([2], '12:00', '24:00')]],
  ['Saturday—Monday 10 – 16', [line([6, 0, 1], '10:00', '16:00')]],
  ['ежедневно 10-20', [line([1, 2, 3, 4, 5, 6, 0], '10:00', '20:00')]],
  ['будни 9-18\nвыходные 10-15', [line([1, 2, 3, 4, 5], '09:00', '18:00'), line([6, 0], '10:00', '15:00')]],
  ['fri 22-2', [line([5], '22:00', '02:00')]],
  ['weekend closed', []],
  ['вс выходной, пн 9-10', [line([1], '09:00', '10:00')]],
  ['Thurs from 8:05 until 24:00', [line([4], '08:05', '24:00')]],
  ['weekdays 00:00-00:30', [line([1, 2, 3, 4, 5], '00:00', '00:30')]],
  ['среду и четверг 9—18', [line([3, 4], '09:00', '18:00')]],
  ['ПОНЕДЕЛЬНИК 9-18', [line([1], '09:00', '18:00')]],
  ['с пн по пт 9-18', [line([1, 2, 3, 4, 5], '09:00', '18:00')]],
  [
    'С понедельника по пятницу с 9 до 18, сб 10-14',
    [line([1, 2, 3, 4, 5], '09:00', '18:00'), line([6], '10:00', '14:00')],
  ],
  ['пт по вс 10-16', [line([5, 6, 0], '10:00', '16:00')]],
  ['по понедельникам и по средам 9-18', [line([1, 3], '09:00', '18:00')]],
  ['по понедельникам по средам 9-18', [line([1, 3], '09:00', '18:00')]],
  ['по вторникам, по пт 9-18', [line([2, 5], '09:00', '18:00')]],
  ['каждый день 9-18', [line([1, 2, 3, 4, 5, 6, 0], '09:00', '18:00')]],
  ['Every day 9am-6pm', [line([1, 2, 3, 4, 5, 6, 0], '09:00', '18:00')]],
  ['каждый понедельник 9-18', [line([1], '09:00', '18:00')]],
];

test('a week is understood as people write it, in both languages', () => {
  for (const [said, week] of WEEKS) {
    assert.deepEqual(readTypedWeek(said), { week }, said);
  }
});

const ODD = [
  ...['', '   ', ',', '9-18', 'Mon', 'Mon 9', 'Mon 9-', 'Mon -18', 'Mon 9-9', 'Mon 25-26', 'Mon 9:60-10', 'Mon 24-25'],
  ...[
    'Mon 24:00-2',
    'Mon 9-18 Tue',
    'Mon 9-18, Mon 19-20',
    'Mon-Fri 9-18, Wed 9-10',
    'Mon closed 9-18',
    'Someday 9-18',
  ],
  ...['T 9-18', 'S 9-18', 'Mon 9 - 18 - 20', 'Mon–weekdays 9-18', 'Mon 13pm-14pm', 'Mon 0am-1am', 'Mon 9:5-18', '🎉'],
  ...[
    'Mon 9/18',
    'Mon-Fri',
    'closed',
    'пн по 9',
    'Mon 9-18 please',
    '<b>Mon</b> 9-18',
    'Mon 1e1-12',
    'Mon 123-124',
    'с 9 до 18',
  ],
  ...['__proto__ 9-18', 'constructor 9-18', 'Mon 9−'],
];

test('whatever is odd is named and not guessed', () => {
  for (const said of ODD) {
    const read = readTypedWeek(said);
    assert.ok('wrong' in read, `${said}: ${JSON.stringify(read)}`);
  }
  assert.deepEqual(readTypedWeek('Mon 9-18 please'), { wrong: 'please' });
  assert.deepEqual(readTypedWeek('Mon 9'), { wrong: '09:00' });
});

test('the hours of a day stand alone, and a closed day is a word', () => {
  assert.deepEqual(readTypedDay('9–13, 14-18'), {
    hours: [
      { from: '09:00', to: '13:00' },
      { from: '14:00', to: '18:00' },
    ],
  });
  for (const closed of ['closed', 'выходной', 'Закрыто']) assert.deepEqual(readTypedDay(closed), { hours: [] });
  for (const odd of ['', 'Mon 9-18', '9', 'каждый день 9-18', 'closed 9-18', 'soon', '9-18 off'])
    assert.ok('wrong' in readTypedDay(odd), odd);
});

test('a text that is too long is refused as a whole, and nothing of it is dropped', () => {
  const said = `Mon 9-18,${' '.repeat(500)}Tue 9-18`;
  const week = readTypedWeek(said);
  assert.ok('wrong' in week && week.wrong.length < 60 && week.wrong.startsWith('Mon 9-18,'), JSON.stringify(week));
  assert.ok('wrong' in readTypedDay(`9-13,${' '.repeat(500)}14-18`));
});

test('any text gets an answer, and every answer is hours that a clock shows', () => {
  const words = fc.constantFrom(
    'Mon',
    'пт',
    '-',
    '–',
    ',',
    '9',
    '18:30',
    '24',
    'closed',
    ' ',
    '\n',
    'am',
    'вс',
    ';',
    'x',
  );
  const said = fc.oneof(
    fc.string(),
    fc.array(words, { maxLength: 14 }).map((parts) => parts.join(' ')),
  );
  const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;
  fc.assert(
    fc.property(said, (text) => {
      const read = readTypedWeek(text);
      if ('wrong' in read) return assert.equal(typeof read.wrong, 'string');
      for (const { days, from, to } of read.week) {
        assert.match(from, CLOCK);
        assert.ok(CLOCK.test(to) || to === '24:00');
        assert.ok(days.length > 0 && new Set(days).size === days.length && days.every((day) => day >= 0 && day <= 6));
      }
    }),
    { numRuns: 3000 },
  );
});
