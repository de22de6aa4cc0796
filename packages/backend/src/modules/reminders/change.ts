import { type Actions, AppError, type Parsed, type Reminder } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import type { Secrets } from '../../secrets.ts';
import { assistantOf, firstOf, viewOf } from './create.ts';
import { countOneMore } from './pace.ts';
import { inForce, isOver, statusAfter } from './rules.ts';
import { lockReminder, type Owner, type StoredReminder, updateReminder } from './store.ts';
import { lockMeantEvents, updateAcked } from './store-events.ts';

const missing = () => new AppError('not_found', { what: 'reminder', field: 'id' });

export const found = <T>(row: T | undefined): T => {
  if (row === undefined) throw missing();
  return row;
};

/** Assistants see their own reminders; administrators and programs those of all. */
export const ownerOf = ({ actor }: Ctx): Owner =>
  actor.assistant === null ? 'all' : { assistant_id: actor.assistant.id };

type Wish = Parsed<Actions['reminders.update']>;

const isSchedule = ({ trigger_at, cron_expression, timezone }: Wish): boolean =>
  trigger_at !== undefined || cron_expression !== undefined || timezone !== undefined;

/**
 * When it fires next after a change; null when it is not to. A reminder that goes on as it did keeps its next occurrence,
 * also one that is overdue: whoever changes the payload skips nothing.
 */
const nextOf = (ctx: Ctx, known: StoredReminder, changed: StoredReminder, anew: boolean): number | null => {
  // Times are looked at also while it is paused: what is wrong is told at once.
  const first = anew || changed.status !== known.status ? () => firstOf(ctx, changed) : null;
  if (changed.status !== inForce(changed.type)) {
    if (anew) first?.();
    return null;
  }
  return first === null ? Date.parse(known.next_trigger_at ?? '') : first();
};

/** Pauses, resumes or cancels a reminder, or gives it other times and contents. */
export const changeReminder = async (ctx: Ctx, wish: Wish, secrets: Secrets): Promise<Reminder> => {
  const { id, status, payload, ...others } = wish;
  if (Object.values({ status, payload, ...others }).every((value) => value === undefined))
    throw new AppError('invalid_input', { field: '', rule: 'names nothing to change' });
  const known = found(await lockReminder(ctx.tx, id, ownerOf(ctx)));
  if (isOver(known.status)) throw new AppError('reminder_over', { status: known.status });
  const changed: StoredReminder = {
    ...known,
    trigger_at: others.trigger_at ?? known.trigger_at,
    cron_expression: others.cron_expression ?? known.cron_expression,
    timezone: others.timezone ?? known.timezone,
    misfire: others.misfire ?? known.misfire,
    status: statusAfter(known, status),
    payload_sealed: payload === undefined ? known.payload_sealed : secrets.seal(ctx.actor.tenant_id, payload),
  };
  const next_fire_at = nextOf(ctx, known, changed, isSchedule(wish));
  if (next_fire_at !== null && known.next_trigger_at === null) await countOneMore(ctx, known.assistant_id);
  return viewOf(ctx, found(await updateReminder(ctx.tx, id, { ...changed, next_fire_at })), secrets);
};

/** An assistant has received events of a reminder, or dealt with them, and may end the chain with it. */
export const acknowledge = async (
  ctx: Ctx,
  { id, status, triggered_at, result, end_chain }: Parsed<Actions['reminders.ack']>,
  secrets: Secrets,
): Promise<Reminder & { acknowledged: number }> => {
  const { tx, actor } = ctx;
  const known = found(await lockReminder(tx, id, { assistant_id: assistantOf(ctx).id }));
  const events = await lockMeantEvents(tx, id, triggered_at);
  if (events.length === 0) throw new AppError('nothing_to_acknowledge');
  updateAcked(
    tx,
    events.map((event) => event.id),
    { done: status === 'done', result_sealed: result === undefined ? null : secrets.seal(actor.tenant_id, result) },
  );
  const ends = end_chain && !isOver(known.status);
  const after = ends ? await updateReminder(tx, id, { ...known, status: 'completed', next_fire_at: null }) : known;
  return { ...viewOf(ctx, found(after), secrets), acknowledged: events.length };
};
