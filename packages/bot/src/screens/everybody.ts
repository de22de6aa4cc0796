import { type Actions, type Booking, formatDate, formatTime, type Output } from '@okno/contract';
import type { Specialist } from '../memory.ts';
import type { Turn } from '../turn.ts';
import { inRows, pageOf, pager, tap, type View } from '../view.ts';
import { homeButton } from './menu.ts';
import { dayArrows, toDay } from './staff-ways.ts';
import { markOf, visitWords, withinLimit } from './staff-words.ts';
import { todayOf } from './words.ts';

type Agenda = Output<Actions['bookings.agenda']>;

/** So many days stand in one message; each is a question to the backend. */
const PER_PAGE = 5;

/** One day of all specialists, each of whose days is one tap away. */
export const openEverybody = async (turn: Turn, wanted: { day: string | null; page: number }): Promise<View> => {
  const today = await todayOf(turn, null);
  const day = wanted.day ?? today;
  const { specialists } = await turn.catalogue();
  const { items, page, pages } = pageOf(specialists, wanted.page, PER_PAGE);
  const agendas = await Promise.all(
    items.map(({ id }) => turn.ask('bookings.agenda', { specialist_id: id, date: day })),
  );
  const title = turn.say('staff.everybody_title', { day: formatDate(turn.language, day, turn.now) });
  const told = agendas.flatMap((agenda, index) => agendaLines(turn, items[index]?.name ?? '', agenda));
  return {
    text: withinLimit(turn, [title, ...(items.length === 0 ? ['', turn.say('staff.nobody')] : told)]),
    keyboard: [
      ...inRows(
        items.map((one) => specialistTap(one, day)),
        2,
      ),
      ...pager(page, pages, (to) => ({ ...toDay(null, day), page: to })),
      dayArrows(turn, { specialist: null, day, today }),
      [tap(turn.label('staff.week'), { screen: 'staff_week', specialist: null, day }), homeButton(turn)],
    ],
  };
};

const specialistTap = ({ id, name }: Specialist, day: string) => tap(name, toDay(id, day));

const agendaLines = (turn: Turn, specialist: string, { working, bookings, time_zone }: Agenda): string[] => {
  const visits = bookings.filter(({ status }) => status !== 'cancelled');
  const time = (instant: string): string => formatTime(turn.language, time_zone, instant);
  const hours = working.map(({ starts_at, ends_at }) => `${time(starts_at)}–${time(ends_at)}`).join(', ');
  return [
    '',
    turn.say('staff.one', { specialist, count: visits.length }),
    working.length === 0 ? turn.say('staff.closed') : turn.say('agenda.working', { hours }),
    ...visits.map((visit) => visitLine(turn, visit)),
  ];
};

const visitLine = (turn: Turn, visit: Booking): string => {
  const { time, client, service } = visitWords(turn, visit);
  return `${turn.say('staff.line', { time, client, service })}${markOf(visit)}`;
};
