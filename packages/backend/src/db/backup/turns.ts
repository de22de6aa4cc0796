import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { LOCK_NUMBERS } from '../lock-numbers.ts';
import type { Connection } from '../pool.ts';
import { openBackupClient } from './dump.ts';

/** So long somebody waits before he asks again whether it is his turn. */
const AGAIN_MS = 5_000;
/** As often in a row the server may not answer who waits: it is away for five minutes when it is started anew. */
const UNANSWERED = 60;

export type Turn = {
  /** Ends the waiting; `work` ends by itself, and the turn with it. */
  readonly signal: AbortSignal;
  /** Hears that the server has ended our turn, and another process may begin; `work` goes on. */
  readonly onLost: (error: Error) => void;
  readonly again_ms?: number;
};

/**
 * Runs this while no other process does so with this database, waiting for as long as it takes.
 * @throws what `work` throws, the reason of the signal when the waiting was broken off, or the driver's error when the server stays away
 */
export const oneBackupAtATime = async <T>(connection: Connection, turn: Turn, work: () => Promise<T>): Promise<T> => {
  const client = await waitForTurn(connection, turn);
  client.on('error', turn.onLost);
  try {
    return await work();
  } finally {
    client.off('error', turn.onLost);
    await client.end();
  }
};

/** Gives the connection that has the turn, for as long as it lives. */
const waitForTurn = async (connection: Connection, { signal, again_ms = AGAIN_MS }: Turn): Promise<pg.Client> => {
  let client: pg.Client | null = null;
  for (let unanswered = 0; !signal.aborted; ) {
    try {
      client ??= await openBackupClient(connection);
      if (await takeTurn(client)) return client;
      unanswered = 0;
    } catch (error) {
      await client?.end();
      client = null;
      unanswered += 1;
      if (unanswered > UNANSWERED) throw error;
    }
    // It fails when it is broken off, and then this ends.
    await pause(again_ms, undefined, { signal }).catch(() => {});
  }
  await client?.end();
  throw signal.reason;
};

/** Asks and does not wait: a statement that waited would keep its snapshot, and vacuum from everything that is older. */
const takeTurn = async (client: pg.Client): Promise<boolean> => {
  const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [
    LOCK_NUMBERS.backup,
  ]);
  return rows[0]?.taken === true;
};
