import { readId } from './callback-fields.ts';
import { JOIN, joinStaff } from './screens/join.ts';
import { menuView, openGreeting } from './screens/menu.ts';
import { afterService, openServices } from './screens/services.ts';
import { SIGN_IN, tellCode } from './screens/sign-in.ts';
import type { Turn } from './turn.ts';
import type { View } from './view.ts';

/**
 * `/start`, with what stood in the deep link: `s_<id>` leads to a service, `p_<id>` to a specialist (22 characters of
 * base64url, see `writeId`), `join_<code>` to a place among the staff, `in_<link>` tells a code for signing in on a page. Links live on posters for years: one that leads
 * nowhere says so and shows the menu (docs/rules.md#links).
 */
export const startView = async (turn: Turn, payload: string): Promise<View> => {
  if (payload === '') return openGreeting(turn);
  if (payload.startsWith(JOIN)) return joinStaff(turn, payload.slice(JOIN.length));
  if (payload.startsWith(SIGN_IN)) return tellCode(turn, payload.slice(SIGN_IN.length));
  const id = readId(payload.slice(2));
  if (id === undefined) return menuView(turn, 'hint.link');
  const catalogue = await turn.catalogue();
  if (payload.startsWith('s_')) {
    const service = catalogue.services.find((one) => one.id === id);
    return service === undefined ? menuView(turn, 'hint.link') : afterService(turn, catalogue, service, null);
  }
  const known = payload.startsWith('p_') && catalogue.specialists.some((one) => one.id === id);
  return known ? openServices(turn, { specialist: id, page: 0 }) : menuView(turn, 'hint.link');
};
