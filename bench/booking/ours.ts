import { randomBytes, randomUUID } from 'node:crypto';
import { type Backend, createBackend, createSecrets } from '@okno/backend';
import { createMemoryKeyValue, createTexts } from '@okno/contract';
import type pg from 'pg';
import type { Send } from '../lib/load.ts';
import { BOT_ID, CLIENTS, DAYS, FIRST_CLIENT, FREE_HOURS, type Seeded, SPECIALISTS, ZONE_HOURS } from './seed.ts';

const HOUR_MS = 3_600_000;

/** The backend over these connections, whose faults are faults of the benchmark. */
export const backendOver = (pool: pg.Pool): Backend =>
  createBackend({
    pool,
    clockOffset: () => 0,
    secrets: createSecrets([randomBytes(32)]),
    texts: createTexts(),
    ruleOfAddress: () => null,
    store: createMemoryKeyValue(() => performance.now()),
    onFault: (error) => {
      throw error;
    },
  });

/** Counts the bookings up, over all backends of a run: no two may want the same slot. */
export const createOrder = (seeded: Seeded) => {
  let next = 0;
  return (): { index: number; specialist_id: string; starts_at: string } => {
    const index = next;
    next += 1;
    const half = SPECIALISTS / 2;
    const turn = Math.floor(index / half);
    const hour = FREE_HOURS[Math.floor(turn / DAYS)];
    if (hour === undefined) throw new Error('the free slots have run out');
    const day_ms = seeded.today + (1 + (turn % DAYS)) * 24 * HOUR_MS;
    return {
      index,
      specialist_id: seeded.specialist_ids[index % half] ?? '',
      starts_at: new Date(day_ms + (hour - ZONE_HOURS) * HOUR_MS).toISOString(),
    };
  };
};

/** One full booking through the one door, as the bot makes it when a client taps "Book". */
export const bookingSender = (
  { call }: Backend,
  { service_id }: Seeded,
  order: ReturnType<typeof createOrder>,
): Send => {
  return async () => {
    const { index, specialist_id, starts_at } = order();
    const telegram_id = FIRST_CLIENT + (index % CLIENTS);
    await call({
      name: 'bookings.create',
      input: { service_id, specialist_id, starts_at, message: { chat_id: telegram_id, message_id: 1 } },
      caller: { via: 'telegram', bot_id: BOT_ID, telegram_id, name: 'Client', language: 'en' },
      request_id: randomUUID(),
      idempotency_key: randomUUID(),
    });
  };
};
