import type { Action } from '@okno/contract';

type Schema = {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
};

/** Values of fields whose schema is a pattern only. */
const BY_NAME: Readonly<Record<string, unknown>> = {
  ...{ date: '2031-03-05', from: '2031-03-05', to: '2031-03-06', day: '2031-03-05', month: '2031-03' },
  ...{
    from_day: '2031-03-05',
    to_day: '2031-03-06',
    starts_at_local: '2031-03-11T10:00:00',
    rrule: 'FREQ=WEEKLY;COUNT=2',
  },
  ...{ phone: '+4930999999', timezone: 'UTC', time_zone: 'UTC', cron_expression: '0 9 * * 1-5', days: [1] },
};

/** Paths of the ids in a schema: `client_id`, `room_ids.0`, `staff.0.id`. */
const idPaths = (schema: Schema, path: readonly string[] = []): string[][] => {
  if (schema.format === 'uuid') return [[...path]];
  const inside = Object.entries(schema.properties ?? {}).flatMap(([field, one]) => idPaths(one, [...path, field]));
  const listed = schema.items === undefined ? [] : idPaths(schema.items, [...path, '0']);
  const other = (schema.anyOf ?? []).flatMap((one) => idPaths(one, path));
  return [...inside, ...listed, ...other];
};

type IdOf = (field: string) => string;

const sample = (schema: Schema, field: string, idOf: IdOf): unknown => {
  if (schema.format === 'uuid') return idOf(field);
  const fixed = [schema.const, schema.enum?.[0], BY_NAME[field], schema.examples?.[0]].find((one) => one !== undefined);
  if (schema.format !== 'date-time' && fixed !== undefined) return fixed;
  return schema.anyOf === undefined ? made(schema, field, idOf) : sample(schema.anyOf[0] ?? {}, field, idOf);
};

/** A value of the schema's type. */
const made = (schema: Schema, field: string, idOf: IdOf): unknown => {
  const makers: Readonly<Record<string, () => unknown>> = {
    object: () =>
      Object.fromEntries(
        (schema.required ?? []).map((name) => [name, sample(schema.properties?.[name] ?? {}, name, idOf)]),
      ),
    array: () => ((schema.minItems ?? 0) > 0 ? [sample(schema.items ?? {}, field, idOf)] : []),
    integer: () => Math.max(schema.minimum ?? 5, 5),
    boolean: () => true,
    string: () => (schema.format === 'date-time' ? '2031-03-05T10:00:00Z' : 'Text'),
  };
  return makers[schema.type ?? 'string']?.();
};

/** `value` with `id` where `path` leads, making what is missing on the way. */
const planted = (value: unknown, [step, ...rest]: readonly string[], id: string): unknown => {
  if (step === undefined) return id;
  if (step === '0') return [planted((value as unknown[] | undefined)?.[0], rest, id)];
  const known = (value ?? {}) as Record<string, unknown>;
  return { ...known, [step]: planted(known[step], rest, id) };
};

export type Inputs = {
  /** Whatever has to be there, with ids that exist. */
  readonly plain: unknown;
  /** Where an id may stand, also where none has to. */
  readonly paths: readonly string[];
  /** The plain input with another id in one of these places. */
  readonly withId: (path: string, id: string) => unknown;
};

/**
 * Inputs of an action, made of its schema.
 * @param idOf an id for a field of that name
 */
export const inputsOf = (action: Action, idOf: (field: string) => string): Inputs => {
  const schema = action.input.toJSONSchema({ io: 'input', unrepresentable: 'any' }) as Schema;
  const plain = sample(schema, '', idOf);
  const paths = idPaths(schema).map((path) => path.join('.'));
  return { plain, paths: [...new Set(paths)], withId: (path, id) => planted(plain, path.split('.'), id) };
};
