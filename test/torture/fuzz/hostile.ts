import fc from 'fast-check';

const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

const HOSTILE: readonly unknown[] = [
  ...[null, true, false, 0, -1, -0, 1.5, 1e21, 1e308, -1e308, 2 ** 53, 2_147_483_648, 5e-324],
  ...[
    '',
    ' ',
    '\t',
    '\u0000',
    'a\u0000b',
    '\ud800',
    'x\udfffy',
    '\ufeff',
    '\u202e',
    '\u200b',
    'é'.normalize('NFD'),
    '🏳️‍🌈',
  ],
  ...['null', 'undefined', 'NaN', '0', '-1', '1e3', 'true', '__proto__', 'constructor', 'toString', '../../etc/passwd'],
  ...[
    "'; drop table bookings; --",
    '%00',
    '%',
    '\\',
    '#{7*7}',
    '{{7*7}}',
    '<script>alert(1)</script>',
    '=1+1',
    '\r\nX: 1',
  ],
  ...[
    '9999-12-31T23:59:59Z',
    '0000-01-01T00:00:00Z',
    '2031-02-30',
    '2031-13-01',
    '2031-03-04T25:00:00Z',
    '-271821-04-20',
  ],
  ...[
    '2031-03-04T10:00:00.999999999Z',
    '2031-03-04T10:00:00+99:99',
    '2031-03-04t10:00:00z',
    '1900-01-01',
    '2199-12-31',
  ],
  ...['2199-12-31T23:59:59-14:00', '1900-01-01T00:00:00+14:00', '2031-03-04T23:59:60Z', '00:00', '24:00', '24:01'],
  ...[
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    'x'.repeat(300),
    'я'.repeat(5_000),
  ],
  ...[
    'FREQ=SECONDLY;COUNT=1000000000',
    'FREQ=DAILY;BYDAY=',
    '* * * * * *',
    '0 0 31 2 *',
    '@reboot',
    'Etc/GMT+99',
    '+1'.repeat(40),
  ],
  ...[[], {}, [null], [[]], { a: 1 }, { id: 1 }, { toJSON: 1 }, { length: 1e9 }, nested(20), nested(200)],
];

/** What nobody sends who means well. */
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  { weight: 1, arbitrary: fc.maxSafeInteger() },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);

type Change = {
  readonly at: number;
  readonly how: 'replace' | 'drop' | 'add' | 'wrap';
  readonly value: unknown;
  readonly name: string;
};

export const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat({ max: 30 }),
  how: fc.constantFrom('replace', 'replace', 'replace', 'drop', 'add', 'wrap'),
  value: hostile,
  name: fc.constantFrom('__proto__', 'constructor', 'tenant_id', 'role', 'x', '', 'id', 'price_minor', '\u0000'),
});

/** Where something may be changed: every field of every object and list in it. */
const placesIn = (value: unknown): { holder: Record<string, unknown>; key: string }[] => {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesIn(holder[key])]);
};

/** Own fields only: `__proto__` is to travel, not to be set here. */
const put = (holder: object, key: string, value: unknown): void => {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
};

/** The same with one thing wrong. */
export const spoilt = (value: unknown, { at, how, value: other, name }: Change): unknown => {
  const copy: unknown = structuredClone(value);
  const places = placesIn(copy);
  const place = places[at % Math.max(1, places.length)];
  if (place === undefined || how === 'add') {
    if (typeof copy !== 'object' || copy === null) return other;
    put(copy, name, other);
    return copy;
  }
  const { holder, key } = place;
  if (how === 'drop') delete holder[key];
  else put(holder, key, how === 'wrap' ? [holder[key]] : other);
  return copy;
};
