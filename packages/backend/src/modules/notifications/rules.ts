/** After this many attempts a notification has failed (docs/rules.md#attempts). */
export const MAX_ATTEMPTS = 3;
const FIRST_PAUSE_MS = 5_000;
const SPREAD_MS = 5_000;
/** How widely those that wait for the same bot are strewn at first; then twice as widely, each time. */
const FIRST_SPREAD_MS = 2_000;
const MAX_SPREAD_MS = 32_000;
/** While nobody can speak for a bot. Short enough that a reminder an hour ahead survives a change of the token. */
const FIRST_ABSENCE_MS = 60_000;
const MAX_ABSENCE_MS = 300_000;
/** News that could not be told for so long is none any more. */
export const NEWS_MS = 24 * 3_600_000;

/**
 * What is read for a message holds for so long: who has not begun to send it by then looks again, and who calls it off
 * waits a little longer for what is on its way (docs/rules.md#calling-off). Less than stands in okno_wait_for_sending.
 */
export const FRESH_MS = 400;
/** After a look that came too late. */
const LATE_MS = 1_000;

/** How long to wait: at least `after_ms`, and up to `spread_ms` more by chance. */
export type Pause = { readonly after_ms: number; readonly spread_ms: number };

const doubled = (first: number, times: number, most: number): number =>
  Math.min(first * 2 ** Math.min(times, 20), most);

/** The pause after the attempt `attempt` (from 1) was in vain, or as long as was asked for. */
export const pauseAfter = (attempt: number, asked_ms: number): Pause => ({
  after_ms: Math.max(asked_ms, FIRST_PAUSE_MS * 2 ** (attempt - 1)),
  spread_ms: SPREAD_MS,
});

/** The pause of many who wait for one bot: the more `times` (from 1) one of them did, the further they are strewn. */
export const pauseTogether = (times: number, asked_ms: number): Pause => ({
  after_ms: asked_ms,
  spread_ms: doubled(FIRST_SPREAD_MS, times - 1, MAX_SPREAD_MS),
});

/** The pause when nobody can speak for the bot, for the `times`th time (from 1). */
export const pauseInAbsence = (times: number): Pause => ({
  after_ms: doubled(FIRST_ABSENCE_MS, times - 1, MAX_ABSENCE_MS),
  spread_ms: SPREAD_MS,
});

/** The pause after it was too late to begin. */
export const pauseAfterLate: Pause = { after_ms: LATE_MS, spread_ms: LATE_MS };
