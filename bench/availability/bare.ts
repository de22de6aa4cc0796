import type pg from 'pg';
import type { Send } from '../lib/load.ts';
import type { Choose } from './choose.ts';

const DAY_MS = 86_400_000;

const OPEN = { name: 'bare_open', text: "select set_config('app.tenant_id', $1, true)" };
const READ = {
  name: 'bare_taken',
  text: `select starts_at, ends_at from reservations
    where specialist_id = $1 and starts_at >= $2 and starts_at < $3 order by starts_at`,
};

/**
 * The least that reads what one specialist's day holds: one transaction of the tenant in one exchange, its one select by
 * the index and under row security.
 */
export const readSender =
  (pool: pg.Pool, choose: Choose): Send =>
  async () => {
    const { business, specialist_id, day } = choose();
    const from = Date.parse(day);
    const values = [specialist_id, new Date(from), new Date(from + DAY_MS)];
    const connection = await pool.connect();
    try {
      const [, , read] = await Promise.all([
        connection.query('begin'),
        connection.query({ ...OPEN, values: [business.tenant_id] }),
        connection.query({ ...READ, values }),
        connection.query('commit'),
      ]);
      if (read.rows.length === 0) throw new Error('the day has no bookings');
    } finally {
      connection.release();
    }
  };
