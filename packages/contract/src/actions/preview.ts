import { z } from 'zod';
import { action, EVERYBODY } from '../action.ts';
import { Day, DurationMinutes, GivenInstant } from '../shapes.ts';
import { Intervals, Week } from './hours.ts';

const Busy = z.strictObject({ starts_at: GivenInstant, ends_at: GivenInstant });
const BufferMinutes = z.int().min(0).max(720).default(0);
const BUFFERS = { buffer_before_minutes: BufferMinutes, buffer_after_minutes: BufferMinutes };

/** More than a year of full days; the body's size limits all staff together. */
const MOST_TAKEN = 5000;

const PreviewStaff = z.strictObject({
  time_zone: z.string().max(100),
  weekly: Week,
  overrides: z
    .array(z.strictObject({ date: Day, intervals: Intervals }))
    .max(400)
    .default([]),
  busy: z.array(Busy).max(MOST_TAKEN).default([]),
  bookings: z
    .array(z.strictObject({ ...Busy.shape, ...BUFFERS }))
    .max(MOST_TAKEN)
    .default([]),
});

const PreviewInput = z.strictObject({
  now: GivenInstant.optional().describe('Left out: the present'),
  window: z.strictObject({ from: GivenInstant, to: GivenInstant }).describe('Starts in [from, to) are answered'),
  mode: z.enum(['any', 'all']).default('any').describe('any: at least one of the staff is free; all: everybody is'),
  staff: z.array(PreviewStaff).max(50),
  service: z.strictObject({
    duration_minutes: DurationMinutes,
    step_minutes: DurationMinutes,
    ...BUFFERS,
    min_notice_minutes: z.int().min(0).max(525_600).default(0),
  }),
});
export type PreviewInput = z.output<typeof PreviewInput>;

export const previewActions = {
  'scheduling.preview': action({
    summary: 'The free starts for hours and busy times that stand only in the request',
    http: 'POST /schedule/preview',
    reads: true,
    // A thousand busy times take 70 KB.
    body_kib: 512,
    roles: EVERYBODY,
    input: PreviewInput,
    // Written by us alone and by the ten thousand, so they are not read again.
    output: z.object({ starts: z.array(z.string().describe('An instant, e.g. 2026-05-01T07:00:00Z')) }),
  }),
};
