import { isSameJson } from '@okno/contract';

/** Values by the names of their fields. */
export type Values = Readonly<Record<string, unknown>>;

/** The fields of `after` that say something else than they did before. */
export const changedFields = (before: Values, after: Values): string[] =>
  Object.keys(after).filter((field) => after[field] !== undefined && !isSameJson(before[field], after[field]));
