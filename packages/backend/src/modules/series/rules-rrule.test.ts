import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RecurrenceInput, readRecurrence } from './rules-recurrence.ts';
import { onWeekdayOf, parseRule, parseWall, withCount } from './rules-rrule.ts';

const given = (fields: Partial<RecurrenceInput>): RecurrenceInput => ({
  timezone: 'Europe/Berlin',
  starts_at_local: '2026-03-02T18:00:00',
  rrule: 'FREQ=WEEKLY',
  exdates: [],
  ...fields,
});

const problem = (fields: Partial<RecurrenceInput>): string => {
  const recurrence = readRecurrence(given(fields));
  return 'field' in recurrence ? `${recurrence.field}: ${recurrence.rule}` : 'none';
};

test('what is wrong is named by its field and its rule', () => {
  assert.match(problem({ timezone: 'Europe/Nowhere' }), /^timezone: must be a time zone/);
  assert.match(problem({ timezone: '+03:00' }), /^timezone: /);
  for (const local of [
    '2026-02-30T18:00:00',
    '2026-03-02T24:00:00',
    '2026-03-02T18:00:00Z',
    '2026-03-02',
    '1026-03-02T18:00',
  ])
    assert.match(problem({ starts_at_local: local }), /^starts_at_local: /, local);
  for (const exdate of ['tomorrow', '2026-02-30T18:00:00', '2026-03-09', '2026-03-09T18:00:00+25:00'])
    assert.match(problem({ exdates: ['2026-03-02T18:00:00', exdate] }), /^exdates\.1: /, exdate);
  for (const [rrule, rule] of [
    ['FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2', /never happens/],
    ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', /never happens/],
    ['FREQ=DAILY;INTERVAL=7;BYDAY=TU', /never happens/],
    ['FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2', /never happens/],
    ['FREQ=WEEKLY;UNTIL=20260301T000000Z', /UNTIL must not be before/],
    ['FREQ=WEEKLY;COUNT=2;UNTIL=20270301T000000Z', /not both/],
    ['FREQ=HOURLY', /DAILY or rarer/],
    ['FREQ=FORTNIGHTLY', /must be DAILY, WEEKLY/],
    ['BYDAY=MO', /needs FREQ/],
    ['FREQ=DAILY;FREQ=DAILY', /twice/],
    ['FREQ=DAILY;COUNT=0', /from 1 to 1000/],
    ['FREQ=DAILY;COUNT=1001', /from 1 to 1000/],
    ['FREQ=DAILY;INTERVAL=0', /from 1 to 1000/],
    ['FREQ=DAILY;INTERVAL=1.5', /from 1 to 1000/],
    ['FREQ=WEEKLY;BYDAY=XX', /weekdays such as/],
    ['FREQ=WEEKLY;BYDAY=2MO', /only in months and years/],
    ['FREQ=WEEKLY;BYDAY=MO,MO', /twice/],
    ['FREQ=MONTHLY;BYDAY=MO,1MO', /twice/],
    ['FREQ=MONTHLY;BYDAY=6MO', /up to 5/],
    ['FREQ=YEARLY;BYDAY=5MO;BYMONTHDAY=1', /together with BYMONTHDAY/],
    ['FREQ=YEARLY;BYDAY=1MO,TU', /not both/],
    ['FREQ=YEARLY;BYDAY=54MO', /up to 53/],
    ['FREQ=WEEKLY;BYMONTHDAY=1', /not possible with FREQ=WEEKLY/],
    ['FREQ=MONTHLY;BYMONTHDAY=32', /from 1 to 31/],
    ['FREQ=MONTHLY;BYMONTHDAY=0', /from 1 to 31/],
    ['FREQ=YEARLY;BYMONTH=-1', /from 1 to 12$/],
    ['FREQ=MONTHLY;BYSETPOS=1', /needs another BY part/],
    ['FREQ=DAILY;BYHOUR=9', /time of day/],
    ['FREQ=DAILY;RSCALE=HEBREW', /unknown part/],
    ['FREQ=DAILY;__PROTO__=1', /unknown part/],
    ['FREQ=DAILY;UNTIL=20260231T000000Z', /UNTIL must be a time/],
    ['FREQ=WEEKLY;WKST=2MO', /WKST/],
    ['', /unknown part/],
  ] as const)
    assert.match(problem({ rrule }), rule, rrule);
});

test('a rule is kept in capitals and without the name of the property', () => {
  assert.deepEqual(parseRule('rrule:freq=weekly;count=3'), {
    text: 'FREQ=WEEKLY;COUNT=3',
    freq: 'WEEKLY',
    count: 3,
    until: null,
  });
});

test('a weekly rule on one weekday follows to another; what is more than one has to be said', () => {
  const tuesday = parseWall('2026-03-03T18:00') ?? 0;
  assert.equal(onWeekdayOf('FREQ=WEEKLY;BYDAY=MO;COUNT=3', tuesday), 'FREQ=WEEKLY;BYDAY=TU;COUNT=3');
  assert.equal(onWeekdayOf('FREQ=WEEKLY;BYDAY=MO,TH', tuesday), null);
  assert.equal(onWeekdayOf('FREQ=MONTHLY;BYDAY=MO', tuesday), null);
  assert.equal(withCount('FREQ=WEEKLY;COUNT=10;BYDAY=MO', 4), 'FREQ=WEEKLY;COUNT=4;BYDAY=MO');
});
