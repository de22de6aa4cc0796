import type { Transport } from '@okno/contract';
import type pg from 'pg';
import { createCall, type Handlers, type OnFault } from './call.ts';
import { type ClockOffset, createInTenant, type InTenant } from './db/tx.ts';
import { createTenantOf } from './directory.ts';
import { bookingActions } from './modules/bookings/actions.ts';
import { peopleActions } from './modules/people/actions.ts';
import { schedulingActions } from './modules/scheduling/actions.ts';
import { seriesActions } from './modules/series/actions.ts';
import { serviceActions } from './modules/services/actions.ts';

const handlers: Handlers = {
  ...peopleActions,
  ...serviceActions,
  ...schedulingActions,
  ...bookingActions,
  ...seriesActions,
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
