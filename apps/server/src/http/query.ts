import { type Action, AppError } from '@okno/contract';
import { z } from 'zod';

type Kinds = ReadonlyMap<string, string>;

/** Which fields of an action's input are numbers: in a query string everything arrives as text. */
export const kindsOf = (action: Action): Kinds => {
  const { properties = {} } = z.toJSONSchema(action.input, { io: 'input', unrepresentable: 'any' });
  return new Map(
    Object.entries(properties).map(([name, schema]) => [name, String((schema as { type?: unknown }).type)]),
  );
};

/**
 * Reads a query string into the fields it means. Whole numbers are read where one is expected; everything else
 * stays text for the schema to judge.
 * @throws AppError `invalid_input` when a field is given twice.
 */
export const readQuery = (kinds: Kinds, query: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(query)) {
    if (typeof value !== 'string') throw new AppError('invalid_input', { field: name, rule: 'is given twice' });
    // Assigned, it would be no field and vanish.
    if (name === '__proto__') throw new AppError('invalid_input', { field: name, rule: 'unknown field' });
    const isNumber = kinds.get(name) === 'integer' && /^-?\d{1,15}$/.test(value);
    fields[name] = isNumber ? Number(value) : value;
  }
  return fields;
};
