const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** How long somebody has to follow a link, and then to type the code (docs/rules.md#signing-in). */
export const CODE_MS = 10 * MINUTE_MS;
export const MAX_TRIES = 5;

/** So many codes one person is told, and so many sign-ins begin from one address, in ten minutes. */
export const MAX_CODES = 5;
export const MAX_STARTS = 60;
export const LIMIT_MS = 10 * MINUTE_MS;

/** How long a session lives at most, and without anybody coming (docs/rules.md#sessions). */
export const SESSION_MS = 30 * DAY_MS;
export const IDLE_MS = 7 * DAY_MS;
/** Who comes all the time is written down so often. */
export const SEEN_MS = 5 * MINUTE_MS;
/** As many places one person is signed in at; the oldest gives way. */
export const MAX_SESSIONS = 20;

/** How old the word of Telegram for somebody in a Mini App may be; its clock may be a little ahead of ours. */
export const INIT_DATA_MS = 60 * MINUTE_MS;
export const AHEAD_MS = MINUTE_MS;

/** How often this ticket may still be tried after so many tries. */
export const triesLeft = (count: number): number => Math.max(0, MAX_TRIES - count);

/** What stands in the link before the fingerprint of the ticket. */
export const LINK_PREFIX = 'in_';

export const linkOf = (bot_username: string, fingerprint: string): string =>
  `https://t.me/${bot_username}?start=${LINK_PREFIX}${fingerprint}`;
