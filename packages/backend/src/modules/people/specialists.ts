import { randomUUID } from 'node:crypto';
import { type Actions, AppError, type Output } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import type { Ctx } from '../../ctx.ts';
import { named } from '../../named.ts';
import { checkZone } from '../../time.ts';
import { handOf } from '../changes/index.ts';
import { findTenantRules } from '../tenants/index.ts';
import { changeSpecialist, found } from './change.ts';
import { insertSpecialist } from './store.ts';
import { findSpecialistCard, type SpecialistCard } from './store-specialists.ts';

const refuseUnknownZone = (time_zone: string): void => {
  const problem = checkZone(time_zone, 'time_zone');
  if (problem !== null) throw new AppError('invalid_input', problem);
};

type Updated = Output<Actions['specialists.update']>;

/**
 * Sets a specialist's clock to the time zone that `write` writes down, with all that follows from it. Hours and calendars
 * are modules that come later, so it is handed in.
 */
export type MoveZone = (ctx: Ctx, id: string, write: () => Promise<SpecialistCard>) => Promise<Updated>;

/** Another zone moves the hours; everything else of a specialist leaves them where they are. */
const update = async (ctx: Ctx, { id, changes, moveZone }: Changing): Promise<Updated> => {
  const before = found(await findSpecialistCard(ctx.tx, id));
  const write = () => changeSpecialist(handOf(ctx), id, changes);
  if (changes.time_zone !== undefined && changes.time_zone !== before.time_zone) return moveZone(ctx, id, write);
  return { ...(await write()), outside_hours: [] };
};

type Changing = {
  readonly id: string;
  readonly changes: Partial<Omit<SpecialistCard, 'id'>>;
  readonly moveZone: MoveZone;
};

/** @param moveZone called when the time zone changes */
export const createSpecialistActions = (moveZone: MoveZone): HandlersOf<'specialists'> => ({
  'specialists.card': async ({ tx }, { id }) => found(await findSpecialistCard(tx, id)),

  'specialists.create': async ({ tx }, wanted) => {
    const { time_zone = (await findTenantRules(tx)).time_zone } = wanted;
    refuseUnknownZone(time_zone);
    const row = { ...wanted, time_zone, id: randomUUID() };
    insertSpecialist(tx, row);
    return { ...row, active: true };
  },

  'specialists.update': async (ctx, { id, ...wanted }) => {
    const changes = named(wanted);
    if (changes.time_zone !== undefined) refuseUnknownZone(changes.time_zone);
    return update(ctx, { id, changes, moveZone });
  },

  'specialists.archive': (ctx, { id }) => changeSpecialist(handOf(ctx), id, { active: false }),

  'specialists.restore': (ctx, { id }) => changeSpecialist(handOf(ctx), id, { active: true }),
});
