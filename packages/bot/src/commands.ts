import { createTexts, type Language, type Texts } from '@okno/contract';
import type { Me } from './memory.ts';
import { openAgenda } from './screens/agenda.ts';
import { openBookings } from './screens/bookings.ts';
import { languagesView } from './screens/language.ts';
import { openLinks } from './screens/links.ts';
import { openManage } from './screens/manage.ts';
import { helpView, isManager, menuView } from './screens/menu.ts';
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
  manage: (turn) => openManage(turn, { part: 'menu', page: 0 }),
  links: (turn) => openLinks(turn, { page: 0 }),
  language: (turn) => languagesView(turn),
  help: (turn) => helpView(turn),
  cancel: (turn) => menuView(turn, 'hint.cancel'),
} as const satisfies Record<string, Open>;

export type CommandName = keyof typeof COMMANDS;
export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];

/** For whom a list of commands is: those who run the business may be specialists as well. */
export type Audience = 'client' | 'specialist' | 'manager' | 'manager_specialist';

/** What clients have no use for, and who has. */
const STAFF_ONLY: Readonly<Partial<Record<CommandName, readonly Audience[]>>> = {
  day: ['specialist', 'manager', 'manager_specialist'],
  week: ['specialist', 'manager', 'manager_specialist'],
  late: ['specialist', 'manager_specialist'],
  off: ['specialist', 'manager_specialist'],
  hours: ['specialist', 'manager_specialist'],
  manage: ['manager', 'manager_specialist'],
  links: ['specialist', 'manager', 'manager_specialist'],
};

/** Which list somebody has. */
export const audienceOf = ({ role, specialist_id }: Pick<Me, 'role' | 'specialist_id'>): Audience => {
  if (isManager(role)) return specialist_id === null ? 'manager' : 'manager_specialist';
  return role === 'specialist' ? 'specialist' : 'client';
};

/** The list for `setMyCommands`; only staff have a day. */
export const commandsOf = (
  language: Language,
  audience: Audience,
  texts: Texts = createTexts(),
): { command: CommandName; description: string }[] =>
  COMMAND_NAMES.filter((command) => STAFF_ONLY[command]?.includes(audience) ?? true).map((command) => ({
    command,
    description: texts(language, `command.${command}`),
  }));
