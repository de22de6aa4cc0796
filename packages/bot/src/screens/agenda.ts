import { type Booking, formatDate, formatShortDate, formatTime, localDay } from '@okno/contract';
import type { TargetOf } from '../callback-data.ts';
import { addDays } from '../days.ts';
import { type Piece, timelineOf } from '../timeline.ts';
import type { Turn } from '../turn.ts';
import { type Button, tap, type View } from '../view.ts';
import type { Voice } from '../voice.ts';
import { roomLines } from './card.ts';
import { homeButton, menuView } from './menu.ts';
import { zoneOf } from './words.ts';

/** Telegram takes 4096 characters; the last line says how much did not fit. */
const MAX_TEXT = 3800;

/** A specialist's own day. */
export const openAgenda = async (turn: Turn, target: Pick<TargetOf<'agenda'>, 'day'>): Promise<View> => {
  if (turn.me.specialist_id === null) return menuView(turn, 'agenda.not_specialist');
  const agenda = await turn.ask('bookings.agenda', target.day === null ? {} : { date: target.day });
  const { date, time_zone, working, bookings } = agenda;
  const time = (instant: string | number): string => formatTime(turn.language, time_zone, instant);
  const hours = working.map(({ starts_at, ends_at }) => `${time(starts_at)}–${time(ends_at)}`).join(', ');
  const pieces = timelineOf(working, bookings);
  const hasBookings = pieces.some(({ kind }) => kind === 'booking');
  return {
    text: withinLimit(turn, [
      turn.say('agenda.title', { day: formatDate(turn.language, date, turn.now), zone: zoneOf(turn, time_zone) }),
      working.length === 0 ? turn.say('agenda.closed') : turn.say('agenda.working', { hours }),
      ...(hasBookings || working.length === 0 ? [] : [turn.say('agenda.empty')]),
      '',
      ...pieces.map((piece) => pieceLine(turn, piece, time)),
    ]),
    keyboard: [leafRow(turn, date, localDay(time_zone, turn.now)), [homeButton(turn)]],
  };
};

const pieceLine = (voice: Voice, piece: Piece, time: (instant: number) => string): string => {
  const span = { from: time(piece.from), to: time(piece.to) };
  if (piece.kind === 'free') return voice.say('agenda.free', span);
  const { booking } = piece;
  return [
    voice.say('agenda.booking', { ...span, service: booking.service.name }),
    ...roomLines(voice, booking),
    ...clientLines(voice, booking),
  ].join('\n');
};

/** Who comes, and how to reach them; for the eyes of staff. */
export const clientLines = (voice: Voice, { client }: Booking): string[] => [
  voice.say('booking.client', { client: client.name }),
  ...(client.phone === null ? [] : [voice.say('booking.phone', { phone: client.phone })]),
];

/** Cuts at whole lines: half a tag would be refused. */
const withinLimit = (voice: Voice, lines: readonly string[]): string => {
  let length = 0;
  const fitting = lines.findIndex((line) => {
    length += line.length + 1;
    return length > MAX_TEXT;
  });
  if (fitting === -1) return lines.join('\n').trimEnd();
  return [...lines.slice(0, fitting), voice.say('agenda.more', { count: lines.length - fitting })].join('\n');
};

const leafRow = (turn: Turn, date: string, today: string): Button[] => {
  const to = (day: string, label: string): Button => tap(label, { screen: 'agenda', day, fresh: false });
  const [before, after] = [addDays(date, -1), addDays(date, 1)];
  return [
    to(before, `‹ ${formatShortDate(turn.language, before, turn.now)}`),
    ...(date === today ? [] : [to(today, turn.label('agenda.today'))]),
    to(after, `${formatShortDate(turn.language, after, turn.now)} ›`),
  ];
};
