import type { BotReport } from '@okno/backend';

/** What Telegram says of the webhook of a bot; times in seconds. */
type Info = {
  readonly url?: string | undefined;
  readonly pending_update_count: number;
  readonly last_error_date?: number | undefined;
};

/** What was found the last time. */
export type Seen = { readonly failing: boolean; readonly repaired_at: number | null };

type Known = {
  readonly info: Info;
  /** Where updates have to be brought; null: they are asked for. */
  readonly wanted: string | null;
  /** Unix milliseconds. */
  readonly now: number;
  readonly seen: Seen | undefined;
};

/** An error that is older says nothing about now: Telegram tries again every minute or so. */
const RECENT_MS = 10 * 60_000;
/** What did not help is not done again and again: these calls are rationed. */
const BETWEEN_REPAIRS_MS = 60 * 60_000;

/**
 * How a bot is, and whether Telegram is to be told anew where its updates go: at once when it brings them to another place,
 * and when it has failed to bring them two times in a row.
 */
export const judge = ({ info, wanted, now, seen }: Known): { state: BotReport['state']; repairs: boolean } => {
  if ((info.url ?? '') !== (wanted ?? '')) return { state: 'repaired', repairs: true };
  const error_at = (info.last_error_date ?? 0) * 1000;
  const fails = wanted !== null && info.pending_update_count > 0 && now - error_at < RECENT_MS;
  if (!fails) return { state: 'ok', repairs: false };
  const rested = seen?.repaired_at == null || now - seen.repaired_at >= BETWEEN_REPAIRS_MS;
  return { state: 'failing', repairs: seen?.failing === true && rested };
};
