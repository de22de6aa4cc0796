import { z } from 'zod';
import { action, EVERYBODY, STAFF } from '../action.ts';
import { Day, GivenInstant, Id, Instant, Month } from '../shapes.ts';
import { hoursActions } from './hours.ts';
import { previewActions } from './preview.ts';

/**
 * 🟢 `free`: at least half of the day's bookable time is free; 🟡 `busy`: less; 🔴 `full`: nothing fits. Without a mark:
 * `closed`, `past` (worked, before today) and `later` (worked, behind the booking horizon).
 */
export const Load = z
  .enum(['free', 'busy', 'full', 'closed', 'past', 'later'])
  .describe(
    '`free`: at least half of the working time ahead is free; `busy`: less; `full`: nothing fits; `closed`: nobody works; `past`: worked, before today; `later`: worked, behind the booking horizon',
  );
export type Load = z.output<typeof Load>;

export const Slot = z.object({
  starts_at: Instant,
  ends_at: Instant,
  specialist_id: Id,
  /** Free seats of a group service; 1 for an individual one. */
  seats_left: z.int(),
});
export type Slot = z.output<typeof Slot>;

const DayOfSlots = z.object({ date: Day, load: Load, slots: z.array(Slot) });

const Interval = z.object({ starts_at: Instant, ends_at: Instant });

const Kind = z.enum(['booking', 'hold', 'break', 'time_off', 'busy']);

const DayOfSchedule = z.object({
  date: Day,
  working: z.array(Interval).describe('Working hours of that local day'),
  taken: z.array(
    z.object({
      starts_at: Instant,
      ends_at: Instant,
      kind: Kind,
      seats: z.int(),
      seats_taken: z.int(),
    }),
  ),
});

/** Whose free time: one specialist, or anybody who gives the service when left out. */
const forService = { service_id: Id, specialist_id: Id.optional() };

/** At most this many days are answered at once; a longer range is asked in parts. */
export const MAX_RANGE_DAYS = 93;

/** Absences and appointments are nobody else's business; specialists see their own only. */
const STAFF_AND_PROGRAMS = [...STAFF, 'bot', 'assistant'] as const;

export const schedulingActions = {
  'scheduling.free_slots_day': action({
    summary: 'The free starts of one local day',
    http: 'GET /schedule/free-slots/day',
    roles: EVERYBODY,
    may_lag: true,
    input: z.strictObject({ ...forService, date: Day }),
    output: z.object({ time_zone: z.string(), ...DayOfSlots.shape }),
  }),
  'scheduling.free_slots_range': action({
    summary: 'The free starts of several days, both ends included',
    http: 'GET /schedule/free-slots/range',
    roles: EVERYBODY,
    may_lag: true,
    input: z.strictObject({ ...forService, from: Day, to: Day }),
    output: z.object({ time_zone: z.string(), days: z.array(DayOfSlots) }),
  }),
  'scheduling.month': action({
    summary: 'A month at a glance: the load mark of each day, and the nearest free start from today on',
    http: 'GET /schedule/month',
    roles: EVERYBODY,
    may_lag: true,
    input: z.strictObject({ ...forService, month: Month }),
    output: z.object({
      time_zone: z.string(),
      today: Day,
      last_day: Day.describe('The booking horizon: nothing can be booked after it'),
      days: z.array(z.object({ date: Day, load: Load, free: z.int().describe('Number of free starts') })),
      nearest: Slot.nullable(),
    }),
  }),
  'scheduling.day': action({
    summary: 'What occupies a specialist on one local day; specialists see their own',
    http: 'GET /schedule/day',
    roles: STAFF_AND_PROGRAMS,
    input: z.strictObject({ specialist_id: Id, date: Day }),
    output: z.object({ time_zone: z.string(), ...DayOfSchedule.shape }),
  }),
  'scheduling.range': action({
    summary: 'What occupies a specialist on several days, both ends included; specialists see their own',
    http: 'GET /schedule/range',
    roles: STAFF_AND_PROGRAMS,
    input: z.strictObject({ specialist_id: Id, from: Day, to: Day }),
    output: z.object({ time_zone: z.string(), days: z.array(DayOfSchedule) }),
  }),
  'scheduling.why_not': action({
    summary: 'Why a start is not offered: the rule, and the row that is in the way; specialists ask about themselves',
    http: 'GET /schedule/why-not',
    roles: STAFF_AND_PROGRAMS,
    input: z.strictObject({ service_id: Id, specialist_id: Id, starts_at: GivenInstant }),
    output: z.object({
      offered: z.boolean(),
      rule: z
        .enum(['past', 'min_notice', 'horizon', 'full', 'outside_hours', 'taken', 'room_taken', 'off_grid'])
        .nullable(),
      row: z
        .object({ id: Id, room_id: Id.nullable(), kind: Kind, starts_at: Instant, ends_at: Instant })
        .nullable()
        .describe('The reservation that is in the way, for `taken`, `full` and `room_taken`'),
      time_zone: z.string(),
    }),
  }),
  'scheduling.room_range': action({
    summary: 'What takes place in a room on several days of the business, both ends included',
    http: 'GET /rooms/{room_id}/schedule',
    roles: [...STAFF, 'bot'],
    input: z.strictObject({ room_id: Id, from: Day, to: Day }),
    output: z.object({
      time_zone: z.string().describe('Of the business'),
      days: z.array(
        z.object({
          date: Day,
          taken: z.array(
            z.object({
              starts_at: Instant,
              ends_at: Instant,
              kind: Kind,
              specialist_id: Id,
              service_id: Id.nullable(),
              seats: z.int(),
              seats_taken: z.int(),
            }),
          ),
        }),
      ),
    }),
  }),
  'scheduling.of_person': action({
    summary: 'The schedule of the specialist who is this Telegram person; today when no day is named',
    http: 'GET /internal/schedule/{telegram_id}',
    roles: ['bot'],
    input: z.strictObject({
      telegram_id: z.int().min(1),
      from: Day.optional().describe('Left out: today'),
      to: Day.optional().describe('Included; left out: the first day alone'),
    }),
    output: z.object({ specialist_id: Id, time_zone: z.string(), days: z.array(DayOfSchedule) }),
  }),
  ...previewActions,
  ...hoursActions,
};
