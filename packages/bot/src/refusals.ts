import type { AppError } from '@okno/contract';
import type { Target, TargetOf } from './callback-data.ts';
import { callLines, cardOf, lateLine } from './screens/card.ts';
import { homeButton } from './screens/menu.ts';
import { visitFirstView } from './screens/my-data.ts';
import { noAccessView } from './screens/no-access.ts';
import { lateView } from './screens/offer.ts';
import { askPhoneToBook } from './screens/phone.ts';
import { takenView } from './screens/taken.ts';
import { waitingButton } from './screens/waiting.ts';
import { missedMove, staffRefusal } from './staff-refusals.ts';
import type { Turn } from './turn.ts';
import { type Keyboard, type Reply, type Toast, tap, type View } from './view.ts';
import type { Voice } from './voice.ts';

/**
 * Puts a refusal of the backend into words, always with a way on. May ask the backend once more (for the booking it
 * is about); throws AppError when that fails, too.
 */
export const refusalReply = async (turn: Turn, target: Target | null, error: AppError): Promise<Reply> => {
  if (error.code === 'forbidden' && isManaging(turn, target)) return noAccessView(turn);
  return missedMove(turn, target, error) ?? staffRefusal(turn, target, error) ?? replyOf(turn, target, error);
};

const replyOf = async (turn: Turn, target: Target | null, error: AppError): Promise<Reply> => {
  switch (error.code) {
    case 'slot_taken':
    case 'slot_not_offered':
      if (target?.screen !== 'book') return sentence(turn, error, target !== null);
      return takenView(turn, target, {
        code: error.code,
        nearest: error.params['nearest'],
        rule: error.params['rule'],
      });
    case 'slots_are_free':
      if (target?.screen !== 'wait') return sentence(turn, error, target !== null);
      // Noon of the first day stands for the days, of which only the month is looked at.
      return takenView(
        turn,
        { ...target, at: `${target.from}T12:00:00Z` },
        { code: error.code, nearest: error.params['nearest'] },
      );
    case 'hold_expired':
      if (target?.screen !== 'take') return sentence(turn, error, target !== null);
      return lateView(turn, target, error.params['nearest']);
    case 'already_waiting':
    case 'waitlist_limit_reached':
      return { text: turn.say(`error.${error.code}`), keyboard: [[waitingButton(turn)], [homeButton(turn)]] };
    case 'already_booked':
      return { text: turn.say('error.already_booked'), keyboard: bookingsKeyboard(turn) };
    case 'booking_limit_reached':
      return limitView(turn, error);
    case 'phone_needed':
      return askPhoneToBook(turn, target?.screen === 'book' ? pick(target) : null);
    case 'too_late_to_change':
    case 'booking_not_changeable':
      return tooLate(turn, target, error.code) ?? sentence(turn, error, target !== null);
    default:
      return sentence(turn, error, target !== null);
  }
};

/** What cannot be changed any more, shown where somebody tried. */
const tooLate = (
  turn: Turn,
  target: Target | null,
  code: 'too_late_to_change' | 'booking_not_changeable',
): View | Promise<View> | undefined => {
  if (target?.screen === 'forget') return visitFirstView(turn);
  if (target?.screen === 'moving')
    return unchangeableView(turn, { booking: target.booking, listed: target.back === 'listed' }, code);
  return target !== null && 'booking' in target && 'listed' in target
    ? unchangeableView(turn, target, code)
    : undefined;
};

const pick = ({ service, specialist, at }: TargetOf<'book'>) => ({ service, specialist, at });

/** Words without a button are refused to whoever runs the business only: specialists have their own. */
const isManaging = ({ me }: Turn, target: Target | null): boolean =>
  target === null ? me.specialist_id === null : MANAGED.has(target.screen);

/** What only those do who run the business; a role may be taken away in the middle of it. */
const MANAGED = new Set<Target['screen']>([
  ...(['manage', 'client', 'drop_tag', 'for_client', 'for_client_at'] as const),
  ...(['staff', 'service_admin', 'broadcast', 'rules', 'audit'] as const),
]);

/** Answers that leave everything as it is: the same button works again in a moment. */
const TRY_AGAIN = new Set<AppError['code']>(['too_many_requests', 'unavailable', 'internal']);

/** The refusal in one sentence; after a tap the menu stays when trying again may help. */
export const sentence = (voice: Voice, error: AppError, tapped: boolean): View | Toast =>
  tapped && TRY_AGAIN.has(error.code)
    ? { toast: voice.label(`error.${error.code}`), alert: true }
    : { text: voice.say(`error.${error.code}`), keyboard: [[homeButton(voice)]] };

const bookingsKeyboard = (turn: Turn): Keyboard => [
  [tap(turn.label('menu.bookings'), { screen: 'bookings', page: 0, fresh: false })],
  [homeButton(turn)],
];

const limitView = (turn: Turn, error: AppError): View => {
  const limit = error.params['limit'];
  const text =
    typeof limit === 'number' ? turn.say('refusal.limit', { limit }) : turn.say('error.booking_limit_reached');
  return { text, keyboard: bookingsKeyboard(turn) };
};

/** The booking as it stands now, with the reason above it and whom to call. */
const unchangeableView = async (
  turn: Turn,
  target: { booking: string; listed: boolean },
  code: 'too_late_to_change' | 'booking_not_changeable',
): Promise<View> => {
  const booking = await turn.ask('bookings.get', { id: target.booking });
  const card = cardOf(turn, booking, { listed: target.listed, settled: true });
  const until = code === 'too_late_to_change' ? lateLine(turn, booking) : null;
  const calls = callLines(turn, turn.me.tenant.phone);
  const reasons = [turn.say(`error.${code}`), ...(until === null ? [] : [until]), ...calls];
  return { ...card, text: [`⚠️ ${reasons.join('\n')}`, '', card.text].join('\n') };
};
