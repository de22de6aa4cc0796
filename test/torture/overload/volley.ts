import { setTimeout as sleep } from 'node:timers/promises';
import { type Connection, openConnection } from '../../../bench/lib/connection.ts';
import { percentile } from '../../../bench/lib/stats.ts';

/** What became of a load. */
export type Volley = {
  /** Answers a second that were good ones. */
  readonly good_per_second: number;
  readonly sent: number;
  readonly good: number;
  /** 503 or 429. */
  readonly refused: number;
  /** Everything else: 500, or no answer at all. */
  readonly lost: number;
  /** Of the good ones, from the moment at which they were meant to be sent. */
  readonly p99_ms: number;
};

export type Gunner = {
  /** Each of `senders` keeps one request in flight for so long. */
  readonly closed: (bytes: Buffer, load: { senders: number; ms: number }) => Promise<Volley>;
  /** So many a second, whether or not the earlier ones are answered. */
  readonly open: (bytes: Buffer, load: { per_second: number; ms: number }) => Promise<Volley>;
  readonly close: () => void;
};

type Shot = { readonly status: number; readonly ms: number };

const volleyOf = (shots: readonly Shot[], seconds: number): Volley => {
  const good = shots.filter(({ status }) => status >= 200 && status < 300);
  const refused = shots.filter(({ status }) => status === 503 || status === 429).length;
  return {
    good_per_second: good.length / seconds,
    sent: shots.length,
    good: good.length,
    refused,
    lost: shots.length - good.length - refused,
    p99_ms:
      good.length === 0
        ? 0
        : percentile(
            good.map(({ ms }) => ms),
            0.99,
          ),
  };
};

/** Timers are no finer than this; what belongs to one step leaves together. */
const STEP_MS = 5;

/** Who finds none free waits, and that counts. */
const CONNECTIONS = 1_000;

/** More at once would find the system's door full, and knock again after seconds. */
const AT_ONCE = 50;

/** Opens all connections before any load: clients and proxies keep theirs. @param hello a request to try them with */
export const openGunner = async (port: number, hello: Buffer): Promise<Gunner> => {
  const all = Array.from({ length: CONNECTIONS }, () => openConnection(port));
  for (let from = 0; from < CONNECTIONS; from += AT_ONCE)
    await Promise.all(all.slice(from, from + AT_ONCE).map((one) => one.ask(hello)));
  const idle = [...all];
  const waiting: ((connection: Connection) => void)[] = [];
  const take = async (): Promise<Connection> => idle.pop() ?? new Promise((resolve) => waiting.push(resolve));
  const giveBack = (connection: Connection): void => {
    const next = waiting.shift();
    if (next === undefined) idle.push(connection);
    else next(connection);
  };
  const shoot = async (bytes: Buffer, meant: number): Promise<Shot> => {
    const connection = await take();
    const status = await connection.ask(bytes);
    giveBack(connection);
    return { status, ms: performance.now() - meant };
  };
  return {
    closed: async (bytes, { senders, ms }) => {
      const began = performance.now();
      const shots: Shot[] = [];
      const send = async () => {
        while (performance.now() < began + ms) shots.push(await shoot(bytes, performance.now()));
      };
      await Promise.all(Array.from({ length: senders }, send));
      return volleyOf(shots, (performance.now() - began) / 1000);
    },
    open: async (bytes, { per_second, ms }) => {
      const began = performance.now();
      const total = Math.floor((per_second * ms) / 1000);
      const running: Promise<Shot>[] = [];
      while (running.length < total) {
        const due = Math.min(total, Math.ceil(((performance.now() - began) / 1000) * per_second));
        for (; running.length < due; ) running.push(shoot(bytes, began + (running.length * 1000) / per_second));
        await sleep(STEP_MS);
      }
      return volleyOf(await Promise.all(running), ms / 1000);
    },
    close: () => {
      for (const connection of all) connection.close();
    },
  };
};
