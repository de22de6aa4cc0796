const MINUTE_MS = 60_000;

/**
 * Until when a client may move or cancel a visit themselves, as the business has decided (docs/rules.md#cancelling).
 * `starts_at` and the answer in Unix milliseconds.
 */
export const changeableUntil = (starts_at: number, cancel_notice_minutes: number): number =>
  starts_at - cancel_notice_minutes * MINUTE_MS;
