/** A page of a list out of rows that each carry the total; an empty page beyond the end counts nothing. */
export const paged = <T extends { total: number }>(
  { page, limit }: { page: number; limit: number },
  rows: readonly T[],
): { items: T[]; page: number; limit: number; total: number } => ({
  items: [...rows],
  page,
  limit,
  total: rows[0]?.total ?? 0,
});
