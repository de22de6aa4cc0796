import { AppError } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import type { Problem } from './rules-checks.ts';
import { findSpecialist } from './store.ts';

/** Specialists see and change their own time; moderators, owners and programs anybody's. */
export const refuseOthersTime = ({ role, specialist_id }: Ctx['actor'], wanted: string, field: string): void => {
  if (role === 'specialist' && wanted !== specialist_id) throw new AppError('forbidden', { field });
};

/**
 * The specialist whose time is asked for; `field` is the one that names them.
 * @throws AppError `forbidden` for a specialist who asks about somebody else, `not_found` where there is none.
 */
export const specialistOf = async ({ tx, actor }: Ctx, id: string, field = 'id') => {
  refuseOthersTime(actor, id, field);
  const specialist = await findSpecialist(tx, id);
  if (specialist === undefined) throw new AppError('not_found', { what: 'specialist', field });
  return specialist;
};

/** Throws AppError `invalid_input` when there is a problem. */
export const refuse = (problem: Problem | null): void => {
  if (problem !== null) throw new AppError('invalid_input', { ...problem });
};
