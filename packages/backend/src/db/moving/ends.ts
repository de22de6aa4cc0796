import type pg from 'pg';
import { type Connection, createClient } from '../pool.ts';

/** A business that cannot be moved; the message says why and what to do. */
export class MovingError extends Error {}

/** One of the two servers, by a session with the rights of a superuser. */
export type End = {
  readonly called: 'first' | 'second';
  readonly client: pg.Client;
  /** Whether what it kept from others was let go in between. */
  readonly renewed: boolean;
  readonly connection: Connection;
  readonly session: { readonly pid: number; readonly began: string };
};

/** Nobody waits for a lock without end. */
export const PATIENCE = `set statement_timeout = 0; set lock_timeout = '10s'`;

/**
 * What is shown as text shows the same on both. A server that ends idle transactions would end this one while the other
 * server is asked.
 */
const SESSION = `set time zone 'UTC'; set datestyle to iso; set extra_float_digits = 1;
  set idle_in_transaction_session_timeout = 0; ${PATIENCE}`;

const WHO = `select pid, backend_start::text as began from pg_stat_activity where pid = pg_backend_pid()`;
const IS_THERE = `select from pg_stat_activity where pid = $1 and backend_start::text = $2`;
const END_IT = `select pg_terminate_backend(pid) from pg_stat_activity where pid = $1 and backend_start::text = $2`;

/** Leaving and arriving: one move of a business at a time. */
const MOVES = {
  first: `select pg_try_advisory_lock(hashtextextended($1, 94)) as taken`,
  second: `select pg_try_advisory_lock(hashtextextended($1, 95)) as taken`,
};

/** A question that was not answered by then was lost. */
export const ANSWER_MS = 20_000;
const AGAIN_MS = 200;

export const openEnd = async (called: End['called'], connection: Connection): Promise<End> => {
  const client = createClient(connection);
  // What is asked next is told of it.
  client.on('error', () => {});
  await client.connect();
  await client.query(SESSION);
  const [session] = (await client.query<End['session']>(WHO)).rows;
  if (session === undefined) throw new Error('a session that does not find itself');
  return { called, client, connection, session, renewed: false };
};

/** Gives up a session without waiting for the server, which may be away. */
export const closeEnd = ({ client }: End): void => void client.end().catch(() => {});

/** Keeps other moves of this business away; false when there is one. */
export const takeMove = async (
  { called, client }: Pick<End, 'called' | 'client'>,
  tenant_id: string,
): Promise<boolean> => (await client.query<{ taken: boolean }>(MOVES[called], [tenant_id])).rows[0]?.taken === true;

type Waiting = {
  /** Monotonic milliseconds: until when it is tried. */
  readonly late: number;
  readonly ticks: () => number;
  readonly pause: (ms: number) => Promise<unknown>;
};

/**
 * Another session in place of one that does not answer any more. What the old one did is certain then: it is ended, so
 * what it had not committed by now it never will.
 * @throws what stood in the way when it was `late`
 */
export const renewEnd = async (old: End, tenant_id: string, { late, ticks, pause }: Waiting): Promise<End> => {
  closeEnd(old);
  for (;;) {
    const tried = await renewOnce(old, tenant_id).catch((error: unknown) => ({ error }));
    if (!('error' in tried)) return tried;
    if (ticks() > late) throw tried.error;
    await pause(AGAIN_MS);
  }
};

const renewOnce = async (old: End, tenant_id: string): Promise<End> => {
  const fresh = await openEnd(old.called, old.connection);
  const before = [old.session.pid, old.session.began];
  try {
    await fresh.client.query(END_IT, before);
    if ((await fresh.client.query(IS_THERE, before)).rowCount !== 0) throw new Error('its last session does not end');
    if (!(await takeMove(fresh, tenant_id))) throw new Error('another move of this business has begun');
    return { ...fresh, renewed: true };
  } catch (error) {
    closeEnd(fresh);
    throw error;
  }
};

/** Whether the business is at this server. */
export const isAt = async ({ client }: End, tenant_id: string): Promise<boolean> =>
  (await client.query('select from tenants where tenant_id = $1', [tenant_id])).rowCount !== 0;
