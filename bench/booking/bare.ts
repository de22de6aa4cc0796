import type pg from 'pg';
import type { Send } from '../lib/load.ts';
import { type Seeded, SPECIALISTS } from './seed.ts';

const HOUR_MS = 3_600_000;

const OPEN = { name: 'bare_open', text: "select set_config('app.tenant_id', $1, true)" };
const INSERT = {
  name: 'bare_insert',
  text: `insert into reservations (specialist_id, kind, service_id, starts_at, ends_at)
    values ($1, 'booking', $2, $3, $4)`,
};

/** The least that makes a slot taken: one transaction in one exchange, with row security and the exclusion constraint. */
export const insertSender = (pool: pg.Pool, seeded: Seeded): Send => {
  const { tenant_id, service_id, specialist_ids, today } = seeded;
  const half = SPECIALISTS / 2;
  // Beyond all days that are booked otherwise.
  const first = today + 1000 * 24 * HOUR_MS;
  let next = 0;
  return async () => {
    const specialist_id = specialist_ids[half + (next % half)];
    const starts_at = first + Math.floor(next / half) * HOUR_MS;
    next += 1;
    const values = [specialist_id, service_id, new Date(starts_at), new Date(starts_at + HOUR_MS)];
    const connection = await pool.connect();
    try {
      const [, , , committed] = await Promise.all([
        connection.query('begin'),
        connection.query({ ...OPEN, values: [tenant_id] }),
        connection.query({ ...INSERT, values }),
        connection.query('commit'),
      ]);
      if (committed.command !== 'COMMIT') throw new Error('the bare insert was rolled back');
    } finally {
      connection.release();
    }
  };
};
