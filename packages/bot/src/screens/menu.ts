import type { Booking } from '@okno/contract';
import type { Me } from '../memory.ts';
import type { Turn } from '../turn.ts';
import { type Button, type Keyboard, tap, type View } from '../view.ts';
import type { Voice } from '../voice.ts';
import { findLast, lastButton } from './last-visit.ts';
import { toOff, toRunning } from './staff-ways.ts';
import { seesEverybody } from './staff-words.ts';

type Person = Pick<Turn, 'label' | 'me'>;

/** Who runs the business; what they may do the backend decides, each time. */
export const isManager = (role: Me['role']): boolean => role === 'moderator' || role === 'super_admin';

/** What one can do here: whoever works here finds first what a day of work needs, whoever was here can have the same again. */
const menuKeyboard = (person: Person, last?: Booking): Keyboard => {
  const { label, me } = person;
  const again: Keyboard = last === undefined ? [] : [[lastButton({ label }, last)]];
  const links: Keyboard = me.role === 'client' ? [] : [[tap(label('links.open'), { screen: 'links', page: 0 })]];
  return [
    ...staffRows(person),
    [tap(label('menu.book'), { screen: 'services', specialist: null, page: 0 }, 'primary')],
    ...again,
    [tap(label('menu.bookings'), { screen: 'bookings', page: 0, fresh: false })],
    ...links,
    ...(isManager(me.role) ? [[tap(label('manage.open'), { screen: 'manage', part: 'menu', page: 0 })]] : []),
    ...managerRows({ label, me }),
    [
      tap(label('menu.language'), { screen: 'languages' }),
      tap(label('my_data.open'), { screen: 'my_data', file: false }),
    ],
  ];
};

const staffRows = ({ label, me }: Person): Keyboard => {
  const { specialist_id } = me;
  const everybody = { screen: 'staff_day', specialist: null, day: null, page: 0, fresh: false } as const;
  const all: Keyboard = seesEverybody(me) ? [[tap(label('staff.everybody'), everybody)]] : [];
  if (specialist_id === null) return all;
  return [
    [
      tap(label('menu.agenda'), { screen: 'agenda', day: null, fresh: false }),
      tap(label('staff.my_week'), { screen: 'staff_week', specialist: specialist_id, day: null }),
    ],
    [tap(label('staff.late'), toRunning(specialist_id)), tap(label('staff.off'), toOff(specialist_id))],
    ...all,
  ];
};

const MANAGERS: readonly string[] = ['moderator', 'super_admin'] satisfies Person['me']['role'][];

/** What those see who run the business: how it goes, and to its owner how it speaks. */
const managerRows = ({ label, me }: Person): Button[][] => {
  if (!MANAGERS.includes(me.role)) return [];
  const texts = tap(label('own_texts.menu'), { screen: 'texts', section: 'none', page: 0 });
  const stats = tap(label('stats.menu'), { screen: 'stats', period: 'this_month', picture: false });
  return [me.role === 'super_admin' ? [stats, texts] : [stats]];
};

/** A sentence that may stand above the menu. */
export type MenuHint =
  | 'hint.text'
  | 'hint.cancel'
  | 'hint.left'
  | 'hint.lost'
  | 'hint.old_menu'
  | 'hint.link'
  | 'manage.join_gone'
  | 'manage.not_yours'
  | 'agenda.not_specialist'
  | 'links.not_staff'
  | 'sign_in.gone';

/** The first thing a person sees. Who works here is not asked to book. */
export const openGreeting = async (turn: Turn): Promise<View> => ({
  text: turn.say(greetingOf(turn.me), { business: turn.me.tenant.name }),
  keyboard: menuKeyboard(turn, await findLast(turn)),
});

const greetingOf = ({ role }: Me): 'menu.greeting' | 'menu.greeting_staff' | 'menu.greeting_manager' => {
  if (isManager(role)) return 'menu.greeting_manager';
  return role === 'specialist' ? 'menu.greeting_staff' : 'menu.greeting';
};

/** The menu, with the same again for whoever was here. */
export const openMenu = async (turn: Turn): Promise<View> => ({
  ...menuView(turn),
  keyboard: menuKeyboard(turn, await findLast(turn)),
});

/** The menu, with a hint in place of the question when there is one. */
export const menuView = (turn: Turn, hint?: MenuHint): View => ({
  text: hint === undefined ? turn.say('menu.title', { business: turn.me.tenant.name }) : turn.say(hint),
  keyboard: menuKeyboard(turn),
});

/** How the bot works, and how to reach the business. */
export const helpView = (turn: Turn): View => {
  const { tenant } = turn.me;
  const contacts = [
    tenant.phone === null ? '' : turn.say('help.phone', { phone: tenant.phone }),
    tenant.address === null ? '' : turn.say('help.address', { address: tenant.address }),
  ].filter((line) => line !== '');
  const text = turn.say('help.text', { business: tenant.name });
  return {
    text: [text, ...workLines(turn), contacts.join('\n')].filter((part) => part !== '').join('\n\n'),
    keyboard: menuKeyboard(turn),
  };
};

/** The commands of their work: of a day of their own, of running the business, or of both. */
const workLines = (turn: Turn): string[] => {
  const { role, specialist_id } = turn.me;
  if (role === 'client') return [];
  if (!isManager(role)) return [turn.say('help.staff')];
  return specialist_id === null
    ? [turn.say('help.manager')]
    : [`${turn.say('help.staff')}\n${turn.say('help.manage')}`];
};

/** Back to the menu; `fresh` as a new message, because this one is to stay. */
export const homeButton = ({ label }: Pick<Voice, 'label'>, fresh = false): Button =>
  tap(label('menu.home'), { screen: 'menu', fresh });
