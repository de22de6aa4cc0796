import { createTexts, type Language, type Texts } from '@okno/contract';
import { openAgenda } from './screens/agenda.ts';
import { openBookings } from './screens/bookings.ts';
import { languagesView } from './screens/language.ts';
import { openLinks } from './screens/links.ts';
import { helpView, menuView } from './screens/menu.ts';
import { openMyData } from './screens/my-data.ts';
import { openServices } from './screens/services.ts';
import { startView } from './start.ts';
import type { Turn } from './turn.ts';
import type { View } from './view.ts';

type Open = (turn: Turn, rest: string) => View | Promise<View>;

/** What each command shows; `rest` is what stood behind it. */
export const COMMANDS = {
  start: (turn, rest) => startView(turn, rest),
  book: (turn) => openServices(turn, { specialist: null, page: 0 }),
  my: (turn) => openBookings(turn, { page: 0 }),
  day: (turn) => openAgenda(turn, { day: null }),
  data: (turn) => openMyData(turn, { file: false }),
  links: (turn) => openLinks(turn, { page: 0 }),
  language: (turn) => languagesView(turn),
  help: (turn) => helpView(turn),
  cancel: (turn) => menuView(turn, 'hint.cancel'),
} as const satisfies Record<string, Open>;

export type CommandName = keyof typeof COMMANDS;
export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];

/** Of no use to clients. */
const FOR_STAFF: readonly CommandName[] = ['day', 'links'];

/** The list for `setMyCommands`; only staff have a day. */
export const commandsOf = (
  language: Language,
  audience: 'client' | 'staff',
  texts: Texts = createTexts(),
): { command: CommandName; description: string }[] =>
  COMMAND_NAMES.filter((command) => audience === 'staff' || !FOR_STAFF.includes(command)).map((command) => ({
    command,
    description: texts(language, `command.${command}`),
  }));
