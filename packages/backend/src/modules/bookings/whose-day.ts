import { AppError } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import { findSpecialist } from '../scheduling/index.ts';

/** Whose visits they are. */
export type Owner = { readonly id: string; readonly time_zone: string };

/**
 * Whose day is asked for, myself when nobody is named; specialists see their own, the others anybody's. `field` is the
 * one that names them.
 * @throws AppError `forbidden` for a specialist who asks about somebody else, `not_found` where there is none.
 */
export const ownerOf = async ({ tx, actor }: Ctx, wanted: string | undefined, field: string): Promise<Owner> => {
  const id = wanted ?? actor.specialist_id;
  if (id === null) throw new AppError('invalid_input', { field, rule: 'is needed' });
  if (actor.role === 'specialist' && id !== actor.specialist_id) throw new AppError('forbidden');
  const specialist = await findSpecialist(tx, id);
  if (specialist === undefined) throw new AppError('not_found', { what: 'specialist', field });
  return specialist;
};
