import { AppError } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import { paged } from '../../paged.ts';
import { formatInstant } from '../../time.ts';
import { spanOf } from './rules-time-off.ts';
import { deleteExpiredHolds, lockSpecialists } from './store.ts';
import { deleteTimeOff, listInTheWay, listTimeOff, takeTimeOff } from './store-time-off.ts';
import { specialistOf } from './whose.ts';

export const timeOffActions = {
  'scheduling.time_off': async (ctx, { id, from, to, ...page }) => {
    await specialistOf(ctx, id);
    const range = { from: from ?? formatInstant(ctx.now), to: to ?? null };
    return paged(page, (wanted) => listTimeOff(ctx.tx, id, { ...range, ...wanted }));
  },

  'scheduling.add_time_off': async (ctx, { id, kind, note, ...wanted }) => {
    const { tx } = ctx;
    const { time_zone } = await specialistOf(ctx, id);
    const span = spanOf(wanted, time_zone);
    if ('rule' in span) throw new AppError('invalid_input', { ...span });
    const row = { specialist_id: id, kind, note, starts_at: formatInstant(span.from), ends_at: formatInstant(span.to) };
    // Whoever books this specialist waits, so that what is not in the way now cannot be a moment later.
    lockSpecialists(tx, [id]);
    const [, taken] = await Promise.all([deleteExpiredHolds(tx, id), listInTheWay(tx, row)]);
    if (taken.length > 0) throw new AppError('time_taken', { field: 'starts_at', taken });
    const made = await takeTimeOff(tx, row);
    if (made === undefined)
      throw new AppError('time_taken', { field: 'starts_at', taken: await listInTheWay(tx, row) });
    return made;
  },

  'scheduling.remove_time_off': async (ctx, { id, time_off_id }) => {
    await specialistOf(ctx, id);
    lockSpecialists(ctx.tx, [id]);
    const gone = await deleteTimeOff(ctx.tx, id, time_off_id);
    if (gone === undefined) throw new AppError('not_found', { what: 'time_off', field: 'time_off_id' });
    return gone;
  },
} satisfies Partial<HandlersOf<'scheduling'>>;
