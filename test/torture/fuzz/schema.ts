import fc from 'fast-check';

/** As much of JSON Schema as our document uses. */
export type Schema = {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly additionalProperties?: Schema | boolean;
  readonly propertyNames?: Schema;
};

/** Ids for a field of that name: mostly of its own kind, and others now and then. */
export type Ids = (field: string) => fc.Arbitrary<string>;

const DAYS = ['2031-03-03', '2031-03-04', '2031-03-05', '2031-03-31', '2032-02-29'];
const TIMES = ['2031-03-04T10:00:00Z', '2031-03-05T12:30:00+03:00', '2031-03-03T08:00:00Z', '2031-04-01T09:00:00Z'];

/** What a field of this name usually holds, where its schema is wider than its rule. */
const BY_NAME: Readonly<Record<string, readonly unknown[]>> = {
  phone: ['+4930123456', '+49301234567', '+12025550123'],
  time_zone: ['UTC', 'Europe/Berlin', 'America/New_York', 'Mars/Olympus'],
  timezone: ['UTC', 'Europe/Berlin', 'Asia/Kathmandu'],
  cron_expression: ['0 9 * * 1-5', '*/5 * * * *', '0 0 30 2 *', '59 59 23 31 12 5L'],
  rrule: ['FREQ=WEEKLY;COUNT=2', 'FREQ=DAILY;INTERVAL=2;COUNT=5', 'FREQ=YEARLY', 'FREQ=SECONDLY'],
  currency: ['EUR', 'RUB', 'XXX'],
  url: ['https://calendar.example/me.ics', 'http://127.0.0.1/', 'https://near.example/a'],
};

const FORMATS: Readonly<Record<string, readonly string[]>> = {
  'date-time': TIMES,
  date: DAYS,
  email: ['a@example.org', 'somebody+else@example.com'],
};

const ofStrings = (schema: Schema, field: string, ids: Ids): fc.Arbitrary<unknown> => {
  const { format = '', pattern, minLength = 0, maxLength = 60 } = schema;
  if (format === 'uuid') return ids(field);
  const known = BY_NAME[field] ?? FORMATS[format] ?? schema.examples;
  if (known !== undefined && known.length > 0) return fc.constantFrom(...known);
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  return fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, 60)), unit: 'grapheme' });
};

const ofNumbers = ({ minimum = -1_000, maximum, multipleOf = 1, type }: Schema): fc.Arbitrary<number> => {
  const least = Math.ceil(minimum / multipleOf);
  const most = Math.floor(Math.min(maximum ?? minimum + 2_000, minimum + 100_000) / multipleOf);
  const whole = fc.integer({ min: least, max: Math.max(least, most) }).map((times) => times * multipleOf);
  return type === 'integer'
    ? whole
    : fc.oneof(whole, fc.double({ min: minimum, noNaN: true, noDefaultInfinity: true }));
};

const ofObjects = (schema: Schema, ids: Ids): fc.Arbitrary<unknown> => {
  const { properties = {}, required = [], additionalProperties, propertyNames } = schema;
  const fields = Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, valid(one, name, ids)]));
  const known = fc.record(fields, { requiredKeys: required.filter((name) => name in fields) });
  if (typeof additionalProperties !== 'object') return known;
  const names = propertyNames === undefined ? fc.string({ maxLength: 10 }) : valid(propertyNames, '', ids);
  return fc.dictionary(names as fc.Arbitrary<string>, valid(additionalProperties, '', ids), { maxKeys: 3 });
};

const ofLists = (schema: Schema, field: string, ids: Ids): fc.Arbitrary<unknown> => {
  const { items = {}, minItems = 0, maxItems = 5 } = schema;
  return fc.array(valid(items, field, ids), {
    minLength: minItems,
    maxLength: Math.max(minItems, Math.min(maxItems, 5)),
  });
};

/** Values that the schema allows; most of them. */
export const valid = (schema: Schema, field: string, ids: Ids): fc.Arbitrary<unknown> => {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const others = schema.anyOf ?? schema.oneOf;
  if (others !== undefined) return fc.oneof(...others.map((one) => valid(one, field, ids)));
  if (schema.allOf !== undefined)
    return valid(Object.assign({}, schema, { allOf: undefined }, ...schema.allOf), field, ids);
  const makers: Readonly<Record<string, () => fc.Arbitrary<unknown>>> = {
    object: () => ofObjects(schema, ids),
    array: () => ofLists(schema, field, ids),
    integer: () => ofNumbers(schema),
    number: () => ofNumbers(schema),
    boolean: () => fc.boolean(),
    string: () => ofStrings(schema, field, ids),
    null: () => fc.constant(null),
  };
  const [type = ''] = [schema.type ?? ''].flat();
  return makers[type]?.() ?? fc.jsonValue({ maxDepth: 2 });
};
