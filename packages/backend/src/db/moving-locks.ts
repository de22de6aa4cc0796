import { LOCK_NUMBERS } from './lock-numbers.ts';

/*
 * Who works for all businesses at once keeps clear of one that is being moved to another server (docs/scaling.md#cells):
 *
 *   WORKERS_LOCK   shared by all of them; held alone while some business is in the last moments of its move
 *   CLAIM_LOCK     of a business: held alone by its mover, so that nothing of it is begun any more
 *   TENANT_LOCK    of a business: held alone by its mover, so that nothing of it is written any more
 *
 * As long as nobody moves, a statement takes the first one alone, however many businesses it is about: a lock for each would
 * fill the table of locks, which everybody shares. When it is not to be had, each business is asked. Nobody ever waits. The
 * locks go with the transaction, and the mover's with its session: one that is killed leaves nothing behind.
 */

/** Held alone by one mover at a time: businesses of one server are taken out one after another. */
export const WORKERS_LOCK = String(LOCK_NUMBERS.workers);

/** The lock of a business: shared by all who write, held alone by whoever moves it to another server. `tenant`: its id as a text. */
export const tenantLock = (tenant: string): string => `hashtextextended(${tenant}, 93)`;
/** Shared by all who begin with what is due. */
export const claimLock = (tenant: string): string => `hashtextextended(${tenant}, 96)`;

const freeBy = (lock: string): string =>
  `((select pg_try_advisory_xact_lock_shared(${WORKERS_LOCK})) or pg_try_advisory_xact_lock_shared(${lock}))`;

/** A condition: whether what is due of this business may be begun with; then it stays until the transaction ends. */
export const freeToClaim = (tenant: string): string => freeBy(claimLock(`${tenant}::text`));
/** A condition: whether it may be written to; then it stays until the transaction ends. */
export const freeToWrite = (tenant: string): string => freeBy(tenantLock(`${tenant}::text`));
