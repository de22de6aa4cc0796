import { type Actions, AppError, type Output, type Parsed } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import type { Ctx } from '../../ctx.ts';
import { paged } from '../../paged.ts';
import type { Secrets } from '../../secrets.ts';
import { formatInstant } from '../../time.ts';
import { acknowledge, changeReminder, found, ownerOf } from './change.ts';
import { assistantOf, createReminder, viewOf } from './create.ts';
import { eventView } from './events.ts';
import { cronOf } from './rules.ts';
import { deleteReminder, findReminder, listReminders, listScheduled, lockReminder } from './store.ts';
import { listDead, takeEvents, updateRevived } from './store-events.ts';
import { notifyAssistants } from './store-firing.ts';

type PreviewInput = Parsed<Actions['reminders.preview']>;

const preview = ({ now }: Ctx, input: PreviewInput): Output<Actions['reminders.preview']> => {
  const { cron_expression, timezone, count } = input;
  const from = input.from === undefined ? now : Date.parse(input.from);
  const cron = cronOf(cron_expression, timezone, from);
  if ('field' in cron) throw new AppError('invalid_input', cron);
  const next: string[] = [];
  for (let at = cron.next(from); at !== null && next.length < count; at = cron.next(at)) next.push(formatInstant(at));
  return { next };
};

const takeMine = async (ctx: Ctx, limit: number, secrets: Secrets): Promise<Output<Actions['reminders.events']>> => {
  const taken = await takeEvents(ctx.tx, assistantOf(ctx).id, limit);
  const items = taken.map((event) => ({
    ...eventView(event, ctx.actor.tenant_id, secrets),
    event_id: event.event_id,
    attempt: event.attempt,
    leased_until: event.leased_until,
  }));
  return { items };
};

const listDeadLetters = async (ctx: Ctx, page: Parsed<Actions['reminders.dead_letters']>, secrets: Secrets) => {
  const { items, ...rest } = await paged(page, (part) => listDead(ctx.tx, ownerOf(ctx), part));
  const letters = items.map((event) => ({
    ...eventView(event, ctx.actor.tenant_id, secrets),
    event_id: event.event_id,
    attempt: event.attempt,
    dead_at: event.dead_at,
  }));
  return { ...rest, items: letters };
};

/** @param secrets seal what assistants want to be reminded of */
export const createReminderActions = (secrets: Secrets): HandlersOf<'reminders'> => ({
  'reminders.create': (ctx, input) => createReminder(ctx, input, secrets),

  'reminders.get': async (ctx, { id }) => viewOf(ctx, found(await findReminder(ctx.tx, id, ownerOf(ctx))), secrets),

  'reminders.list': async (ctx, { user_id, status = null, type = null, ...page }) => {
    const wanted = { user_id, status, type };
    const { items, ...rest } = await paged(page, (part) => listReminders(ctx.tx, ownerOf(ctx), { ...wanted, ...part }));
    return { ...rest, items: items.map((row) => viewOf(ctx, row, secrets)) };
  },

  'reminders.scheduled': async (ctx, page) => {
    const { items, ...rest } = await paged(page, (part) => listScheduled(ctx.tx, ownerOf(ctx), part));
    return { ...rest, items: items.map((row) => viewOf(ctx, row, secrets)) };
  },

  'reminders.update': (ctx, input) => changeReminder(ctx, input, secrets),

  'reminders.delete': async (ctx, { id }) => {
    found(await lockReminder(ctx.tx, id, ownerOf(ctx)));
    deleteReminder(ctx.tx, id);
    return { id };
  },

  'reminders.ack': (ctx, input) => acknowledge(ctx, input, secrets),

  'reminders.preview': async (ctx, input) => preview(ctx, input),

  'reminders.events': (ctx, { limit }) => takeMine(ctx, limit, secrets),

  'reminders.dead_letters': (ctx, page) => listDeadLetters(ctx, page, secrets),

  'reminders.resend': async (ctx, { id }) => {
    const revived = await updateRevived(ctx.tx, id, ownerOf(ctx));
    if (revived === undefined) throw new AppError('not_found', { what: 'event', field: 'id' });
    notifyAssistants(ctx.tx, [revived.assistant_id]);
    return { id, reminder_id: revived.reminder_id };
  },
});
