import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTexts } from '@okno/contract';
import fc from 'fast-check';
import ICAL from 'ical.js';
import nodeIcal from 'node-ical';
import { writeCalendar } from './feed.ts';
import { cleanText, type FeedBooking, type FeedHead, nameOf, toEvent } from './rules-feed.ts';

const texts = createTexts();

const VISIT: FeedBooking = {
  id: '0190a1b2-c3d4-7e5f-8a1b-2c3d4e5f6a7b',
  status: 'confirmed',
  starts_at: '2031-03-04T10:00:00Z',
  ends_at: '2031-03-04T11:00:00Z',
  sequence: 2,
  changed_at: '2031-03-03T08:00:01Z',
  service: 'Стрижка',
  specialist: 'Анна',
  client: 'Вера',
  client_phone: '+79001234567',
};

const HEAD: FeedHead = {
  side: 'specialist',
  language: 'ru',
  business: 'Студия',
  address: 'ул. Ленина, 5; вход со двора',
  phone: '+74950000000',
  specialist: 'Анна',
};

type Read = {
  readonly uid: string;
  readonly summary: string;
  readonly description: string;
  readonly location: string;
  readonly sequence: string | number;
  readonly status: string;
  readonly start: Date;
  readonly end: Date;
  readonly lastmodified: Date;
  readonly dtstamp: Date;
};

const readBack = (text: string): Read[] =>
  Object.values(nodeIcal.sync.parseICS(text)).filter((one) => one?.type === 'VEVENT') as unknown as Read[];

/** What people type as names: words of many languages, signs that mean something in the format, and long texts. */
const word = fc.oneof(
  fc.constantFrom(
    'Стрижка',
    'окрашивание',
    '💇‍♀️',
    '👨‍👩‍👧‍👦',
    ',',
    ';',
    '\\',
    ':',
    '"',
    '\n',
    '\\n',
    'BEGIN:VEVENT',
    '\r\nATTACH:x',
  ),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 10 }),
);
const name = fc.array(word, { minLength: 1, maxLength: 60 }).map((words) => words.join(' ').slice(0, 300));

type Words = Pick<Read, 'summary' | 'description' | 'location'>;

/** Two programs that read calendars; `typed`: what the one of them cannot read in any file is not typed. */
const READERS: readonly { name: string; typed: typeof name; read: (text: string) => Words[] }[] = [
  { name: 'ical.js', typed: name, read: (text) => readStrictly(text) },
  {
    name: 'node-ical',
    // Takes an escaped backslash and an n for a line break, and quotes around a text for its own.
    typed: name.map((text) => text.replaceAll('\\', '/').replaceAll('"', '”')),
    read: readBack,
  },
];

const readStrictly = (text: string): Words[] =>
  new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((event) => {
    const told = (property: string) => String(event.getFirstPropertyValue(property) ?? '');
    return { summary: told('summary'), description: told('description'), location: told('location') };
  });

for (const { name: reader, typed, read } of READERS)
  test(`whatever people are called, ${reader} reads every event back without loss`, () => {
    fc.assert(
      fc.property(typed, typed, typed, fc.constantFrom('ru', 'en'), (service, client, address, language) => {
        const head: FeedHead = { ...HEAD, language, address };
        const wanted = toEvent({ ...VISIT, service, client }, head, texts);
        const events = read(writeCalendar(nameOf({ ...head, business: client }, texts), [wanted]));
        assert.equal(events.length, 1, 'no name makes an event of its own');
        const [got] = events;
        // Programs that read drop blanks at the ends.
        assert.equal(got?.summary.trim(), wanted.summary.trim());
        assert.equal(got?.description.trim(), wanted.description.trim());
        assert.equal((got?.location ?? '').trim(), (wanted.location ?? '').trim());
      }),
      { numRuns: 300 },
    );
  });

test('lines are at most 75 octets long, end as the format wants, and break no sign in two', () => {
  fc.assert(
    fc.property(name, name, (service, client) => {
      const text = writeCalendar('x', [toEvent({ ...VISIT, service, client }, HEAD, texts)]);
      for (const line of text.split('\r\n')) {
        assert.ok(Buffer.byteLength(line) <= 75, line);
        assert.ok(line.isWellFormed(), line);
      }
      assert.doesNotMatch(text.replaceAll('\r\n', ''), /[\r\n]/);
    }),
    { numRuns: 300 },
  );
});

test('an event carries its name for ever, its number of changes, and its times in UTC', () => {
  const text = writeCalendar('x', [toEvent(VISIT, HEAD, texts)]);
  const lines = text.split('\r\n');
  for (const line of [
    'UID:0190a1b2-c3d4-7e5f-8a1b-2c3d4e5f6a7b@okno',
    'SEQUENCE:2',
    'DTSTART:20310304T100000Z',
    'DTEND:20310304T110000Z',
    'DTSTAMP:20310303T080001Z',
    'LAST-MODIFIED:20310303T080001Z',
    'STATUS:CONFIRMED',
  ])
    assert.ok(lines.includes(line), `${line} in\n${text}`);
  const [read] = readBack(text);
  assert.equal(read?.start.toISOString(), '2031-03-04T10:00:00.000Z');
  assert.equal(read?.end.toISOString(), '2031-03-04T11:00:00.000Z');
});

test('states become those of calendars, and what is cancelled takes no time', () => {
  const statusOf = (status: FeedBooking['status']) => toEvent({ ...VISIT, status }, HEAD, texts).status;
  assert.deepEqual((['held', 'pending_payment'] as const).map(statusOf), ['TENTATIVE', 'TENTATIVE']);
  assert.deepEqual((['confirmed', 'completed', 'no_show'] as const).map(statusOf), [
    'CONFIRMED',
    'CONFIRMED',
    'CONFIRMED',
  ]);
  assert.equal(statusOf('cancelled'), 'CANCELLED');
  const cancelled = writeCalendar('x', [toEvent({ ...VISIT, status: 'cancelled' }, HEAD, texts)]);
  assert.match(cancelled, /STATUS:CANCELLED/);
  assert.match(cancelled, /TRANSP:TRANSPARENT/);
});

test('specialists read who comes and how to call them, clients what, with whom, where and whom to call', () => {
  const given = toEvent(VISIT, HEAD, texts);
  assert.deepEqual([given.summary, given.description], ['Стрижка: Вера', 'Вера\nТелефон: +79001234567']);
  const mine = toEvent(VISIT, { ...HEAD, side: 'client', language: 'en' }, texts);
  assert.deepEqual([mine.summary, mine.description], ['Стрижка with Анна', 'Студия\nPhone: +74950000000']);
  assert.equal(mine.location, 'ул. Ленина, 5; вход со двора');
  const held = toEvent({ ...VISIT, status: 'held', client_phone: null }, { ...HEAD, language: 'en' }, texts);
  assert.equal(held.description, 'Вера\nThe time is held, the booking is not confirmed yet.');
});

test('control: an uncleaned carriage return would begin a line of its own', () => {
  const event = { ...toEvent(VISIT, HEAD, texts), summary: 'a\rATTACH:evil' };
  assert.match(writeCalendar('x', [event]), /\r(?!\n)|ATTACH/);
  assert.equal(cleanText('a\rb\u0000c\ud800'), 'a\nbc\ufffd');
});
