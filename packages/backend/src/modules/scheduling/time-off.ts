import { AppError } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import type { Tx } from '../../db/tx.ts';
import { paged } from '../../paged.ts';
import { formatInstant } from '../../time.ts';
import { spanOf } from './rules-time-off.ts';
import { cutImported } from './store-imported.ts';
import { lockSpecialists } from './store-locks.ts';
import { deleteExpiredHolds } from './store-taking.ts';
import { deleteTimeOff, listInTheWay, listTimeOff, type NewAbsence, takeTimeOff } from './store-time-off.ts';
import { specialistOf } from './whose.ts';

/** The refusal with the list of what is in the way. */
const timeTaken = async (tx: Tx, row: NewAbsence, field: string): Promise<AppError> =>
  new AppError('time_taken', { field, taken: await listInTheWay(tx, row) });

/**
 * Gives time that became free back to the outside calendars of a specialist. The modules of calendars come later, so it
 * is handed in.
 */
export type TakeBusyTime = (tx: Tx, specialist_id: string, now: number) => Promise<void>;

/** @param takeBusyTime called in the transaction that took time off away, with the specialist's lock held */
export const createTimeOffActions = (takeBusyTime: TakeBusyTime) =>
  ({
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
      const row = {
        specialist_id: id,
        kind,
        note,
        starts_at: formatInstant(span.from),
        ends_at: formatInstant(span.to),
      };
      // Whoever books this specialist waits, and the exclusion constraint decides; it does not know that holds run out.
      lockSpecialists(tx, [id]);
      // Outside calendars give way: what they say is made anew around it.
      cutImported(tx, id, row);
      const [, made] = await Promise.all([deleteExpiredHolds(tx, id), takeTimeOff(tx, row)]);
      if (made === undefined)
        throw await timeTaken(tx, row, wanted.first_day === undefined ? 'starts_at' : 'first_day');
      return made;
    },

    'scheduling.remove_time_off': async (ctx, { id, time_off_id }) => {
      await specialistOf(ctx, id);
      lockSpecialists(ctx.tx, [id]);
      const gone = await deleteTimeOff(ctx.tx, id, time_off_id);
      if (gone === undefined) throw new AppError('not_found', { what: 'time_off', field: 'time_off_id' });
      // What an outside calendar says of this time counts again before anybody can book it.
      await takeBusyTime(ctx.tx, id, ctx.now);
      return gone;
    },
  }) satisfies Partial<HandlersOf<'scheduling'>>;
