import { formatDay, formatTime, type Series } from '@okno/contract';
import { nonceOf, type TargetOf } from '../callback-data.ts';
import type { Turn } from '../turn.ts';
import { type Button, pageOf, pager, tap, type View } from '../view.ts';
import type { Voice } from '../voice.ts';
import { tapKey } from './book.ts';
import { callLines, isBound } from './card.ts';
import { homeButton } from './menu.ts';
import { momentLabel, zoneOf } from './words.ts';

const SERIES_PER_PAGE = 5;
const VISITS_PER_PAGE = 6;

/** The recurring visits I have; the business arranges them (docs/rules.md#series). */
export const openAllSeries = async (turn: Turn, { page }: Pick<TargetOf<'all_series'>, 'page'>): Promise<View> => {
  // Staff who never booked here are nobody's client.
  if (turn.me.client_id === null) return noneView(turn);
  const { items, total } = await turn.ask('series.list', {
    whose: 'mine',
    status: 'active',
    page: page + 1,
    limit: SERIES_PER_PAGE,
  });
  const pages = Math.max(1, Math.ceil(total / SERIES_PER_PAGE));
  if (items.length === 0 && total > 0) return openAllSeries(turn, { page: pages - 1 });
  if (items.length === 0) return noneView(turn);
  return {
    text: turn.say('series.title'),
    keyboard: [
      ...items.map(({ id, service, specialist }) => [
        tap(turn.label('series.item', { service: service.name, specialist: specialist.name }), {
          screen: 'series',
          series: id,
          page: 0,
        }),
      ]),
      ...pager(page, pages, (to) => ({ screen: 'all_series', page: to })),
      [backToBookings(turn), homeButton(turn)],
    ],
  };
};

const backToBookings = (voice: Voice): Button =>
  tap(voice.label('menu.back'), { screen: 'bookings', page: 0, fresh: false });

const noneView = (turn: Turn): View => ({
  text: turn.say('series.none'),
  keyboard: [[backToBookings(turn), homeButton(turn)]],
});

type Visit = Pick<Series['occurrences'][number], 'occurrence_at' | 'changeable_until'> & {
  readonly booking_id: string;
  readonly starts_at: string;
};

/** The visits of a series that lie ahead, in order; one that was moved alone stands where it is now. */
const aheadOf = (turn: Turn, { occurrences }: Series): Visit[] =>
  occurrences
    .flatMap(({ booking_id, starts_at, occurrence_at, changeable_until, status }) =>
      status === 'booked' && booking_id !== null && starts_at !== null && Date.parse(starts_at) > turn.now
        ? [{ booking_id, starts_at, occurrence_at, changeable_until }]
        : [],
    )
    .sort((one, other) => Date.parse(one.starts_at) - Date.parse(other.starts_at));

/**
 * Whether this and all that follow may be cancelled, as far as is known here: by whoever the notice does not bind at
 * any time; also by whoever was asked to move what is near. The backend has the last word (docs/rules.md#cancelling).
 */
const isEndable = (turn: Turn, series: Series, ahead: readonly Visit[], from: string): boolean =>
  !isBound(turn, series) ||
  ahead
    .filter(({ occurrence_at }) => Date.parse(occurrence_at) >= Date.parse(from))
    .every(({ changeable_until }) => changeable_until !== null && turn.now <= Date.parse(changeable_until));

const headLines = (turn: Turn, { service, specialist, time_zone }: Series): string[] => [
  turn.say('booking.service', { service: service.name }),
  turn.say('booking.specialist', { specialist: specialist.name }),
  `🕑 ${zoneOf(turn, time_zone)}`,
];

/** Why one or the other cannot be cancelled with all that follow, and whom to call. */
const tooNearLines = (turn: Turn): string[] => [
  '',
  [turn.say('series.too_near'), ...callLines(turn, turn.me.tenant.phone)].join(' '),
];

/** Its visits ahead: one leads to its card, where it is moved or cancelled alone; beside it this and all that follow. */
export const openSeries = async (turn: Turn, target: Omit<TargetOf<'series'>, 'screen'>): Promise<View> => {
  const series = await turn.ask('series.get', { id: target.series });
  const ahead = aheadOf(turn, series);
  const { items, page, pages } = pageOf(ahead, target.page, VISITS_PER_PAGE);
  const endable = new Set(
    items.map(({ occurrence_at }) => occurrence_at).filter((from) => isEndable(turn, series, ahead, from)),
  );
  const visitRow = ({ booking_id, starts_at, occurrence_at }: Visit): Button[] => [
    tap(momentLabel(turn, series.time_zone, starts_at), { screen: 'booking', booking: booking_id, listed: true }),
    ...(endable.has(occurrence_at)
      ? [tap(turn.label('series.from_here'), { screen: 'ask_end', series: series.id, from: occurrence_at })]
      : []),
  ];
  return {
    text: [
      turn.say('series.of'),
      '',
      ...headLines(turn, series),
      '',
      turn.say(items.length === 0 ? 'series.over' : 'series.pick'),
      ...(endable.size === items.length ? [] : tooNearLines(turn)),
    ].join('\n'),
    keyboard: [
      ...items.map(visitRow),
      ...pager(page, pages, (to) => ({ screen: 'series', series: series.id, page: to })),
      [tap(turn.label('menu.back'), { screen: 'all_series', page: 0 }), homeButton(turn)],
    ],
  };
};

/** Asks before this and the following are cancelled, and says how many they are so far. */
export const askEnd = async (turn: Turn, { series: id, from }: TargetOf<'ask_end'>): Promise<View> => {
  const series = await turn.ask('series.get', { id });
  const count = aheadOf(turn, series).filter(
    ({ occurrence_at }) => Date.parse(occurrence_at) >= Date.parse(from),
  ).length;
  if (count === 0) return openSeries(turn, { series: id, page: 0 });
  const first = {
    day: formatDay(turn.language, series.time_zone, from, turn.now),
    time: formatTime(turn.language, series.time_zone, from),
  };
  const nonce = nonceOf(turn.update_id);
  return {
    text: [turn.say('series.ask', first), '', ...headLines(turn, series), '', turn.say('series.many', { count })].join(
      '\n',
    ),
    keyboard: [
      [tap(turn.label('cancelling.yes'), { screen: 'end_series', series: id, from, nonce }, 'danger')],
      [tap(turn.label('cancelling.keep'), { screen: 'series', series: id, page: 0 })],
    ],
  };
};

/** Cancels this and the following; they never come back. */
export const endSeries = async (turn: Turn, { series, from }: TargetOf<'end_series'>): Promise<View> => {
  await turn.ask('series.end', { id: series, from }, { idempotency_key: tapKey(turn) });
  return { ...(await openSeries(turn, { series, page: 0 })), toast: turn.label('series.ended') };
};
