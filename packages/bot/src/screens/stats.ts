import { type Actions, formatDate, formatMoney, type Output, weekdayHeadings } from '@okno/contract';
import type { TargetOf } from '../callback-data.ts';
import type { Turn } from '../turn.ts';
import { fit, inRows, type Keyboard, tap, type View } from '../view.ts';
import { homeButton } from './menu.ts';

type Summary = Output<Actions['analytics.summary']>;
type Period = TargetOf<'stats'>['period'];

const PERIODS: readonly Period[] = ['this_week', 'last_week', 'this_month', 'last_month'];

/** A caption may have 1024 signs: of services and people only the first are told, by the beginning of their names. */
const TOLD_SERVICES = 3;
const TOLD_PEOPLE = 8;
const MAX_NAME = 30;

/** How business goes, in words or as a picture with the words below it. */
export const openStats = async (turn: Turn, { period, picture }: TargetOf<'stats'>): Promise<View> => {
  if (!picture)
    return {
      text: summaryText(turn, await turn.ask('analytics.summary', { period })),
      keyboard: keyboardOf(turn, period, true),
    };
  const { summary, png_base64 } = await turn.ask('analytics.chart', { period });
  return {
    text: summaryText(turn, summary),
    picture: Uint8Array.fromBase64(png_base64),
    keyboard: keyboardOf(turn, period, false),
  };
};

const keyboardOf = (turn: Turn, shown: Period, asPicture: boolean): Keyboard => [
  ...(asPicture
    ? [[tap(turn.label('stats.picture'), { screen: 'stats', period: shown, picture: true }, 'primary')]]
    : []),
  ...inRows(
    PERIODS.filter((period) => period !== shown).map((period) =>
      tap(turn.label(`stats.${period}`), { screen: 'stats', period, picture: false }),
    ),
    1,
  ),
  [homeButton(turn)],
];

const summaryText = (turn: Turn, summary: Summary): string =>
  [
    turn.say('stats.title', {
      from: formatDate(turn.language, summary.from, turn.now),
      to: formatDate(turn.language, summary.to, turn.now),
    }),
    bookingLines(turn, summary),
    [clientLine(turn, summary), ...busiestLines(turn, summary), ...moneyLines(turn, summary)],
    loadLines(turn, summary),
    serviceLines(turn, summary),
  ]
    .map((part) => (typeof part === 'string' ? part : part.join('\n')))
    .filter((part) => part !== '')
    .join('\n\n');

const bookingLines = (turn: Turn, { bookings, no_show_rate }: Summary): string[] => {
  const { held: _held, cancelled, completed, no_show, confirmed, pending_payment } = bookings;
  const ahead = confirmed + pending_payment;
  const line = (key: 'completed' | 'ahead' | 'cancelled', count: number): string[] =>
    count === 0 ? [] : [turn.say(`stats.${key}`, { count })];
  const rate = String(Math.round((no_show_rate ?? 0) * 100));
  return [
    turn.say('stats.total', { count: completed + no_show + ahead }),
    ...line('completed', completed),
    ...line('ahead', ahead),
    ...(no_show === 0 ? [] : [turn.say('stats.no_show', { count: no_show, rate })]),
    ...line('cancelled', cancelled),
  ];
};

const clientLine = (turn: Turn, { clients }: Summary): string =>
  turn.say('stats.clients', { fresh: clients.new, returning: clients.returning });

/** «Mo 10:00»: the hour of the week in which most visits begin. */
const busiestLines = (turn: Turn, { hours: [first] }: Summary): string[] => {
  if (first === undefined) return [];
  const weekday = weekdayHeadings(turn.language)[(first.weekday + 6) % 7];
  return [turn.say('stats.busiest', { when: `${weekday} ${String(first.hour).padStart(2, '0')}:00` })];
};

const moneyLines = (turn: Turn, { money }: Summary): string[] =>
  money === null || money.length === 0
    ? []
    : [
        turn.say('stats.money', {
          amount: money.map((one) => formatMoney(turn.language, one.amount_minor, one.currency)).join(' + '),
        }),
      ];

const loadLines = (turn: Turn, { specialists }: Summary): string[] => {
  const lines = specialists
    .filter(({ bookable_minutes }) => bookable_minutes > 0)
    .slice(0, TOLD_PEOPLE)
    .map(({ name, booked_minutes, bookable_minutes }) =>
      turn.say('stats.load_line', {
        name: fit(name, MAX_NAME),
        load: String(Math.round((booked_minutes / bookable_minutes) * 100)),
      }),
    );
  return lines.length === 0 ? [] : [`<b>${turn.say('stats.load')}</b>`, ...lines];
};

const serviceLines = (turn: Turn, { services }: Summary): string[] =>
  services.length === 0
    ? []
    : [
        turn.say('stats.services'),
        ...services
          .slice(0, TOLD_SERVICES)
          .map(({ name, bookings }) => turn.say('stats.service_line', { name: fit(name, MAX_NAME), count: bookings })),
      ];
