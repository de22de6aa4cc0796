import type { Actions, Input } from '@okno/contract';
import type { WireEvent } from '../modules/reminders/jobs.ts';
import type { TestBackend } from './backend.ts';

type Wish = Input<Actions['reminders.create']>;
export const ONCE: Wish = {
  user_id: 7,
  type: 'one_time',
  trigger_at: '2031-03-03T09:00:00Z',
  payload: '{"n":12345678901234567890}',
};
export const HOURLY: Wish = { user_id: 7, type: 'recurring', cron_expression: '0 * * * *', payload: '{}' };

/** A queue that keeps what is pushed as Redis would: each key once. */
export const createQueue = () => {
  const known = new Set<string>();
  const texts: string[] = [];
  let away = false;
  const push = async (events: readonly WireEvent[]) => {
    if (away) throw new Error('the queue is away');
    for (const { key, text } of events) if (!known.has(key) && known.add(key)) texts.push(text);
  };
  const setAway = (value: boolean) => {
    away = value;
  };
  return { wire: { push }, texts, setAway };
};

/** How firing reaches the database of a test. */
export const reachOf = ({ backend, across, ring }: TestBackend) => ({ inTenant: backend.inTenant, across, ring });

export const eventsOf = (world: TestBackend, id: string) =>
  world.rows<Record<string, unknown> & { id: string; scheduled_for: Date; attempt: number }>(
    'select * from reminder_events where reminder_id = $1 order by scheduled_for',
    [id],
  );

/** What the engine hands to the job, as if it had just claimed it. */
export const claimed = (tenant_id: string, due_id: string, scheduled_for: string) => ({
  ...({ tenant_id, due_id, id: due_id, kind: 'reminder', attempt: 1, faults: 0 } as const),
  scheduled_for: Date.parse(scheduled_for),
});
