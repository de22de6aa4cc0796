import type { Ctx } from '../../ctx.ts';
import { followHours, lockSpecialists } from '../scheduling/index.ts';
import { lockImportsOf, updateNextSync, updateToUnread } from './store.ts';

/**
 * A specialist's clock is set to another time zone (docs/rules.md#changing-hours). Whoever books them or changes their
 * hours waits. Outside calendars are read again at once, because days and times without a zone in them lie elsewhere now;
 * until then what they said stays taken. Their rows are locked before the specialist, as by whoever reads them.
 */
export const moveZone = async <S extends { readonly id: string; readonly time_zone: string }>(
  ctx: Ctx,
  id: string,
  write: () => Promise<S>,
) => {
  const { tx, now } = ctx;
  const imports = await lockImportsOf(tx, id);
  lockSpecialists(tx, [id]);
  const specialist = await write();
  for (const one of imports) {
    updateToUnread(tx, one);
    updateNextSync(tx, one, now);
  }
  return { ...specialist, outside_hours: await followHours(ctx, specialist) };
};
