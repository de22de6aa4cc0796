import { randomUUID } from 'node:crypto';
import { AppError } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import type { Tx } from '../../db/tx.ts';
import { named } from '../../named.ts';
import { isZone } from '../../time.ts';
import { findTenantRules } from '../tenants/index.ts';
import { insertSpecialist } from './store.ts';
import { findSpecialistCard, type SpecialistCard, updateSpecialist } from './store-specialists.ts';

/** The row, or the refusal that there is none. */
const found = (card: SpecialistCard | undefined): SpecialistCard => {
  if (card === undefined) throw new AppError('not_found', { what: 'specialist', field: 'id' });
  return card;
};

const refuseUnknownZone = (time_zone: string): void => {
  if (!isZone(time_zone))
    throw new AppError('invalid_input', { field: 'time_zone', rule: 'must be a time zone such as Europe/Berlin' });
};

/** Rows are never deleted: what has been booked stays and tells with whom it was (docs/rules.md#archiving). */
const setActive = async (tx: Tx, id: string, active: boolean) => found(await updateSpecialist(tx, id, { active }));

export const specialistActions: HandlersOf<'specialists'> = {
  'specialists.card': async ({ tx }, { id }) => found(await findSpecialistCard(tx, id)),

  'specialists.create': async ({ tx }, wanted) => {
    const { time_zone = (await findTenantRules(tx)).time_zone } = wanted;
    refuseUnknownZone(time_zone);
    const row = { ...wanted, time_zone, id: randomUUID() };
    insertSpecialist(tx, row);
    return { ...row, active: true };
  },

  'specialists.update': async ({ tx }, { id, ...wanted }) => {
    const changes = named(wanted);
    if (changes.time_zone !== undefined) refuseUnknownZone(changes.time_zone);
    if (Object.keys(changes).length === 0) return found(await findSpecialistCard(tx, id));
    return found(await updateSpecialist(tx, id, changes));
  },

  'specialists.archive': ({ tx }, { id }) => setActive(tx, id, false),

  'specialists.restore': ({ tx }, { id }) => setActive(tx, id, true),
};
