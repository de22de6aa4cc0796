import { type Actions, formatDate, formatTime, localDay, type Output } from '@okno/contract';
import type { TargetOf } from '../callback-data.ts';
import { type Piece, timelineOf } from '../timeline.ts';
import type { Turn } from '../turn.ts';
import { type Button, inRows, type Keyboard, pageOf, pager, tap, type View } from '../view.ts';
import type { Voice } from '../voice.ts';
import { roomLines } from './card.ts';
import { openEverybody } from './everybody.ts';
import { homeButton } from './menu.ts';
import { dayArrows, toDay, toOff, toRunning, visitTap } from './staff-ways.ts';
import { clientLines, markOf, ofWhom, seesEverybody, withinLimit } from './staff-words.ts';
import { zoneOf } from './words.ts';

type Agenda = Output<Actions['bookings.agenda']>;
type Target = Pick<TargetOf<'staff_day'>, 'specialist' | 'day' | 'page'>;

/** Telegram takes 100 buttons a message; a day has rarely so many visits. */
const VISITS_PER_PAGE = 40;

/** The day of a specialist, each visit one tap away; nobody named: of everybody. */
export const openStaffDay = async (turn: Turn, { specialist, day, page }: Target): Promise<View> => {
  if (specialist === null) return openEverybody(turn, { day, page });
  const [agenda, whose] = await Promise.all([
    turn.ask('bookings.agenda', {
      ...(specialist === turn.me.specialist_id ? {} : { specialist_id: specialist }),
      ...(day === null ? {} : { date: day }),
    }),
    ofWhom(turn, specialist),
  ]);
  return {
    text: withinLimit(turn, [...whose, ...dayLines(turn, agenda)]),
    keyboard: [
      ...visitRows(turn, agenda, { specialist, page }),
      leafRow(turn, specialist, agenda),
      ...toolRows(turn, specialist, agenda.date),
    ],
  };
};

const dayLines = (turn: Turn, { date, time_zone, working, bookings }: Agenda): string[] => {
  const time = (instant: string | number): string => formatTime(turn.language, time_zone, instant);
  const hours = working.map(({ starts_at, ends_at }) => `${time(starts_at)}–${time(ends_at)}`).join(', ');
  const pieces = timelineOf(working, bookings);
  const hasBookings = pieces.some(({ kind }) => kind === 'booking');
  return [
    turn.say('agenda.title', { day: formatDate(turn.language, date, turn.now), zone: zoneOf(turn, time_zone) }),
    working.length === 0 ? turn.say('agenda.closed') : turn.say('agenda.working', { hours }),
    ...(hasBookings || working.length === 0 ? [] : [turn.say('agenda.empty')]),
    '',
    ...pieces.map((piece) => pieceLine(turn, piece, time)),
  ];
};

const pieceLine = (voice: Voice, piece: Piece, time: (instant: number) => string): string => {
  const span = { from: time(piece.from), to: time(piece.to) };
  if (piece.kind === 'free') return voice.say('agenda.free', span);
  const { booking } = piece;
  return [
    `${voice.say('agenda.booking', { ...span, service: booking.service.name })}${markOf(booking)}`,
    ...roomLines(voice, booking),
    ...clientLines(voice, booking),
  ].join('\n');
};

const visitRows = (
  turn: Turn,
  { bookings, date }: Agenda,
  wanted: { readonly specialist: string; readonly page: number },
): Keyboard => {
  const open = bookings.filter(({ status }) => status !== 'cancelled');
  const { items, page, pages } = pageOf(open, wanted.page, VISITS_PER_PAGE);
  const buttons = items.map((booking) => visitTap(turn, booking));
  return [...inRows(buttons, 2), ...pager(page, pages, (to) => ({ ...toDay(wanted.specialist, date), page: to }))];
};

const leafRow = (turn: Turn, specialist: string, { date, time_zone }: Agenda): Button[] =>
  dayArrows(turn, { specialist, day: date, today: localDay(time_zone, turn.now) });

/** What is done with a day, and where else to look. */
const toolRows = ({ label, me }: Turn, specialist: string, day: string): Keyboard => [
  [tap(label('staff.late'), toRunning(specialist)), tap(label('staff.off'), toOff(specialist))],
  [
    tap(label('staff.week'), { screen: 'staff_week', specialist, day }),
    tap(label('staff.series'), { screen: 'staff_series', specialist, series: null, page: 0 }),
  ],
  [...(seesEverybody(me) ? [tap(label('staff.everybody'), toDay(null, day))] : []), homeButton({ label })],
];
