import { createPacer } from '@okno/bot';
import { isBroadcast, isNotice, type Message, type Turns } from '@okno/contract';
import { openBroadcast } from '../../../packages/backend/src/modules/broadcasts/testing.ts';
import { testBackend } from '../../../packages/backend/src/test-support/backend.ts';
import { slotAt } from '../../../packages/backend/src/test-support/bookings.ts';
import { startEngine } from '../../../packages/backend/src/test-support/post.ts';
import { atEnd, type Place } from '../../e2e/support/at-end.ts';
import type { Findings } from '../lib/torture.ts';

/** Five seconds before a reminder of a visit at eleven is due. */
const BEFORE = '2031-03-03T09:59:55Z';
const REMINDED = Date.parse('2031-03-03T10:00:00Z');
/** What may have got its turn already when the reminder asks for one, and one more. */
const MOST_AHEAD = 3;

type Plan = { readonly people: number; readonly equal?: boolean };

/** Turns as Telegram bears them. `equal`: broadcasts have the rank of notices. `asked` is called by who waits for one. */
const ranked = (turns: Turns, equal: boolean, asked: (telegram_id: number) => void): Turns => ({
  ...turns,
  take: (wish) => {
    asked(wish.telegram_id);
    return turns.take(wish);
  },
  wait: (wish) => turns.wait(equal ? { ...wish, rank: 'notice' } : wish),
});

const CLIENT = 1001;

/**
 * A broadcast of one bot to many, by the real worker and the real turns, and one reminder that becomes due in its middle:
 * how many of the broadcast go before it once it asks for its turn, and when it leaves.
 */
export const tortureBroadcast = async (t: Place, { people, equal = false }: Plan): Promise<Findings> => {
  const world = await testBackend({ after: (work) => atEnd(t, async () => work()) });
  await world.setClock(BEFORE);
  const { studio, owner, id, status } = await openBroadcast(world, { people: 0 });
  await studio.as(CLIENT)('bookings.create', slotAt(studio, '11:00', '2031-03-03'));
  await openBroadcast(world, { people, studio });
  const told = new Map<number, number>();
  const [ahead, late]: [number[], number[]] = [[], []];
  let asked_after = Number.NaN;
  const pacer = createPacer({
    ticks: () => performance.now(),
    setTimer: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  });
  const deliver = async (message: Message) => {
    if (isBroadcast(message)) told.set(message.telegram_id, (told.get(message.telegram_id) ?? 0) + 1);
    if (isNotice(message) && message.kind === 'booking_reminder') {
      ahead.push(told.size - asked_after);
      late.push(Date.now() + world.clockOffset() - REMINDED);
    }
    return { status: 'sent', message_id: 1 } as const;
  };
  // Takes are made for notices only, and the only one that is due then is the reminder.
  const turns = ranked(pacer, equal, (telegram_id) => {
    if (telegram_id === CLIENT) asked_after = told.size;
  });
  await owner('broadcasts.start', { id });
  const engine = await startEngine(world, { deliver, turns });
  const began = performance.now();
  while ((await status()) !== 'finished') await new Promise((resolve) => setTimeout(resolve, 200));
  const seconds = (performance.now() - began) / 1000;
  const repeated = [...told.values()].filter((times) => times > 1).length;
  const [worst_ahead, worst_ms] = [Math.max(0, ...ahead), Math.max(0, ...late)];
  return {
    what: 'a broadcast, and a reminder in its middle',
    figures: {
      people: told.size,
      per_second: Math.round((told.size * 10) / seconds) / 10,
      reminders: late.length,
      ahead_of_reminder: worst_ahead,
      reminder_ms: Math.round(worst_ms),
    },
    wrong: [
      ...(told.size === people + 1 ? [] : [`${told.size} people were told and not ${people + 1}`]),
      ...(repeated > 0 ? [`${repeated} people were told twice`] : []),
      ...(late.length === 1 ? [] : [`${late.length} reminders came and not one`]),
      ...(worst_ahead > MOST_AHEAD ? [`${worst_ahead} messages of the broadcast went before the reminder`] : []),
      ...engine.errors.map(String),
    ],
  };
};
