import { formatDay, formatShortDate, formatTime, type WaitlistEntry } from '@okno/contract';
import { nonceOf, type Target, type TargetOf } from '../callback-data.ts';
import { escapeHtml } from '../html.ts';
import type { Turn } from '../turn.ts';
import { type Button, fit, pager, tap, type View } from '../view.ts';
import type { Voice } from '../voice.ts';
import { tapKey } from './book.ts';
import { homeButton } from './menu.ts';

const PER_PAGE = 5;

/** The button by which somebody waits for a time on these days; both included. */
export const waitButton = (
  turn: Turn,
  wish: Pick<TargetOf<'wait'>, 'service' | 'specialist' | 'from' | 'to'>,
): Button => {
  const { service, specialist, from, to } = wish;
  // The nonce makes this button another one than that of an earlier wish for the same days.
  const nonce = nonceOf(turn.update_id);
  return tap(turn.label('waitlist.tell_me'), { screen: 'wait', service, specialist, from, to, nonce });
};

export const waitingButton = (voice: Voice, fresh = false): Button =>
  tap(voice.label('waitlist.mine'), { screen: 'waiting', page: 0, fresh });

/** From now on they wait, and are told their place. */
export const joinQueue = async (turn: Turn, target: TargetOf<'wait'>): Promise<View> => {
  const entry = await turn.ask(
    'waitlist.join',
    { service_id: target.service, specialist_id: target.specialist, from_day: target.from, to_day: target.to },
    { idempotency_key: tapKey(turn) },
  );
  return {
    text: [
      turn.say('waitlist.joined'),
      '',
      ...entryLines(turn, entry),
      '',
      ...(entry.position === null ? [] : [turn.say('waitlist.place', { place: entry.position })]),
      turn.say('waitlist.promise'),
    ].join('\n'),
    keyboard: [[waitingButton(turn)], [homeButton(turn)]],
  };
};

const whenOf = ({ language, now }: Voice, { from_day, to_day }: WaitlistEntry): string =>
  from_day === to_day
    ? formatShortDate(language, from_day, now)
    : `${formatShortDate(language, from_day, now)} – ${formatShortDate(language, to_day, now)}`;

const entryLines = (voice: Voice, entry: WaitlistEntry): string[] => [
  voice.say('booking.service', { service: entry.service.name }),
  entry.specialist === null
    ? escapeHtml(voice.label('specialists.any'))
    : voice.say('booking.specialist', { specialist: entry.specialist.name }),
  voice.say('booking.day', { day: whenOf(voice, entry) }),
];

/** What I wait for, each with the way out, and with the time that is held for me. */
export const openWaiting = async (turn: Turn, { page }: Pick<TargetOf<'waiting'>, 'page'>): Promise<View> => {
  // Staff who never booked here are nobody's client.
  if (turn.me.client_id === null) return emptyView(turn);
  // Whose client they are the backend knows: it may be another one than a moment ago.
  const { items, total } = await turn.ask('waitlist.list', { whose: 'mine', page: page + 1, limit: PER_PAGE });
  const pages = Math.max(1, Math.ceil(total / PER_PAGE));
  if (items.length === 0 && total > 0) return openWaiting(turn, { page: pages - 1 });
  if (items.length === 0) return emptyView(turn);
  return {
    text: [turn.say('waitlist.title'), '', ...items.flatMap((entry) => listLines(turn, entry))].join('\n'),
    keyboard: [
      ...items.flatMap((entry) => [...takeRow(turn, entry), [leaveButton(turn, entry, page)]]),
      ...pager(page, pages, (to): Target => ({ screen: 'waiting', page: to, fresh: false })),
      [homeButton(turn)],
    ],
  };
};

const listLines = (turn: Turn, entry: WaitlistEntry): string[] => {
  const line = turn.say('waitlist.line', { service: entry.service.name, when: whenOf(turn, entry) });
  return entry.offer === null ? [line] : [line, turn.say('waitlist.offered', offeredAt(turn, entry, entry.offer))];
};

type Offer = NonNullable<WaitlistEntry['offer']>;

const offeredAt = ({ language, now }: Voice, { time_zone }: WaitlistEntry, { starts_at }: Offer) => ({
  day: formatDay(language, time_zone, starts_at, now),
  time: formatTime(language, time_zone, starts_at),
});

const takeRow = (turn: Turn, { offer }: WaitlistEntry): Button[][] =>
  offer === null ? [] : [[tap(turn.label('waitlist.take'), { screen: 'take', offer: offer.booking_id }, 'success')]];

const leaveButton = (turn: Turn, entry: WaitlistEntry, page: number): Button => {
  const label = turn.label('waitlist.leave', { when: whenOf(turn, entry), service: fit(entry.service.name, 20) });
  return tap(label, { screen: 'leave', entry: entry.id, page });
};

/** They wait no longer for this; what they still wait for is shown. */
export const leaveQueue = async (turn: Turn, { entry, page }: TargetOf<'leave'>): Promise<View> => {
  await turn.ask('waitlist.leave', { id: entry }, { idempotency_key: tapKey(turn) });
  return { ...(await openWaiting(turn, { page })), toast: turn.label('waitlist.left') };
};

const emptyView = (turn: Turn): View => ({ text: turn.say('waitlist.empty'), keyboard: [[homeButton(turn)]] });
