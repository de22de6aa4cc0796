/**
 * An assistant that runs wild must not fill the database or take all of its time, and none that works gets here: a hundred
 * a second, for as long as it likes.
 */
export const MOST_A_MINUTE = 6_000;
/** So many of one assistant wait at most; 200 MB or so with payloads of half a kilobyte. */
export const MOST_WAITING = 100_000;

const MINUTE_MS = 60_000;

/** How an assistant has set reminders lately; `minute` is the instant at which it began, in Unix milliseconds. */
export type Pace = { readonly minute: number; readonly made: number; readonly waiting: number };

/** The minute of an instant, both Unix milliseconds. */
export const minuteOf = (now: number): number => now - (now % MINUTE_MS);

/** Whether what waits has to be counted anew: in a new minute, and before somebody is refused for it. */
export const needsCount = (pace: Pace | undefined, now: number): boolean =>
  pace === undefined || pace.minute !== minuteOf(now) || pace.waiting >= MOST_WAITING;

export type Refusal =
  | { readonly code: 'too_many_requests'; readonly after_seconds: number }
  | { readonly code: 'reminder_limit_reached'; readonly limit: number };

/**
 * The pace after one more reminder, or why there may be none (docs/rules.md#assistants-reminders).
 * @param waiting how many wait now, where it was counted
 */
export const onceMore = (pace: Pace | undefined, waiting: number | undefined, now: number): Pace | Refusal => {
  const minute = minuteOf(now);
  const made = pace?.minute === minute ? pace.made : 0;
  const before = waiting ?? pace?.waiting ?? 0;
  if (made >= MOST_A_MINUTE)
    return { code: 'too_many_requests', after_seconds: Math.ceil((minute + MINUTE_MS - now) / 1000) };
  if (before >= MOST_WAITING) return { code: 'reminder_limit_reached', limit: MOST_WAITING };
  return { minute, made: made + 1, waiting: before + 1 };
};
