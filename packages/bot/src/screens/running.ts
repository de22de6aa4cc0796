import { type Actions, formatTime, localDay, type Output } from '@okno/contract';
import { nonceOf, type TargetOf } from '../callback-data.ts';
import { findSpecialist, type Turn } from '../turn.ts';
import { inRows, type Keyboard, tap, type View } from '../view.ts';
import { tapKey } from './book.ts';
import { homeButton } from './menu.ts';
import { dayButton, toRunning } from './staff-ways.ts';
import { withinLimit } from './staff-words.ts';
import { todayOf } from './words.ts';

type Delay = Output<Actions['bookings.delay']>;
type LateVisit = Delay['visits'][number];

const CHOICES = [5, 10, 15, 20, 30, 45, 60, 90];

/** How late, whom it concerns, and only then the messages. */
export const openRunning = async (
  turn: Turn,
  { specialist, minutes, tell }: Pick<TargetOf<'running'>, 'specialist' | 'minutes' | 'tell'>,
): Promise<View> => {
  if (minutes === 0) return askView(turn, specialist);
  const late = { id: specialist, minutes };
  if (!tell) return foreseenView(turn, specialist, await turn.ask('bookings.delay', late));
  return toldView(turn, specialist, await turn.ask('bookings.tell_late', late, { idempotency_key: tapKey(turn) }));
};

const askView = async (turn: Turn, specialist: string): Promise<View> => {
  const whose = specialist === turn.me.specialist_id ? null : findSpecialist(await turn.catalogue(), specialist);
  const buttons = CHOICES.map((minutes) =>
    tap(turn.label('running.minutes', { count: minutes }), { ...toRunning(specialist), minutes }),
  );
  return {
    text: whose === null ? turn.say('running.ask') : turn.say('running.ask_of', { specialist: whose.name }),
    keyboard: [...inRows(buttons, 4), backRow(turn, specialist, await todayOf(turn, specialist))],
  };
};

const backRow = (turn: Turn, specialist: string, day: string) => [dayButton(turn, specialist, day), homeButton(turn)];

const foreseenView = (turn: Turn, specialist: string, delay: Delay): View => {
  const { minutes, visits, time_zone } = delay;
  const count = visits.filter(({ news }) => news === 'new').length;
  const today = localDay(time_zone, turn.now);
  const told: Keyboard =
    count === 0
      ? []
      : [
          [
            tap(
              turn.label('running.tell', { count }),
              // The nonce makes this button another one than that of an earlier delay of so many minutes.
              { ...toRunning(specialist), minutes, tell: true, nonce: nonceOf(turn.update_id) },
              'primary',
            ),
          ],
        ];
  return {
    text:
      visits.length === 0
        ? turn.say('running.nobody', { count: minutes })
        : listText(turn, delay, turn.say('running.title', { count: minutes }), 'running.new'),
    keyboard: [...told, [tap(turn.label('running.other'), toRunning(specialist))], backRow(turn, specialist, today)],
  };
};

const toldView = (turn: Turn, specialist: string, delay: Delay): View => {
  const count = delay.visits.filter(({ news }) => news === 'new').length;
  const title = count === 0 ? turn.say('running.told_nobody') : turn.say('running.told', { count });
  return {
    text: listText(turn, delay, title, 'running.now_told'),
    keyboard: [
      [tap(turn.label('running.other'), toRunning(specialist))],
      backRow(turn, specialist, localDay(delay.time_zone, turn.now)),
    ],
  };
};

const listText = (
  turn: Turn,
  { visits, time_zone }: Delay,
  title: string,
  news: 'running.new' | 'running.now_told',
): string =>
  withinLimit(turn, [
    title,
    '',
    ...visits.map((visit) => `${lineOf(turn, time_zone, visit)}\n${howTold(turn, visit, news)}`),
  ]);

const lineOf = (turn: Turn, zone: string, { booking, expected_at }: LateVisit): string =>
  turn.say('running.line', {
    time: formatTime(turn.language, zone, booking.starts_at),
    expected: formatTime(turn.language, zone, expected_at),
    client: booking.client.name,
  });

const howTold = (turn: Turn, { news, booking }: LateVisit, isNew: 'running.new' | 'running.now_told'): string => {
  if (news === 'new') return turn.say(isNew);
  if (news === 'known') return turn.say('running.known');
  const { phone } = booking.client;
  return phone === null ? turn.say('running.no_way') : turn.say('running.no_chat', { phone });
};
