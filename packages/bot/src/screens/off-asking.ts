import { AppError, type Booking } from '@okno/contract';
import { nonceOf, type TargetOf } from '../callback-data.ts';
import { countDays, type Plan } from '../off-plan.ts';
import { listReachable } from '../off-reach.ts';
import type { Turn } from '../turn.ts';
import { tap, type View } from '../view.ts';
import { tapKey } from './book.ts';
import { daysWords } from './off-views.ts';
import { toCheck, toOff } from './staff-ways.ts';
import { visitWords, withinLimit } from './staff-words.ts';

/** Whom the question would reach, and how it would read, before anybody is asked. */
export const askClientsView = async (turn: Turn, plan: Plan, target: TargetOf<'off'>): Promise<View> => {
  const reachable = await listReachable(turn, plan.touched);
  const lines = plan.touched.map((visit) =>
    reachable.has(visit.client.id)
      ? turn.say('off_asking.told_line', visitWords(turn, visit))
      : turn.say('off_asking.call_line', callWords(turn, visit)),
  );
  const numbers = { count: reachable.size, days: countDays(plan) };
  const words = { days: daysWords(turn, plan), count: reachable.size };
  const { specialist, first, last, at, seen } = target;
  const days = { first: first ?? plan.first, last };
  return {
    text: withinLimit(turn, [
      reachable.size === 0 ? turn.say('off_asking.title_call', words) : turn.say('off_asking.title', words),
      ...lines,
      '',
      ...(reachable.size === 0 ? [] : [turn.say('off_asking.reads', numbers)]),
      turn.say('off_asking.stay', numbers),
    ]),
    keyboard: [
      [
        tap(turn.label('off_asking.yes', numbers), {
          ...{ ...toOff(specialist), step: 'offer', ...days, at, seen, nonce: nonceOf(turn.update_id) },
        }),
      ],
      [tap(turn.label('off.back'), toCheck(specialist, days))],
    ],
  };
};

const callWords = (turn: Turn, visit: Booking) => ({ ...visitWords(turn, visit), phone: visit.client.phone ?? '—' });

/** Whose visit has changed meanwhile needs no question any more. */
const GONE: readonly AppError['code'][] = ['booking_not_changeable', 'not_found'];

/** Asks them one by one; how many clients are told, and which visits a call is needed for. */
export const askClients = async (
  turn: Turn,
  visits: readonly Booking[],
): Promise<{ told: number; calls: Booking[] }> => {
  const calls: Booking[] = [];
  const told = new Set<string>();
  for (const visit of visits)
    try {
      const key = { idempotency_key: `${tapKey(turn)}:${visit.id}` };
      const { news } = await turn.ask('bookings.ask_to_move', { id: visit.id }, key);
      if (news === 'no_chat') calls.push(visit);
      else told.add(visit.client.id);
    } catch (error) {
      if (!(error instanceof AppError) || !GONE.includes(error.code)) throw error;
    }
  return { told: told.size, calls };
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
