import { type Actions, AppError, type Parsed } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';

/** `mine`: as a client; `given`: as a specialist. Without a wish clients see theirs, specialists what they give. */
export const sideOf = ({ actor }: Ctx, { whose, client_id, specialist_id }: Wish): Wish => {
  const side = whose ?? ({ client: 'mine', specialist: 'given' } as Record<string, 'mine' | 'given'>)[actor.role];
  if (side === 'mine') return { client_id: agreed('client', client_id, actor.client_id), specialist_id };
  if (side === 'given') return { client_id, specialist_id: agreed('specialist', specialist_id, actor.specialist_id) };
  return { client_id, specialist_id };
};

type Wish = Pick<Parsed<Actions['bookings.list']>, 'whose' | 'client_id' | 'specialist_id'>;

/** Who I am on this side; refused when I am nobody there, or have asked for somebody else. */
export const agreed = (side: 'client' | 'specialist', wanted: string | undefined, me: string | null): string => {
  if (me === null) return refuseSide(side);
  if (wanted !== undefined && wanted !== me)
    throw new AppError('invalid_input', { field: `${side}_id`, rule: 'is somebody else than you, whose these are' });
  return me;
};

const refuseSide = (what: string): never => {
  throw new AppError('invalid_input', { field: 'whose', rule: `you are no ${what} here` });
};
