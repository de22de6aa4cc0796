import type { TargetOf } from '../callback-data.ts';
import type { Turn } from '../turn.ts';
import { type Keyboard, tap, type View } from '../view.ts';
import { wishKey } from './book.ts';
import { homeButton } from './menu.ts';
import { momentLabel } from './words.ts';

/** On which pages somebody is signed in, and the way out of all of them (docs/rules.md#sessions). */
export const openSessions = async (turn: Turn, { out }: Pick<TargetOf<'sessions'>, 'out'>): Promise<View> => {
  if (out) {
    await turn.ask('sessions.revoke_others', {}, { idempotency_key: wishKey(turn) });
    return { text: turn.say('sign_in.done'), keyboard: wayBack(turn) };
  }
  const { items } = await turn.ask('sessions.list', {});
  if (items.length === 0) return { text: turn.say('sign_in.nowhere'), keyboard: wayBack(turn) };
  const zone = turn.me.tenant.time_zone;
  const lines = items.map(({ device, last_seen_at }) =>
    turn.say('sign_in.line', { device, when: momentLabel(turn, zone, last_seen_at) }),
  );
  const leave = tap(turn.label('sign_in.out'), { screen: 'sessions', out: true }, 'danger');
  return { text: [turn.say('sign_in.title'), '', ...lines].join('\n'), keyboard: [[leave], ...wayBack(turn)] };
};

const wayBack = (turn: Turn): Keyboard => [
  [tap(turn.label('my_data.open'), { screen: 'my_data', file: false })],
  [homeButton(turn)],
];
