import type { LoggedCall } from '@okno/telegram';
import type { Rows } from '../../e2e/support/database.ts';
import type { Booked } from './crowd.ts';

/** What reached a person: that a visit was booked, or that it was cancelled; instants of Telegram's clock. */
export type Arrived = { readonly telegram_id: number; readonly news: 'created' | 'cancelled'; readonly at: number };

const CANCELLED = 'Your visit has been cancelled';

/** The messages among all calls that Telegram has taken. */
export const arrivedOf = (calls: readonly LoggedCall[]): Arrived[] =>
  calls
    .filter(({ method, answer }) => method === 'sendMessage' && (answer as { ok: boolean }).ok)
    .map(({ params, at }) => ({
      telegram_id: Number(params['chat_id']),
      news: String(params['text']).includes(CANCELLED) ? 'cancelled' : 'created',
      at,
    }));

export type Verdict = {
  readonly lost: number;
  /** Messages that came once more than they should have. */
  readonly repeated: number;
  /** News of bookings that arrived after it had been acknowledged that they are cancelled. */
  readonly after_cancellation: number;
  /** How much later the latest of them came, in milliseconds. */
  readonly latest_ms: number;
};

/** So long a cancellation waits for news that somebody has begun to send (docs/rules.md#calling-off). */
const WAITS_MS = 500;

/** By booking: when somebody last said that its news is being sent, in milliseconds. */
export type Begun = ReadonlyMap<string, number>;

export const readBegun = async (rows: Rows): Promise<Begun> => {
  const found = await rows<{ id: string; at: number }>(
    `select subject_id as id, extract(epoch from max(sending_since))::float8 * 1000 as at from notifications
      where kind = 'booking_created' and sending_since is not null group by subject_id`,
  );
  return new Map(found.map(({ id, at }) => [id, at]));
};

/**
 * What became of the news of these bookings. News that was on its way for longer than a cancellation waits may come after it:
 * it had left before.
 */
export const judge = (booked: readonly Booked[], arrived: readonly Arrived[], begun: Begun): Verdict => {
  const byPerson = Map.groupBy(arrived, ({ telegram_id }) => telegram_id);
  const verdict = { lost: 0, repeated: 0, after_cancellation: 0, latest_ms: 0 };
  for (const { id, client, cancelled_at } of booked) {
    const own = byPerson.get(client.telegram_id) ?? [];
    const created = own.filter(({ news }) => news === 'created');
    const cancelled = own.length - created.length;
    verdict.repeated += Math.max(0, created.length - 1) + Math.max(0, cancelled - 1);
    if (cancelled_at === null) verdict.lost += created.length === 0 ? 1 : 0;
    else {
      verdict.lost += cancelled === 0 ? 1 : 0;
      const isWaitedFor = cancelled_at - (begun.get(id) ?? cancelled_at) < WAITS_MS;
      const late = created.map(({ at }) => at - cancelled_at).filter((ms) => ms > 0 && isWaitedFor);
      verdict.after_cancellation += late.length;
      verdict.latest_ms = Math.max(verdict.latest_ms, ...late);
    }
  }
  return verdict;
};
