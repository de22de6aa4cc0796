import { type Actions, AppError, type Parsed, type Reminder } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import type { Secrets } from '../../secrets.ts';
import { countOneMore } from './pace.ts';
import { type Fault, firstFiring, inForce, type Schedule } from './rules.ts';
import { insertReminder, type StoredReminder } from './store.ts';

/** The assistant that is asking. */
export const assistantOf = ({ actor }: Ctx): NonNullable<Ctx['actor']['assistant']> => {
  if (actor.assistant === null) throw new AppError('forbidden');
  return actor.assistant;
};

const refuse = ({ needs, ...fault }: Fault): AppError =>
  needs === undefined ? new AppError('invalid_input', fault) : new AppError('forbidden', { ...fault, scope: needs });

/** When it fires first. @throws AppError that names the field and the rule */
export const firstOf = ({ actor, now }: Ctx, schedule: Schedule): number => {
  // Who runs the business may do whatever any key may.
  const every_second = actor.assistant === null || actor.assistant.scopes.includes('every_second');
  const first = firstFiring(schedule, { now, every_second });
  if ('field' in first) throw refuse(first);
  return first.at;
};

/** A reminder as it is told. */
export const viewOf = (
  { actor }: Ctx,
  { payload_sealed, ...row }: StoredReminder,
  secrets: Pick<Secrets, 'open'>,
): Reminder => ({ ...row, payload: secrets.open(actor.tenant_id, payload_sealed) });

/** Writes down what an assistant wants to be woken for; it is answered when that is committed. */
export const createReminder = async (
  ctx: Ctx,
  input: Parsed<Actions['reminders.create']>,
  secrets: Secrets,
): Promise<Reminder> => {
  const { id } = assistantOf(ctx);
  // Whether there is such an assistant is nobody else's business.
  if (input.assistant_id !== undefined && input.assistant_id !== id)
    throw new AppError('forbidden', { field: 'assistant_id' });
  const { user_id, type, timezone, misfire, payload } = input;
  const trigger_at = input.trigger_at ?? null;
  const cron_expression = input.cron_expression ?? null;
  const next_fire_at = firstOf(ctx, { type, trigger_at, cron_expression, timezone });
  await countOneMore(ctx, id);
  const made = await insertReminder(ctx.tx, {
    ...{ user_id, type, timezone, misfire, trigger_at, cron_expression, next_fire_at },
    assistant_id: id,
    created_by_assistant_id: id,
    status: inForce(type),
    payload_sealed: secrets.seal(ctx.actor.tenant_id, payload),
  });
  return viewOf(ctx, made, secrets);
};
