import { type Actions, localDay, type Output, type Series } from '@okno/contract';
import type { TargetOf } from '../callback-data.ts';
import { addDays } from '../days.ts';
import type { Turn } from '../turn.ts';
import { type Button, inRows, pager, tap, type View } from '../view.ts';
import { manageButton } from './manage-buttons.ts';
import { homeButton, isManager } from './menu.ts';
import { dayButton } from './staff-ways.ts';
import { ofWhom, shortMomentOf, withinLimit } from './staff-words.ts';
import { todayOf } from './words.ts';

type Target = Omit<TargetOf<'staff_series'>, 'screen'>;
type Occurrence = Series['occurrences'][number];
type Override = Output<Actions['scheduling.overrides']>['items'][number];

const PER_PAGE = 5;
/** So many dates ahead are shown of one series. */
const DATES = 12;
/** How far ahead closed days are looked for. */
const CLOSED_DAYS = 93;

/** The series of a specialist: when the next visits are, and which of them cannot be. */
export const openStaffSeries = (turn: Turn, target: Target): Promise<View> =>
  target.series === null ? listView(turn, target) : seriesView(turn, target, target.series);

const listView = async (turn: Turn, { specialist, page }: Target): Promise<View> => {
  const [{ items, total }, closed, whose] = await Promise.all([
    turn.ask('series.list', { specialist_id: specialist, status: 'active', page: page + 1, limit: PER_PAGE }),
    closedDays(turn, specialist),
    ofWhom(turn, specialist),
  ]);
  const all = await Promise.all(items.map(({ id }) => turn.ask('series.get', { id })));
  const told = all.flatMap((series) => ['', ...listLines(turn, series, closed)]);
  const today = await todayOf(turn, specialist);
  return {
    text: withinLimit(turn, [
      ...whose,
      turn.say('staff_series.title'),
      ...(all.length === 0 ? ['', turn.say('staff_series.none')] : told),
      ...(isManager(turn.me.role) ? [] : ['', turn.say('staff_series.how')]),
    ]),
    keyboard: [
      ...all.map((series) => [seriesTap(turn, specialist, series)]),
      ...pager(page, Math.ceil(total / PER_PAGE), (to) => ({
        screen: 'staff_series',
        specialist,
        series: null,
        page: to,
      })),
      ...(isManager(turn.me.role) ? [[manageButton('find', turn.label('staff_series.arrange'))]] : []),
      [dayButton(turn, specialist, today), homeButton(turn)],
    ],
  };
};

const seriesTap = (turn: Turn, specialist: string, { id, client, service }: Series): Button =>
  tap(turn.label('staff_series.button', { client: client.name, service: service.name }), {
    screen: 'staff_series',
    specialist,
    series: id,
    page: 0,
  });

/** The local days that are closed in spite of the week, on which visits may still be booked. */
const closedDays = async (turn: Turn, specialist: string): Promise<ReadonlySet<string>> => {
  const today = await todayOf(turn, specialist);
  const range = { from: addDays(today, -1), to: addDays(today, CLOSED_DAYS - 2) };
  const { items } = await turn.ask('scheduling.overrides', { id: specialist, ...range });
  return new Set(items.filter(({ intervals }: Override) => intervals.length === 0).map(({ date }) => date));
};

const startOf = ({ starts_at, occurrence_at }: Occurrence): string => starts_at ?? occurrence_at;

/** Those that lie ahead and are to take place, in order. */
const ahead = (turn: Turn, { occurrences }: Series): Occurrence[] =>
  occurrences
    .filter(({ status }) => status === 'booked' || status === 'moved' || status === 'clash')
    .filter((one) => Date.parse(startOf(one)) > turn.now)
    .sort((one, other) => Date.parse(startOf(one)) - Date.parse(startOf(other)));

type Trouble = 'clash' | 'day_off' | null;

const troubleOf = (zone: string, one: Occurrence, closed: ReadonlySet<string>): Trouble => {
  if (one.status === 'clash') return 'clash';
  return closed.has(localDay(zone, startOf(one))) ? 'day_off' : null;
};

const listLines = (turn: Turn, series: Series, closed: ReadonlySet<string>): string[] => {
  const { client, service, time_zone } = series;
  const dates = ahead(turn, series);
  const next = dates.find(({ status }) => status !== 'clash');
  const clashes = dates.filter((one) => troubleOf(time_zone, one, closed) !== null).length;
  return [
    turn.say('staff_series.line', { client: client.name, service: service.name }),
    next === undefined
      ? turn.say('staff_series.no_next')
      : turn.say('staff_series.next', shortMomentOf(turn, time_zone, startOf(next))),
    ...(clashes === 0 ? [] : [turn.say('staff_series.clashes', { count: clashes })]),
  ];
};

const seriesView = async (turn: Turn, { specialist }: Target, id: string): Promise<View> => {
  const [series, closed] = await Promise.all([turn.ask('series.get', { id }), closedDays(turn, specialist)]);
  const { client, service, time_zone } = series;
  const dates = ahead(turn, series).slice(0, DATES);
  const booked = dates.flatMap((one) =>
    one.booking_id === null ? [] : [visitOf(turn, time_zone, { id: one.booking_id, at: startOf(one) })],
  );
  return {
    text: [
      turn.say('staff_series.of', { client: client.name, service: service.name }),
      '',
      turn.say(dates.length === 0 ? 'staff_series.no_next' : 'staff_series.ahead'),
      ...dates.map((one) => dateLine(turn, time_zone, one, troubleOf(time_zone, one, closed))),
      ...(series.note === null ? [] : ['', turn.say('off.note', { text: series.note })]),
    ].join('\n'),
    keyboard: [
      ...inRows(booked, 3),
      [
        tap(turn.label('staff_series.back'), { screen: 'staff_series', specialist, series: null, page: 0 }),
        homeButton(turn),
      ],
    ],
  };
};

const visitOf = (turn: Turn, zone: string, { id, at }: { id: string; at: string }): Button => {
  const { day } = shortMomentOf(turn, zone, at);
  return tap(day, { screen: 'visit', booking: id, act: 'show', fresh: false, nonce: 0 });
};

const dateLine = (turn: Turn, zone: string, one: Occurrence, trouble: Trouble): string => {
  const words = shortMomentOf(turn, zone, startOf(one));
  if (trouble === 'clash')
    return turn.say('staff_series.clash', { ...words, why: turn.label(`staff_series.${one.clash ?? 'taken'}`) });
  if (trouble === 'day_off') return turn.say('staff_series.on_day_off', words);
  return turn.say(one.status === 'moved' ? 'staff_series.moved' : 'staff_series.booked', words);
};
