import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nonceOf, readTarget, type Target, writeTarget } from './callback-data.ts';
import { readId, writeId } from './callback-fields.ts';
import { dayOfNumber } from './days.ts';
import { clockOf } from './week-grid.ts';

const id = fc.uuid();
const anyId = fc.option(id);
const day = fc.integer({ min: 10957, max: 84005 }).map(dayOfNumber);
const month = day.map((text) => text.slice(0, 7));
const at = fc.integer({ min: 15_778_080, max: 120_000_000 }).map((minutes) => new Date(minutes * 60_000).toISOString());
const page = fc.integer({ min: 0, max: 1295 });
const nonce = fc.nat().map(nonceOf);
const flag = fc.boolean();
const clock = fc.integer({ min: 0, max: 1440 }).map(clockOf);
const is = <S extends Target['screen']>(screen: S) => fc.constant(screen);

const target: fc.Arbitrary<Target> = fc.oneof(
  fc.record({ screen: is('menu'), fresh: flag }),
  fc.record({ screen: is('services'), specialist: anyId, page }),
  fc.record({ screen: is('specialists'), service: id, page }),
  fc.record({ screen: is('month'), service: id, specialist: anyId, month, fresh: flag }),
  fc.record({ screen: is('day'), service: id, specialist: anyId, day, page }),
  fc.record({ screen: is('confirm'), service: id, specialist: anyId, at }),
  fc.record({ screen: is('book'), service: id, specialist: anyId, at, nonce }),
  fc.record({ screen: is('bookings'), page, fresh: flag }),
  fc.record({ screen: is('booking'), booking: id, listed: flag }),
  fc.record({ screen: is('ask_cancel'), booking: id, listed: flag }),
  fc.record({ screen: is('cancel'), booking: id, listed: flag, nonce }),
  fc.record({ screen: is('wait'), service: id, specialist: anyId, from: day, to: day, nonce }),
  fc.record({ screen: is('waiting'), page, fresh: flag }),
  fc.record({ screen: is('past'), page }),
  fc.record({ screen: is('repeat'), booking: id, fresh: flag }),
  fc.record({ screen: is('all_series'), page }),
  fc.record({ screen: is('series'), series: id, page }),
  fc.record({ screen: is('ask_end'), series: id, from: at }),
  fc.record({ screen: is('end_series'), series: id, from: at, nonce }),
  fc.record({ screen: is('my_data'), file: flag }),
  fc.record({ screen: is('forget'), client: id, step: fc.integer({ min: 0, max: 2 }), asked: at }),
  fc.record({ screen: is('share_phone') }),
  fc.record({ screen: is('links'), page }),
  fc.record({ screen: is('leave'), entry: id, page }),
  fc.record({ screen: is('take'), offer: id }),
  fc.record({ screen: is('decline'), offer: id }),
  fc.record({ screen: is('review'), booking: id, stars: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ screen: is('agenda'), day: fc.option(day), fresh: flag }),
  fc.record({ screen: is('staff_day'), specialist: anyId, day: fc.option(day), page, fresh: flag }),
  fc.record({ screen: is('staff_week'), specialist: anyId, day: fc.option(day) }),
  fc.record({
    screen: is('visit'),
    booking: id,
    act: fc.constantFrom('show' as const, 'why' as const),
    fresh: flag,
    nonce,
  }),
  fc.record({
    screen: is('moving'),
    booking: id,
    step: fc.constantFrom('month' as const, 'near' as const, 'move' as const),
    back: fc.constantFrom('card' as const, 'listed' as const, 'visit' as const, 'off' as const),
    page,
    at: fc.option(at),
    from: fc.option(day),
    to: fc.option(day),
    nonce,
  }),
  fc.record({ screen: is('running'), specialist: id, minutes: page, tell: flag, nonce }),
  fc.record({
    screen: is('off'),
    specialist: id,
    step: fc.constantFrom('home' as const, 'keep' as const, 'cancel' as const),
    first: fc.option(day),
    last: fc.option(day),
    at: fc.option(at),
    seen: nonce,
    nonce,
  }),
  fc.record({
    screen: is('regular'),
    act: fc.constantFrom('often' as const, 'arrange' as const),
    ref: nonce,
    every: fc.constantFrom('week' as const, 'fortnight' as const, 'days' as const),
    days: fc.integer({ min: 0, max: 127 }),
    times: page,
    seen: nonce,
  }),
  fc.record({ screen: is('staff_series'), specialist: id, series: anyId, page }),
  fc.record({ screen: is('absence'), specialist: id, absence: anyId, day: fc.option(day), remove: flag, nonce }),
  fc.record({ screen: is('manage'), part: fc.constantFrom('menu' as const, 'found' as const), page }),
  fc.record({ screen: is('client'), client: id, part: fc.constantFrom('card' as const, 'again' as const), page }),
  fc.record({ screen: is('drop_tag'), client: id, tag: nonce }),
  fc.record({
    ...{ screen: is('for_client'), step: fc.constantFrom('month' as const, 'time' as const), ref: nonce, page },
    ...{ service: anyId, specialist: anyId, day: fc.option(day) },
  }),
  fc.record({
    ...{ screen: is('for_client_at'), act: fc.constantFrom('check' as const, 'anyway' as const), ref: nonce },
    ...{ service: id, specialist: anyId, at },
  }),
  fc.record({ screen: is('staff'), part: fc.constantFrom('card' as const, 'revoke' as const), id: anyId }),
  fc.record({
    ...{ screen: is('weekday'), specialist: id, act: fc.constantFrom('week' as const, 'drop' as const) },
    ...{ weekday: fc.integer({ min: 0, max: 6 }), from: clock, to: clock, days: fc.integer({ min: 0, max: 127 }) },
    half: flag,
  }),
  fc.record({ screen: is('service_admin'), part: fc.constantFrom('card' as const, 'save' as const), service: id }),
  fc.record({ screen: is('languages') }),
  fc.record({ screen: is('news'), on: flag, fresh: flag }),
  fc.record({ screen: is('set_language'), language: fc.constantFrom('ru' as const, 'en' as const) }),
  fc.record({
    screen: is('noop'),
    reason: fc.constantFrom('nothing' as const, 'past' as const, 'closed' as const, 'full' as const, 'later' as const),
  }),
);

test('every target is read as it was written, within 64 bytes', () => {
  fc.assert(
    fc.property(target, (one) => {
      const data = writeTarget(one);
      assert.ok(Buffer.byteLength(data) <= 64, data);
      assert.deepEqual({ ...readTarget(data) }, { ...one });
    }),
    { numRuns: 2000 },
  );
});

test('whatever is forged is refused or is exactly what we would have written', () => {
  const letters = fc.constantFrom(...'1scdtbmxA-_=09zQ \u0000é');
  const forged = fc.oneof(
    fc.string(),
    fc.string({ unit: letters, maxLength: 64 }),
    target.map(writeTarget).chain(broken),
  );
  fc.assert(
    fc.property(forged, (data) => {
      const read = readTarget(data);
      if (read !== undefined) assert.equal(writeTarget(read), data);
    }),
    { numRuns: 5000 },
  );
});

/** The same data with one character changed, dropped or added. */
const broken = (data: string): fc.Arbitrary<string> =>
  fc
    .record({ at: fc.nat(data.length), cut: fc.integer({ min: 0, max: 2 }), put: fc.string({ maxLength: 2 }) })
    .map(({ at: from, cut, put }) => data.slice(0, from) + put + data.slice(from + cut));

test('another version, a wrong length and an impossible day are refused', () => {
  const data = writeTarget({ screen: 'agenda', day: '2026-03-05', fresh: false });
  assert.ok(readTarget(data));
  for (const bad of [`0${data.slice(1)}`, `${data}0`, data.slice(0, -1), '1azzzz0', '1a00010', '', '1', '1Z']) {
    assert.equal(readTarget(bad), undefined, bad);
  }
});

test('an id takes 22 characters and only canonical ones are read', () => {
  const written = writeId('3b241101-e2bb-4255-8caf-4136c566a962');
  assert.equal(written, 'OyQRAeK7QlWMr0E2xWapYg');
  assert.equal(readId(written), '3b241101-e2bb-4255-8caf-4136c566a962');
  assert.equal(readId('OyQRAeK7QlWMr0E2xWapYh'), undefined, 'stray bits at the end');
  assert.equal(readId('A'.repeat(22)), undefined, 'the nil UUID is nobody');
});

test('a nonce of any update id fits', () => {
  fc.assert(fc.property(fc.maxSafeNat(), (update_id) => nonceOf(update_id) < 36 ** 6));
});
