/** As many outside systems are told what happens. */
export const MAX_WEBHOOKS = 20;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How long after an attempt in vain the next one comes: together a day and a half. */
const PAUSES = [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 18 * HOUR];

/** After so many days in which nothing was taken it is switched off. */
const GIVE_UP_MS = 3 * 24 * HOUR;

/** When to try again after `attempts`, in milliseconds; null: that was the last. */
export const pauseAfter = (attempts: number): number | null => PAUSES[attempts - 1] ?? null;

/** Whether nobody listens there any more. Instants in Unix milliseconds. */
export const isGivenUp = (failing_since: number, now: number): boolean => now - failing_since >= GIVE_UP_MS;
