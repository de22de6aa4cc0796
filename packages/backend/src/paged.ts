type Wanted = { readonly page: number; readonly limit: number };

/**
 * A page of a list out of rows that each carry the total. A page beyond the end has no row that could tell it, so the
 * first row of the list is asked.
 */
export const paged = async <T extends { total: number }>(
  { page, limit }: Wanted,
  read: (wanted: Wanted) => Promise<readonly T[]>,
): Promise<{ items: T[]; page: number; limit: number; total: number }> => {
  const items = [...(await read({ page, limit }))];
  const [first] = items.length > 0 || page === 1 ? items : await read({ page: 1, limit: 1 });
  return { items, page, limit, total: first?.total ?? 0 };
};
