import type pg from 'pg';

/** Between two attempts to listen again. */
const AGAIN_MS = 1_000;

/** What is announced with `pg_notify`, and what for. */
const CHANNELS = {
  /** The id of an assistant for whom events wait. */
  events: 'okno_events',
  /** The id of a tenant who words something in another way, or was moved to another server. */
  texts: 'okno_texts',
  /** The id of a bot that is new, has another token or name, was revoked, or is spoken for by somebody else. */
  bots: 'okno_bots',
  /** The id of a tenant and, after a space, the Telegram id of somebody who has another role, language or name there. */
  people: 'okno_people',
} as const;

/** Hears the ids that are announced; of what nobody wants to hear nothing is told. */
export type Hearers = { readonly [C in keyof typeof CHANNELS]?: (id: string) => void };

export type Ear = { close(): Promise<void> };

/**
 * Tells `hear` of every announcement, over one connection of the pool that is replaced when it breaks. What was
 * announced meanwhile is lost, and `onBack` says that it may have been; who must not miss anything looks from time to
 * time as well.
 */
export const listenForEvents = (
  pool: pg.Pool,
  hearers: Hearers,
  onError: (error: unknown) => void,
  onBack: () => void = () => {},
): Ear => {
  const wanted = Object.entries(hearers).map(([name, hear]) => ({ channel: CHANNELS[name as keyof Hearers], hear }));
  let held: pg.PoolClient | undefined;
  let again: NodeJS.Timeout | undefined;
  let closed = false;
  let heard = false;

  const letGo = (client: pg.PoolClient): void => {
    if (held !== client) return;
    held = undefined;
    client.release(true);
  };

  const listen = async (): Promise<void> => {
    const client = await pool.connect();
    held = client;
    client.on('notification', ({ channel, payload = '' }) => {
      wanted.find((one) => one.channel === channel)?.hear(payload);
    });
    client.on('error', (error) => {
      letGo(client);
      lost(error);
    });
    if (closed) return letGo(client);
    for (const { channel } of wanted) await client.query(`listen ${channel}`);
    if (heard) onBack();
    heard = true;
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
