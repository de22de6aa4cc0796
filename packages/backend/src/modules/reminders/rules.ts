import type { Reminder } from '@okno/contract';
import { isZone } from '../../time.ts';
import { type CronRule, readCron } from './rules-cron.ts';

/** When a reminder fires, as it was asked for. */
export type Schedule = Pick<Reminder, 'type' | 'trigger_at' | 'cron_expression' | 'timezone'>;

/** What is wrong with a wish; `needs`: what the key of the assistant would have to let it do. */
export type Fault = { readonly field: string; readonly rule: string; readonly needs?: 'every_second' };

/** The first firing (Unix milliseconds), or what stands against it. */
export type First = { readonly at: number } | Fault;

/** Whether an expression fires more than once in some minute: six fields, whose seconds are not one number. */
export const firesWithinMinutes = (expression: string): boolean => {
  const fields = expression.trim().split(/\s+/);
  return fields.length === 6 && !/^\d+$/.test(fields[0] ?? '');
};

/** What may not stand together, or is missing. */
const refuseShape = ({ type, trigger_at, cron_expression, timezone }: Schedule): Fault | null => {
  if (!isZone(timezone)) return { field: 'timezone', rule: 'must be a name of the tz database such as Europe/Berlin' };
  if (type === 'one_time') {
    if (cron_expression !== null) return { field: 'cron_expression', rule: 'belongs to recurring reminders' };
    return trigger_at === null ? { field: 'trigger_at', rule: 'is needed for one_time' } : null;
  }
  if (trigger_at !== null) return { field: 'trigger_at', rule: 'belongs to one_time reminders' };
  return cron_expression === null ? { field: 'cron_expression', rule: 'is needed for recurring' } : null;
};

/** The rule of an expression, or what is wrong with it (docs/rules.md#cron). `now` in Unix milliseconds. */
export const cronOf = (expression: string, zone: string, now: number): CronRule | Fault => {
  if (!isZone(zone)) return { field: 'timezone', rule: 'must be a name of the tz database such as Europe/Berlin' };
  const read = readCron(expression, zone, now);
  return 'rule' in read ? { field: 'cron_expression', rule: read.rule } : read;
};

const firstOfCron = (expression: string, zone: string, now: number, every_second: boolean): First => {
  const cron = cronOf(expression, zone, now);
  if ('field' in cron) return cron;
  if (firesWithinMinutes(expression) && !every_second)
    return { field: 'cron_expression', rule: 'may name one second only', needs: 'every_second' };
  const at = cron.next(now);
  return at === null ? { field: 'cron_expression', rule: 'names a time that never comes' } : { at };
};

/**
 * When a reminder fires first from now on (docs/rules.md#assistants-reminders).
 * @param now by the database's clock, Unix milliseconds
 */
export const firstFiring = (
  schedule: Schedule,
  { now, every_second }: { now: number; every_second: boolean },
): First => {
  const wrong = refuseShape(schedule);
  if (wrong !== null) return wrong;
  const { trigger_at, cron_expression, timezone } = schedule;
  if (cron_expression !== null) return firstOfCron(cron_expression, timezone, now, every_second);
  const at = Date.parse(trigger_at ?? '');
  return at > now ? { at } : { field: 'trigger_at', rule: 'must lie in the future' };
};

type Status = Reminder['status'];

/** What one that is in force is called. */
export const inForce = (type: Reminder['type']): Status => (type === 'one_time' ? 'pending' : 'active');

/** One that is over stays so. */
export const isOver = (status: Status): boolean => status === 'completed' || status === 'cancelled';

/** What becomes of the status when somebody asks for it; `pending` and `active` both mean "go on". */
export const statusAfter = (
  { type, status }: Pick<Reminder, 'type' | 'status'>,
  wanted: 'pending' | 'active' | 'paused' | 'cancelled' | undefined,
): Status => {
  if (wanted === undefined) return status;
  return wanted === 'paused' || wanted === 'cancelled' ? wanted : inForce(type);
};
