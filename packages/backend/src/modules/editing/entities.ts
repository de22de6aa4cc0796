import { AppError, type Entity } from '@okno/contract';
import type { Tx } from '../../db/tx.ts';
import type { Hand } from '../changes/index.ts';
import { type ClientChanges, changeClient, findEditableClient } from '../clients/index.ts';
import { changeSpecialist, findSpecialistCard, type SpecialistChanges } from '../people/index.ts';
import { changeRoom, findRoom, type RoomChanges } from '../rooms/index.ts';
import { changeService, findServiceCard, type ServiceChanges } from '../services/index.ts';
import { type BusinessChanges, changeBusiness, findBusiness } from '../tenants/index.ts';
import type { Values } from './rules.ts';

/** What can be edited: everybody edits it through the module that owns it, so that its rules hold here as well. */
export type Known = Values & { readonly name: string };
type Editable = {
  /** Misses when there is none, or it is not of this business. */
  readonly find: (tx: Tx, id: string) => Promise<Known | undefined>;
  /** Changes it and writes down what was changed. The values have been read by the list of fields before. */
  readonly change: (hand: Hand, id: string, changes: Values) => Promise<Known>;
};

const ENTITIES: Readonly<Record<Entity, Editable>> = {
  client: {
    find: findEditableClient,
    change: (hand, id, changes) => changeClient(hand, id, changes as ClientChanges),
  },
  service: {
    find: findServiceCard,
    change: (hand, id, changes) => changeService(hand, id, changes as ServiceChanges),
  },
  specialist: {
    find: findSpecialistCard,
    change: (hand, id, changes) => changeSpecialist(hand, id, changes as SpecialistChanges),
  },
  room: { find: findRoom, change: (hand, id, changes) => changeRoom(hand, id, changes as RoomChanges) },
  business: {
    // The transaction knows one business only; its id is checked by whoever knows it.
    find: (tx) => findBusiness(tx),
    change: (hand, id, changes) => changeBusiness(hand, id, changes as BusinessChanges),
  },
};

/** What is edited, and in which business. */
export type Place = { readonly entity: Entity; readonly id: string };

const missing = (entity: Entity): AppError =>
  new AppError('not_found', { what: entity === 'business' ? 'tenant' : entity, field: 'id' });

const refuseOtherBusiness = ({ entity, id }: Place, tenant_id: string): void => {
  if (entity === 'business' && id !== tenant_id) throw missing(entity);
};

/** @throws AppError `not_found` */
export const findEditable = async (tx: Tx, place: Place, tenant_id: string): Promise<Known> => {
  refuseOtherBusiness(place, tenant_id);
  const known = await ENTITIES[place.entity].find(tx, place.id);
  if (known === undefined) throw missing(place.entity);
  return known;
};

/** @throws AppError `not_found`, and whatever the rules of its module refuse */
export const changeEditable = (hand: Hand, place: Place, changes: Values, tenant_id: string): Promise<Known> => {
  refuseOtherBusiness(place, tenant_id);
  return ENTITIES[place.entity].change(hand, place.id, changes);
};
