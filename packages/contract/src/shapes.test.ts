import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { Day, GivenInstant, Id, Instant, Month, Name, Note, Phone, paging } from './shapes.ts';

/** Each shape with what it takes (and what it makes of it) and what it refuses. */
const cases: Record<
  string,
  { shape: z.ZodType; takes: readonly (readonly [unknown, unknown])[]; refuses: readonly unknown[] }
> = {
  'an instant': {
    shape: Instant,
    takes: [
      ['2026-05-01T07:00:00Z', '2026-05-01T07:00:00Z'],
      ['2026-05-01T07:00:00.123Z', '2026-05-01T07:00:00.123Z'],
      ['1899-12-31T14:41:01Z', '1899-12-31T14:41:01Z'],
      ['2200-01-01T00:00:00Z', '2200-01-01T00:00:00Z'],
    ],
    refuses: [
      '2026-05-01T10:00:00+03:00',
      '2026-05-01',
      '2201-01-01T00:00:00Z',
      '1898-12-31T00:00:00Z',
      1_777_000_000,
      null,
    ],
  },
  'an instant that is asked for': {
    shape: GivenInstant,
    takes: [
      ['2026-05-01T07:00:00Z', '2026-05-01T07:00:00Z'],
      ['2026-05-01T10:00:00+03:00', '2026-05-01T07:00:00Z'],
      ['2026-05-01T21:00:00+14:00', '2026-05-01T07:00:00Z'],
      ['2026-04-30T17:00:00-14:00', '2026-05-01T07:00:00Z'],
      ['2026-05-01T12:30:00.500+05:30', '2026-05-01T07:00:00.500Z'],
      ['2026-05-01T07:00:00.123Z', '2026-05-01T07:00:00.123Z'],
      ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00Z'],
    ],
    refuses: [
      '2026-05-01T10:00:00+20:00',
      '2026-05-01T10:00:00-14:01',
      '2026-05-01T10:00:00+25:00',
      '1900-01-01T00:00:00+03:00',
      '2199-12-31T23:00:00-03:00',
      '2026-05-01',
      '2026-05-01T07:00:00',
      '2026-02-30T07:00:00Z',
      '2027-02-29T00:00:00Z',
      '2026-05-01T25:00:00Z',
      '1899-12-31T00:00:00Z',
      '2200-01-01T00:00:00Z',
      '0001-01-01T00:00:00Z',
      1_777_000_000,
      null,
      '2026-05-01T07:00:00Z\n',
    ],
  },
  'a day': {
    shape: Day,
    takes: [
      ['2026-05-01', '2026-05-01'],
      ['2028-02-29', '2028-02-29'],
    ],
    refuses: ['2026-5-1', '2026-02-30', '2027-02-29', '2026-13-01', '01.05.2026', '1800-01-01', '', 20260501],
  },
  'a month': {
    shape: Month,
    takes: [
      ['2026-05', '2026-05'],
      ['2026-12', '2026-12'],
    ],
    refuses: ['2026-00', '2026-13', '2026-5', '2026-05-01', '1800-01', ''],
  },
  'an id': {
    shape: Id,
    takes: [['1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed', '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed']],
    refuses: ['1', '', 'x'.repeat(36), "1' or '1'='1", '{1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed}', 1],
  },
  'a name': {
    shape: Name,
    takes: [
      ['  Анна-Мария О’Нил ', 'Анна-Мария О’Нил'],
      ['<b>Bob</b>', '<b>Bob</b>'],
      ['👩‍🦰', '👩‍🦰'],
      ['김수한무', '김수한무'],
      ['عمر', 'عمر'],
      ['நிலா', 'நிலா'],
      ['§', '§'],
      ['x'.repeat(100), 'x'.repeat(100)],
    ],
    refuses: [
      ...['', '   ', 'x'.repeat(101), 'A\u0000B', 'A\nB', 'A\u001bB', 'A\u0085B', 5, null],
      ...['A\ud800', '\udc00A', 'A\u2028B', 'A\u202eB', '\u2066A'],
      ...['\u200b', '\u200d\ufe0f', '\u2060 \u00ad', '\u3164', '\u2800', '\u0301', '\ufeff'],
    ],
  },
  'a note': {
    shape: Note,
    takes: [
      ['', ''],
      ['line\nline', 'line\nline'],
      [' x ', 'x'],
    ],
    refuses: ['x'.repeat(501), 'A\u0000B', 'A\rB', 'A\tB', 'A\udfffB', 'A\n\u202eB', '\u200b\n\u200b'],
  },
  'a telephone number': {
    shape: Phone,
    takes: [
      ['+49 (30) 123-456', '+4930123456'],
      ['89161234567', '89161234567'],
    ],
    refuses: [
      '123456',
      '+',
      'call me',
      '+49a30123456',
      '1'.repeat(16),
      '++4930123456',
      '',
      4930123456,
      '+49\u0000301234567',
    ],
  },
  'a page number': {
    shape: paging.page,
    takes: [
      [undefined, 1],
      [10_000, 10_000],
    ],
    refuses: [0, -1, 1.5, '1', 10_001, Number.NaN, null],
  },
  'a page length': {
    shape: paging.limit,
    takes: [
      [undefined, 20],
      [100, 100],
    ],
    refuses: [0, 101, 1.5, '20', Number.POSITIVE_INFINITY],
  },
};

for (const [what, { shape, takes, refuses }] of Object.entries(cases)) {
  test(`${what} is taken as it is meant`, () => {
    for (const [given, made] of takes) assert.equal(shape.parse(given), made, JSON.stringify(given));
  });

  test(`what is not ${what} is refused with a rule`, () => {
    for (const given of refuses) {
      const { success, error } = shape.safeParse(given);
      assert.equal(success, false, JSON.stringify(given));
      assert.ok((error?.issues[0]?.message.length ?? 0) > 3);
    }
  });
}

test('programs are told that an instant is a date and time, whichever way it goes', () => {
  for (const schema of [z.toJSONSchema(GivenInstant, { io: 'input' }), z.toJSONSchema(Instant, { io: 'output' })])
    assert.deepEqual([schema.type, schema.format], ['string', 'date-time']);
});

test('an id has one name, however it was written', () => {
  const id = '0190a1b2-c3d4-7e5f-8a1b-2c3d4e5f6a7b';
  assert.equal(Id.parse(id.toUpperCase()), id);
  assert.ok(!Id.safeParse('0190a1b2').success);
});
