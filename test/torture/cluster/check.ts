import type { Emulator } from '@okno/telegram';
import { until } from '../../e2e/support/at-end.ts';
import type { Rows } from '../../e2e/support/database.ts';
import { arrivedOf, judge, readBegun } from '../notifications/check.ts';
import type { Fleet } from './fleet.ts';
import type { Load } from './load.ts';

/** How much may have come twice: what was on its way when something was struck. */
export type Allowed = { readonly notices: number; readonly answers: number };

const QUIET_MS = 120_000;
/** Telegram takes its time with every message, so that there is always something on its way. */
export const TELEGRAM_MS = 25;

type Found = {
  readonly figures: Readonly<Record<string, number>>;
  readonly wrong: readonly string[];
  /** Requests that were not answered as they should be, at the first try, those of Telegram included. */
  readonly failed: number;
};

/** What acknowledged bookings look like in the database, a sentence for each that is not as it should be. */
export const lostOf = async (rows: Rows, load: Pick<Load, 'booked' | 'quiet'>): Promise<string[]> => {
  const there = await rows<{ id: string; status: string }>('select id, status from bookings');
  const status = new Map(there.map((row) => [row.id, row.status]));
  const lost = load.booked.filter(({ id, cancelled_at }) => {
    const now = status.get(id);
    return now === undefined || (cancelled_at !== null && now !== 'cancelled');
  });
  const gone = load.quiet.filter((id) => !status.has(id)).length + lost.length;
  const known = new Set([...load.booked.map(({ id }) => id), ...load.quiet]);
  const unknown = there.filter(({ id }) => !known.has(id)).length;
  return [
    ...(gone > 0 ? [`${gone} of ${known.size} acknowledged bookings or cancellations are lost`] : []),
    ...(unknown > 0 ? [`${unknown} bookings were made that nobody was told of`] : []),
  ];
};

/** How often each person who talked was written to more than asked, and how many menus are left in their chats. */
const talkOf = (emulator: Emulator, load: Load) => {
  const talkers = new Set(load.talkers.map(({ telegram_id }) => telegram_id));
  const sent = emulator.calls.filter(
    ({ method, params, answer }) =>
      method === 'sendMessage' && (answer as { ok: boolean }).ok && talkers.has(Number(params['chat_id'])),
  ).length;
  const menus = load.talkers.map(({ telegram_id, bot_id }) => {
    const messages = emulator.as(telegram_id, bot_id).messages();
    return messages.filter(({ from, inline_keyboard }) => from === 'bot' && inline_keyboard !== undefined).length;
  });
  return { sent, menus: Math.max(...menus) };
};

/** When everything has come to its end: who has what. */
export const judgeAll = async (
  { emulator, rows, fleet, load }: { emulator: Emulator; rows: Rows; fleet: Fleet; load: Load },
  allowed: Allowed,
  began: number,
): Promise<Found> => {
  const open = async () => {
    const [row] = await rows<{ count: number }>(
      `select (select count(*) from notifications where status in ('pending', 'sending') and kind <> 'booking_reminder')::int
        + (select count(*) from deliveries)::int as count`,
    );
    return row?.count;
  };
  await until('everything is sent', async () => (await open()) === 0, QUIET_MS);
  // Each has been with Telegram for that long before it is written down there.
  const left = arrivedOf(emulator.calls).map((one) => ({ ...one, at: one.at - TELEGRAM_MS }));
  const verdict = judge(load.booked, left, await readBegun(rows));
  const { sent, menus } = talkOf(emulator, load);
  // A machine that is busy with other things: menus that are not found in time stay (docs/redis.md).
  const away = fleet.countOf('redis_away');
  const doubled = sent - load.counts.typed;
  const passed = fleet.balancer.figures();
  return {
    // Whoever books sees the same failures as the proxy, and those of the proxy itself.
    failed: Math.max(load.counts.failed, passed.failed + passed.errors),
    figures: {
      bookings: load.booked.length + load.quiet.length,
      ...load.counts,
      ...verdict,
      doubled_answers: doubled,
      notices_in_flight: allowed.notices,
      answers_in_flight: allowed.answers,
      requests: passed.requests,
      passed_on: passed.passed_on,
      broken_off: passed.failed,
      redis_away: away,
      most_menus: menus,
      refused: passed.errors,
      seconds: Math.round((performance.now() - began) / 1000),
    },
    wrong: [
      ...(await lostOf(rows, load)),
      ...load.unanswered,
      ...fleet.badEnds(),
      ...(verdict.lost > 0 ? [`${verdict.lost} notices are lost`] : []),
      ...(verdict.repeated > allowed.notices
        ? [`${verdict.repeated} notices came twice, ${allowed.notices} were in flight`]
        : []),
      ...(verdict.after_cancellation > 0
        ? [`${verdict.after_cancellation} notices left after their cancellation, the latest ${verdict.latest_ms} ms`]
        : []),
      ...(doubled > allowed.answers ? [`${doubled} answers came twice, ${allowed.answers} were in flight`] : []),
      ...(menus > 1 + allowed.answers + away ? [`there are ${menus} menus in a chat`] : []),
    ],
  };
};
