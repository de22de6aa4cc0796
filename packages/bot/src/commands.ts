import { createTexts, type Language, type Texts } from '@okno/contract';
import { openAgenda } from './screens/agenda.ts';
import { openBookings } from './screens/bookings.ts';
import { languagesView } from './screens/language.ts';
import { openLinks } from './screens/links.ts';
import { helpView, menuView } from './screens/menu.ts';
import { openMyData } from './screens/my-data.ts';
import { openOff } from './screens/off.ts';
import { openRunning } from './screens/running.ts';
import { openServices } from './screens/services.ts';
import { toHours, toOff } from './screens/staff-ways.ts';
import { openWeek } from './screens/staff-week.ts';
import { openWeekHours } from './screens/week-hours.ts';
import { startView } from './start.ts';
import type { Turn } from './turn.ts';
import type { View } from './view.ts';

type Open = (turn: Turn, rest: string) => View | Promise<View>;

/** What specialists do for themselves, others do for one of them, whom they choose in the day of everybody. */
const ownOr = (turn: Turn, open: (specialist: string) => Promise<View>): Promise<View> => {
  const { specialist_id } = turn.me;
  return specialist_id === null ? openAgenda(turn, { day: null }) : open(specialist_id);
};

/** What each command shows; `rest` is what stood behind it. */
export const COMMANDS = {
  start: (turn, rest) => startView(turn, rest),
  book: (turn) => openServices(turn, { specialist: null, page: 0 }),
  my: (turn) => openBookings(turn, { page: 0 }),
  day: (turn) => openAgenda(turn, { day: null }),
  week: (turn) => openWeek(turn, { specialist: turn.me.specialist_id, day: null }),
  late: (turn) => ownOr(turn, (specialist) => openRunning(turn, { specialist, minutes: 0, tell: false })),
  off: (turn) => ownOr(turn, (specialist) => openOff(turn, toOff(specialist))),
  hours: (turn) => ownOr(turn, (specialist) => openWeekHours(turn, toHours(specialist))),
  data: (turn) => openMyData(turn, { file: false }),
  links: (turn) => openLinks(turn, { page: 0 }),
  language: (turn) => languagesView(turn),
  help: (turn) => helpView(turn),
  cancel: (turn) => menuView(turn, 'hint.cancel'),
} as const satisfies Record<string, Open>;

export type CommandName = keyof typeof COMMANDS;
export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];

/** Of no use to clients. */
const STAFF_ONLY: readonly CommandName[] = ['day', 'week', 'late', 'off', 'hours', 'links'];

/** The list for `setMyCommands`; only staff have a day. */
export const commandsOf = (
  language: Language,
  audience: 'client' | 'staff',
  texts: Texts = createTexts(),
): { command: CommandName; description: string }[] =>
  COMMAND_NAMES.filter((command) => audience === 'staff' || !STAFF_ONLY.includes(command)).map((command) => ({
    command,
    description: texts(language, `command.${command}`),
  }));
