import type pg from 'pg';
import { FROM, TO } from './cases.ts';

const OPEN = { name: 'bare_open', text: "select set_config('app.tenant_id', $1, true)" };
const READ = {
  name: 'bare_read',
  text: 'select starts_at, ends_at from reservations where specialist_id = $1 and starts_at >= $2 and starts_at < $3',
};

/** The least that brings the month's bookings here: one transaction of the tenant in one exchange. */
export const readSender = (
  pool: pg.Pool,
  { tenant_id, specialist_id }: { tenant_id: string; specialist_id: string },
): (() => Promise<void>) => {
  const [from, to] = [new Date(FROM), new Date(TO)];
  return async () => {
    const connection = await pool.connect();
    try {
      const [, , read] = await Promise.all([
        connection.query('begin'),
        connection.query({ ...OPEN, values: [tenant_id] }),
        connection.query({ ...READ, values: [specialist_id, from, to] }),
        connection.query('commit'),
      ]);
      if (read.rows.length === 0) throw new Error('the month has no bookings');
    } finally {
      connection.release();
    }
  };
};
