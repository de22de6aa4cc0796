import type { Me } from '../memory.ts';
import type { Turn } from '../turn.ts';
import { type Button, type Keyboard, tap, type View } from '../view.ts';
import type { Voice } from '../voice.ts';

type Person = Pick<Turn, 'label' | 'me'>;

/** Who runs the business; what they may do the backend decides, each time. */
export const isManager = (role: Me['role']): boolean => role === 'moderator' || role === 'super_admin';

/** What one can do here; specialists also have their day. */
const menuKeyboard = ({ label, me }: Person): Keyboard => {
  const agenda: Button[][] =
    me.specialist_id === null ? [] : [[tap(label('menu.agenda'), { screen: 'agenda', day: null, fresh: false })]];
  return [
    [tap(label('menu.book'), { screen: 'services', specialist: null, page: 0 }, 'primary')],
    [tap(label('menu.bookings'), { screen: 'bookings', page: 0, fresh: false })],
    ...agenda,
    ...(isManager(me.role) ? [[tap(label('manage.open'), { screen: 'manage', part: 'menu', page: 0 })]] : []),
    [tap(label('menu.language'), { screen: 'languages' })],
  ];
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
  | 'agenda.not_specialist';

/** The first thing a person sees. */
export const greetingView = (turn: Turn): View => ({
  text: turn.say('menu.greeting', { business: turn.me.tenant.name }),
  keyboard: menuKeyboard(turn),
});

/** The menu, with a hint in place of the question when there is one. */
export const menuView = (turn: Turn, hint?: MenuHint): View => ({
  text: hint === undefined ? turn.say('menu.title', { business: turn.me.tenant.name }) : turn.say(hint),
  keyboard: menuKeyboard(turn),
});

/** How the bot works, and how to reach the business. */
export const helpView = (turn: Turn): View => {
  const { tenant, specialist_id } = turn.me;
  const contacts = [
    tenant.phone === null ? '' : turn.say('help.phone', { phone: tenant.phone }),
    tenant.address === null ? '' : turn.say('help.address', { address: tenant.address }),
  ].filter((line) => line !== '');
  const text = turn.say('help.text', { business: tenant.name });
  const staff = specialist_id === null ? [] : [turn.say('help.staff')];
  return {
    text: [text, ...staff, contacts.join('\n')].filter((part) => part !== '').join('\n\n'),
    keyboard: menuKeyboard(turn),
  };
};

/** Back to the menu; `fresh` as a new message, because this one is to stay. */
export const homeButton = ({ label }: Pick<Voice, 'label'>, fresh = false): Button =>
  tap(label('menu.home'), { screen: 'menu', fresh });
