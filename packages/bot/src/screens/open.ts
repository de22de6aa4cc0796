import type { Texts } from '@okno/contract';
import type { Target, TargetOf } from '../callback-data.ts';
import type { Turn } from '../turn.ts';
import type { Reply, Toast } from '../view.ts';
import { openAgenda } from './agenda.ts';
import { book } from './book.ts';
import { openBooking, openBookings } from './bookings.ts';
import { askCancel, cancel } from './cancelling.ts';
import { openConfirm } from './confirm.ts';
import { openDay } from './day.ts';
import { openFullDays } from './full-days.ts';
import { languagesView, setLanguage } from './language.ts';
import { menuView } from './menu.ts';
import { openMonth } from './month.ts';
import { declineOffer, takeOffer } from './offer.ts';
import { rate } from './review.ts';
import { askWords, leaveWords, publishWords } from './review-words.ts';
import { openServices } from './services.ts';
import { openSpecialists } from './specialists.ts';
import { joinQueue, leaveQueue, openWaiting } from './waiting.ts';

/** Goes where a button leads. Throws AppError when the backend refuses. */
export const openTarget = async (turn: Turn, target: Target, texts: Texts): Promise<Reply> => {
  switch (target.screen) {
    case 'menu':
      return menuView(turn);
    case 'services':
      return openServices(turn, target);
    case 'specialists':
      return openSpecialists(turn, target);
    case 'month':
      return openMonth(turn, target);
    case 'day':
      return openDay(turn, target);
    case 'confirm':
      return openConfirm(turn, target);
    case 'book':
      return book(turn, target);
    case 'bookings':
      return openBookings(turn, target);
    case 'booking':
      return openBooking(turn, target);
    case 'ask_cancel':
      return askCancel(turn, target);
    case 'cancel':
      return cancel(turn, target);
    case 'wait':
      return joinQueue(turn, target);
    case 'full_days':
      return openFullDays(turn, target);
    case 'waiting':
      return openWaiting(turn, target);
    case 'leave':
      return leaveQueue(turn, target);
    case 'take':
      return takeOffer(turn, target);
    case 'decline':
      return declineOffer(turn, target);
    case 'review':
      return rate(turn, target);
    case 'words':
      return askWords(turn, target);
    case 'publish':
      return publishWords(turn, target);
    case 'leave_words':
      return leaveWords(turn);
    case 'agenda':
      return openAgenda(turn, target);
    case 'languages':
      return languagesView(turn);
    case 'set_language':
      return setLanguage(turn, target, texts);
    case 'noop':
      return inertToast(turn, target);
  }
};

/** A tap on what cannot be chosen says why. */
const inertToast = (turn: Turn, { reason }: TargetOf<'noop'>): Toast => ({
  toast: reason === 'nothing' ? '' : turn.label(`month.${reason}`),
  alert: false,
});
