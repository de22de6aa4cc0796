import { LOCK_NUMBERS } from '../lock-numbers.ts';
import { claimLock, tenantLock, WORKERS_LOCK } from '../moving-locks.ts';
import { IN_HAND } from '../owners.ts';
import { type End, MovingError } from './ends.ts';
import type { Time, Way } from './landing.ts';

export type StopOptions = Time & {
  /** How long nobody may write to the business, at most; then all is as before. */
  readonly stop_ms: number;
};

/** How often it is looked whether what is waited for has come. */
export const AGAIN_MS = 50;

/** SQLSTATE of a lock that was not to be had in time, and of a statement that took too long. */
const TOO_LONG = ['55P03', '57014'];

export const isTooLong = (error: unknown): boolean => TOO_LONG.includes(String((error as { code?: unknown }).code));

export const tookTooLong = ({ stop_ms }: StopOptions, cause?: unknown): MovingError =>
  new MovingError(`its stop took longer than ${stop_ms} ms: try again when it is quieter`, { cause });

/** Whoever is asked next gives up when the stop is over. `late`: monotonic milliseconds. */
export const limit = async ({ client }: End, late: number, stop: StopOptions): Promise<void> => {
  const left = Math.floor(late - stop.ticks());
  if (left <= 0) throw tookTooLong(stop);
  await client.query("select set_config('lock_timeout', $1, false), set_config('statement_timeout', $1, false)", [
    String(left),
  ]);
};

const PLACE = `
  select system_identifier::text || ' ' || oid as place from pg_control_system(), pg_database where datname = current_database()`;

/** In one order for everybody: of two who move in opposite directions neither waits for what the other has. */
const inOrder = async (ends: readonly End[]): Promise<End[]> => {
  const placed: { end: End; place: string }[] = [];
  for (const end of ends) {
    const { rows } = await end.client.query<{ place: string }>(PLACE);
    placed.push({ end, place: rows[0]?.place ?? '' });
  }
  return placed.sort((a, b) => (a.place < b.place ? -1 : 1)).map(({ end }) => end);
};

/**
 * Nothing of it is begun any more that is due, here or there, and what was begun has ended and is written down: people may
 * still write. So nothing is done at both places, and nobody writes down later how something ended.
 */
export const stopWork = async ({ source, target, tenant_id }: Way, late: number, stop: StopOptions): Promise<void> => {
  for (const end of await inOrder([source, target])) {
    await limit(end, late, stop);
    // In this order: whoever does not get the second one asks for the first.
    await end.client.query(`select pg_advisory_lock(${claimLock('$1')})`, [tenant_id]);
    await end.client.query(`select pg_advisory_lock(${WORKERS_LOCK})`);
  }
  for (; (await source.client.query(IN_HAND, [tenant_id])).rowCount !== 0; await stop.pause(AGAIN_MS))
    if (stop.ticks() > late)
      throw new MovingError('what is being done for it does not end: try again when it is quieter');
};

/** Nobody writes to it from here on, and no bot elsewhere has something of it on its way to Telegram. */
export const stopWriting = async ({ source, tenant_id }: Way, late: number, stop: StopOptions): Promise<void> => {
  const SENDING = `select from notifications where tenant_id = $1 and status = 'sending' limit 1`;
  for (;;) {
    await limit(source, late, stop);
    await source.client.query(`select pg_advisory_lock(${tenantLock('$1')})`, [tenant_id]);
    const { rowCount } = await source.client.query(SENDING, [tenant_id]);
    if (rowCount === 0) return;
    await source.client.query(`select pg_advisory_unlock(${tenantLock('$1')})`, [tenant_id]);
    if (stop.ticks() > late) throw new MovingError('it sends without a pause: try again when it is quieter');
    await stop.pause(AGAIN_MS);
  }
};

/** The lock of `seal_audit`, which does nothing when somebody else has it. */
const SEALING = `select pg_try_advisory_xact_lock(${LOCK_NUMBERS.seals}) as taken`;

/** Whoever seals the logs of all businesses waits for its turn, and not for rows in the middle of it. */
export const stopSealing = async ({ source }: Way, late: number, stop: StopOptions): Promise<void> => {
  for (;;) {
    const { rows } = await source.client.query<{ taken: boolean }>(SEALING);
    if (rows[0]?.taken === true) return;
    if (stop.ticks() > late) throw tookTooLong(stop);
    await stop.pause(AGAIN_MS);
  }
};
