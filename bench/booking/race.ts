import { randomUUID } from 'node:crypto';
import type { Backend } from '@okno/backend';
import type { Measure } from '../lib/rounds.ts';
import { percentile } from '../lib/stats.ts';
import type { createOrder } from './ours.ts';
import { BOT_ID, CLIENTS, FIRST_CLIENT, type Seeded } from './seed.ts';

export const RACERS = 200;

/** Coprime to the number of clients. */
const STRIDE = 211;

/**
 * Many clients want one slot at the same moment, again and again for `ms` milliseconds: how long each waits for its
 * booking or for the refusal with the nearest free times. Throws when it is not exactly one who gets it.
 */
export const racing = ({ call }: Backend, { service_id }: Seeded, order: ReturnType<typeof createOrder>): Measure => {
  let races = 0;
  return async (ms) => {
    const waits: number[] = [];
    const want = async (racer: number, slot: { specialist_id: string; starts_at: string }): Promise<boolean> => {
      const begun = performance.now();
      const telegram_id = FIRST_CLIENT + racer;
      const won = await call({
        name: 'bookings.create',
        input: { service_id, ...slot },
        caller: { via: 'telegram', bot_id: BOT_ID, telegram_id, name: 'Client', language: 'en' },
        request_id: randomUUID(),
        idempotency_key: randomUUID(),
      }).then(
        () => true,
        (error: { code?: string }) => {
          if (error.code !== 'slot_taken') throw error;
          return false;
        },
      );
      waits.push(performance.now() - begun);
      return won;
    };
    for (const until = performance.now() + ms; performance.now() < until; races += 1) {
      const { specialist_id, starts_at } = order();
      // Another one comes first each time, over all rounds: nobody may have more than three bookings ahead.
      const first = races * STRIDE;
      const won = await Promise.all(
        Array.from({ length: RACERS }, (_, index) => want((first + index) % CLIENTS, { specialist_id, starts_at })),
      );
      if (won.filter(Boolean).length !== 1) throw new Error(`${won.filter(Boolean).length} of ${RACERS} got one slot`);
    }
    return { p50_ms: percentile(waits, 0.5), p99_ms: percentile(waits, 0.99), count: waits.length };
  };
};
