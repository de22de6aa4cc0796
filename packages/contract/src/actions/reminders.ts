import { z } from 'zod';
import { action, EVERYBODY } from '../action.ts';
import { GivenInstant, Id, Instant, pageOf, paging } from '../shapes.ts';

const ReminderType = z.enum(['one_time', 'recurring']);

/** `pending`: one that comes once and waits; `active`: one that recurs; both are over as `completed` or `cancelled`. */
const ReminderStatus = z.enum(['pending', 'active', 'paused', 'completed', 'cancelled']);

const Misfire = z
  .enum(['skip', 'catch_up'])
  .describe('What becomes of times that passed while nobody could fire: left out, or made up for');

const MAX_PAYLOAD_BYTES = 16 * 1024;
const MAX_DEPTH = 100;

/** How deep brackets nest in a JSON text, without walking into it. */
const depthOf = (json: string): number => {
  let depth = 0;
  let deepest = 0;
  for (const [sign] of json.matchAll(/"(?:[^"\\]|\\.)*\\?(?:"|$)|[[{]|[\]}]/gs)) {
    if (sign === '[' || sign === '{') depth += 1;
    if (sign === ']' || sign === '}') depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // a SyntaxError is the answer
  }
};

/** JSON as text: it is kept and handed on to the letter. */
const JsonText = z
  .string()
  .refine((text) => new TextEncoder().encode(text).length <= MAX_PAYLOAD_BYTES, {
    error: `must not be longer than ${MAX_PAYLOAD_BYTES} bytes`,
    abort: true,
  })
  .refine(isJson, { error: 'must be valid JSON', abort: true })
  .refine((text) => depthOf(text) <= MAX_DEPTH, `must not be nested deeper than ${MAX_DEPTH}`)
  .meta({ examples: ['{"topic":"water the plants"}'] });

const UserId = z.int().describe('The person it is about, by a number of your own');
const CronExpression = z.string().max(200).describe('Five fields, or six with seconds in front: `0 9 * * 1-5`');
const ZoneName = z.string().max(100).describe('A name of the tz database, e.g. Europe/Berlin');

const Reminder = z.object({
  id: Id,
  user_id: z.int(),
  assistant_id: Id,
  created_by_assistant_id: Id,
  type: ReminderType,
  trigger_at: Instant.nullable(),
  cron_expression: z.string().nullable(),
  timezone: z.string(),
  payload: z.string().describe('JSON as text, to the letter'),
  misfire: Misfire,
  status: ReminderStatus,
  next_trigger_at: Instant.nullable(),
  last_triggered_at: Instant.nullable(),
  created_at: Instant,
  updated_at: Instant,
});
export type Reminder = z.output<typeof Reminder>;

/** What wakes an assistant, the same by queue, webhook and long poll. */
const TriggeredPayload = z.object({
  reminder_id: Id,
  user_id: z.int(),
  reminder_type: ReminderType,
  payload: z.unknown().describe('What the text of the reminder means'),
  triggered_at: Instant.describe('The time it was set for: with `reminder_id` the name of the event'),
  created_at: Instant.describe('When the reminder was made'),
});

const ReminderEvent = z.object({
  assistant_id: Id,
  event: z.literal('reminder_triggered'),
  payload: TriggeredPayload,
});

const DeadLetter = z.object({
  ...ReminderEvent.shape,
  event_id: Id,
  attempt: z.int().describe('How often it was handed over'),
  dead_at: Instant,
});

/** The longest wait for events, in seconds. */
export const MAX_WAIT_SECONDS = 30;

const KEEPERS = ['assistant', 'super_admin', 'bot'] as const;

/** What may be changed as well as given. */
const times = { trigger_at: GivenInstant, cron_expression: CronExpression, timezone: ZoneName };

export const reminderActions = {
  'reminders.create': action({
    summary: 'Be woken once (`trigger_at`) or again and again (`cron_expression`); 201 when it is safe',
    http: 'POST /reminders/',
    status: 201,
    roles: ['assistant'],
    input: z.strictObject({
      user_id: UserId,
      assistant_id: Id.optional().describe('Left out: myself; nobody sets reminders for another'),
      type: ReminderType,
      trigger_at: times.trigger_at.optional().describe('For `one_time`: in the future'),
      cron_expression: times.cron_expression.optional(),
      timezone: times.timezone.default('UTC').describe('The wall clock of `cron_expression`, e.g. Europe/Berlin'),
      payload: JsonText,
      misfire: Misfire.default('catch_up'),
    }),
    output: Reminder,
  }),
  'reminders.get': action({
    summary: 'One reminder',
    http: 'GET /reminders/{id}',
    roles: KEEPERS,
    input: z.strictObject({ id: Id }),
    output: Reminder,
  }),
  'reminders.list': action({
    summary: 'The reminders about one person, the newest first',
    http: 'GET /reminders/user/{user_id}',
    roles: KEEPERS,
    input: z.strictObject({
      user_id: UserId,
      status: ReminderStatus.optional(),
      type: ReminderType.optional(),
      ...paging,
    }),
    output: pageOf(Reminder),
  }),
  'reminders.scheduled': action({
    summary: 'What fires next, the nearest first',
    http: 'GET /reminders/scheduled',
    roles: KEEPERS,
    input: z.strictObject({ ...paging }),
    output: pageOf(Reminder),
  }),
  'reminders.update': action({
    summary: 'Pause, resume (`active`) or cancel a reminder, or change its times and contents',
    http: 'PATCH /reminders/{id}',
    roles: KEEPERS,
    input: z.strictObject({
      id: Id,
      status: z.enum(['pending', 'active', 'paused', 'cancelled']).optional(),
      ...z.object(times).partial().shape,
      payload: JsonText.optional(),
      misfire: Misfire.optional(),
    }),
    output: Reminder,
  }),
  'reminders.delete': action({
    summary: 'Forget a reminder with its events',
    http: 'DELETE /reminders/{id}',
    status: 204,
    roles: KEEPERS,
    input: z.strictObject({ id: Id }),
    output: z.object({ id: Id }),
  }),
  'reminders.ack': action({
    summary: 'An event has arrived (`received`) or been dealt with (`done`): it is not sent again',
    http: 'POST /reminders/{id}/ack',
    roles: ['assistant'],
    input: z.strictObject({
      id: Id,
      status: z.enum(['received', 'done']).default('done'),
      triggered_at: GivenInstant.optional().describe('Of which event; left out: of all that are open, or the last one'),
      result: JsonText.optional().describe('What came of it: JSON as text'),
      end_chain: z.boolean().default(false).describe('Fire no more'),
    }),
    output: z.object({ ...Reminder.shape, acknowledged: z.int().describe('How many events') }),
  }),
  'reminders.preview': action({
    summary: 'When a cron expression would fire',
    http: 'POST /reminders/preview',
    reads: true,
    roles: EVERYBODY,
    input: z.strictObject({
      cron_expression: CronExpression,
      timezone: ZoneName.default('UTC'),
      from: GivenInstant.optional().describe('Only after this instant; left out: from now on'),
      count: z.int().min(1).max(100).default(5),
    }),
    output: z.object({ next: z.array(Instant) }),
  }),
  'reminders.events': action({
    summary:
      'Take events that wait for me, or wait for them; each is mine for its lease and comes again without an ack',
    http: 'GET /reminders/events',
    takes: true,
    roles: ['assistant'],
    input: z.strictObject({
      wait: z.int().min(0).max(MAX_WAIT_SECONDS).default(0).describe('Seconds to wait when there is nothing'),
      limit: z.int().min(1).max(100).default(20),
    }),
    output: z.object({
      items: z.array(
        z.object({
          ...ReminderEvent.shape,
          event_id: Id,
          attempt: z.int().describe('1 for the first time'),
          leased_until: Instant.describe('Acknowledge it before then'),
        }),
      ),
    }),
  }),
  'reminders.dead_letters': action({
    summary: 'Events that were handed over in vain as often as may be, the latest first',
    http: 'GET /reminders/dead-letters',
    roles: KEEPERS,
    input: z.strictObject({ ...paging }),
    output: pageOf(DeadLetter),
  }),
  'reminders.resend': action({
    summary: 'Try a dead letter anew',
    http: 'POST /reminders/dead-letters/{id}/resend',
    roles: KEEPERS,
    input: z.strictObject({ id: Id }),
    output: z.object({ id: Id, reminder_id: Id }),
  }),
};
