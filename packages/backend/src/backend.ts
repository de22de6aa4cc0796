import type { Transport } from '@okno/contract';
import type pg from 'pg';
import { createCall, type Handlers, type OnFault } from './call.ts';
import { type ClockOffset, createInTenant, type InTenant } from './db/tx.ts';
import { createTenantOf } from './directory.ts';
import { bookingActions } from './modules/bookings/actions.ts';
import { clientActions } from './modules/clients/actions.ts';
import { peopleActions, specialistActions } from './modules/people/actions.ts';
import { reviewActions } from './modules/reviews/actions.ts';
import { schedulingActions } from './modules/scheduling/actions.ts';
import { serviceActions } from './modules/services/actions.ts';
import { waitlistActions } from './modules/waitlist/actions.ts';

const handlers: Handlers = {
  ...peopleActions,
  ...specialistActions,
  ...serviceActions,
  ...schedulingActions,
  ...bookingActions,
  ...waitlistActions,
  ...reviewActions,
  ...clientActions,
};

export type Backend = {
  /** The one door. */
  readonly call: Transport;
  /** For what happens later and for commands of the operator, which act on a tenant they know. */
  readonly inTenant: InTenant;
};

/** Puts the modules together over connections that act as the app role. */
export const createBackend = (deps: { pool: pg.Pool; clockOffset: ClockOffset; onFault: OnFault }): Backend => {
  const inTenant = createInTenant(deps.pool, deps.clockOffset);
  const call = createCall({ inTenant, tenantOf: createTenantOf(deps.pool), handlers, onFault: deps.onFault });
  return { call, inTenant };
};
