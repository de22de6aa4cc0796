import { AppError, type Booking } from '@okno/contract';
import { nonceOf, type TargetOf } from '../callback-data.ts';
import type { Plan } from '../off-plan.ts';
import type { Turn } from '../turn.ts';
import { tap, type View } from '../view.ts';
import { tapKey } from './book.ts';
import { daysWords } from './off-views.ts';
import { toCheck, toOff } from './staff-ways.ts';
import { visitWords, withinLimit } from './staff-words.ts';

/** What the client of a visit can be told. */
type Reach = 'told' | 'call';

/** Whom the question would reach, and how it would read, before anybody is asked. */
export const askClientsView = async (turn: Turn, plan: Plan, target: TargetOf<'off'>): Promise<View> => {
  const reaches = await Promise.all(plan.touched.map(({ client }) => reachOf(turn, client.id)));
  const lines = plan.touched.map((visit, index) =>
    turn.say(reaches[index] === 'told' ? 'off_asking.told_line' : 'off_asking.call_line', callWords(turn, visit)),
  );
  const count = reaches.filter((reach) => reach === 'told').length;
  const { specialist, first, last, at, seen } = target;
  const days = { first: first ?? plan.first, last };
  return {
    text: withinLimit(turn, [
      turn.say('off_asking.title', { days: daysWords(turn, plan) }),
      ...lines,
      '',
      turn.say('off_asking.reads'),
      turn.say('off_asking.stay'),
    ]),
    keyboard: [
      [
        tap(turn.label('off_asking.yes', { count }), {
          ...{ ...toOff(specialist), step: 'offer', ...days, at, seen, nonce: nonceOf(turn.update_id) },
        }),
      ],
      [tap(turn.label('off.back'), toCheck(specialist, days))],
    ],
  };
};

const callWords = (turn: Turn, visit: Booking) => ({ ...visitWords(turn, visit), phone: visit.client.phone ?? '—' });

const reachOf = async (turn: Turn, id: string): Promise<Reach> => {
  try {
    const { reachable, telegram_id } = await turn.ask('clients.get', { id });
    return reachable && telegram_id !== null ? 'told' : 'call';
  } catch (error) {
    if (error instanceof AppError && ['not_found', 'forbidden'].includes(error.code)) return 'call';
    throw error;
  }
};

/** Whose visit has changed meanwhile needs no question any more. */
const GONE: readonly AppError['code'][] = ['booking_not_changeable', 'not_found'];

/** Asks them one by one; how many are told, and who has to be called. */
export const askClients = async (
  turn: Turn,
  visits: readonly Booking[],
): Promise<{ told: number; calls: Booking[] }> => {
  const calls: Booking[] = [];
  let told = 0;
  for (const visit of visits)
    try {
      const key = { idempotency_key: `${tapKey(turn)}:${visit.id}` };
      const { news } = await turn.ask('bookings.ask_to_move', { id: visit.id }, key);
      if (news === 'no_chat') calls.push(visit);
      else told += 1;
    } catch (error) {
      if (!(error instanceof AppError) || !GONE.includes(error.code)) throw error;
    }
  return { told, calls };
};

/** The days are closed and the clients asked. */
export const askedView = (
  turn: Turn,
  plan: Plan,
  { told, calls }: { told: number; calls: readonly Booking[] },
): View => ({
  text: withinLimit(turn, [
    turn.say('off_asking.done', { days: daysWords(turn, plan), count: told }),
    ...calls.map((visit) => turn.say('off_asking.call_line', callWords(turn, visit))),
  ]),
  keyboard: [
    [
      tap(
        turn.label('off_asking.see'),
        toCheck(plan.specialist, { first: plan.first, last: plan.rest ? null : plan.last }),
      ),
    ],
    [tap(turn.label('staff.off'), toOff(plan.specialist))],
  ],
});
