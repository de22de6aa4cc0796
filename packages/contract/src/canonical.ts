/** The same value, whatever the order of its fields. */
export const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, field]) => [key, canonical(field)]),
  );
};

/** Whether two values of JSON say the same. */
export const isSameJson = (one: unknown, other: unknown): boolean =>
  JSON.stringify(canonical(one) ?? null) === JSON.stringify(canonical(other) ?? null);
