import type pg from 'pg';

/** Between two attempts to listen again. */
const AGAIN_MS = 1_000;

/** What somebody announced with `pg_notify('okno_events', …)`: the id of an assistant for whom events wait. */
const CHANNEL = 'okno_events';

export type Ear = { close(): Promise<void> };

/**
 * Tells `hear` of every announcement, over one connection of the pool that is replaced when it breaks. What was
 * announced meanwhile is lost: who must not miss anything looks from time to time as well.
 */
export const listenForEvents = (
  pool: pg.Pool,
  hear: (assistant_id: string) => void,
  onError: (error: unknown) => void,
): Ear => {
  let held: pg.PoolClient | undefined;
  let again: NodeJS.Timeout | undefined;
  let closed = false;

  const letGo = (client: pg.PoolClient): void => {
    if (held !== client) return;
    held = undefined;
    client.release(true);
  };

  const listen = async (): Promise<void> => {
    const client = await pool.connect();
    held = client;
    client.on('notification', ({ channel, payload = '' }) => {
      if (channel === CHANNEL) hear(payload);
    });
    client.on('error', (error) => {
      letGo(client);
      lost(error);
    });
    if (closed) return letGo(client);
    await client.query(`listen ${CHANNEL}`);
  };

  const lost = (error: unknown): void => {
    if (closed) return;
    onError(error);
    clearTimeout(again);
    again = setTimeout(begin, AGAIN_MS).unref();
  };

  const begin = (): void => {
    listen().catch((error: unknown) => {
      if (held !== undefined) letGo(held);
      lost(error);
    });
  };

  begin();
  return {
    close: async () => {
      closed = true;
      clearTimeout(again);
      if (held !== undefined) letGo(held);
    },
  };
};
