import type { Texts } from '@okno/contract';
import type { Target, TargetOf } from '../callback-data.ts';
import type { Turn } from '../turn.ts';
import type { Reply, Toast } from '../view.ts';
import { openAgenda } from './agenda.ts';
import { book } from './book.ts';
import { openBooking, openBookings } from './bookings.ts';
import { askCancel, cancel } from './cancelling.ts';
import { openClient } from './client.ts';
import { openClientBooking } from './client-bookings.ts';
import { dropTag } from './client-words.ts';
import { openConfirm } from './confirm.ts';
import { openDay } from './day.ts';
import { openForClient } from './for-client.ts';
import { openForClientAt } from './for-client-at.ts';
import { openFullDays } from './full-days.ts';
import { languagesView, setLanguage } from './language.ts';
import { openManage } from './manage.ts';
import { menuView } from './menu.ts';
import { openMonth } from './month.ts';
import { declineOffer, takeOffer } from './offer.ts';
import { rate } from './review.ts';
import { askWords, leaveWords, publishWords } from './review-words.ts';
import { openServiceAdmin } from './service-admin.ts';
import { openServices } from './services.ts';
import { openSpecialists } from './specialists.ts';
import { openStaff } from './staff.ts';
import { joinQueue, leaveQueue, openWaiting } from './waiting.ts';

/** A tap on what cannot be chosen says why. */
const inertToast = (turn: Turn, { reason }: TargetOf<'noop'>): Toast => ({
  toast: reason === 'nothing' ? '' : turn.label(`month.${reason}`),
  alert: false,
});

/** What each button opens; a button without a screen does not compile. */
type Screens = {
  readonly [S in Target['screen']]: (turn: Turn, target: TargetOf<S>, texts: Texts) => Reply | Promise<Reply>;
};

const SCREENS: Screens = {
  menu: (turn) => menuView(turn),
  services: openServices,
  specialists: openSpecialists,
  month: openMonth,
  day: openDay,
  confirm: openConfirm,
  book: book,
  bookings: openBookings,
  booking: openBooking,
  ask_cancel: askCancel,
  cancel: cancel,
  wait: joinQueue,
  full_days: openFullDays,
  waiting: openWaiting,
  leave: leaveQueue,
  take: takeOffer,
  decline: declineOffer,
  review: rate,
  words: askWords,
  publish: publishWords,
  leave_words: leaveWords,
  agenda: openAgenda,
  languages: languagesView,
  set_language: setLanguage,
  noop: inertToast,
  manage: openManage,
  client: openClient,
  drop_tag: dropTag,
  for_client: openForClient,
  for_client_at: openForClientAt,
  staff: openStaff,
  client_booking: openClientBooking,
  service_admin: openServiceAdmin,
};

/** Goes where a button leads. Throws AppError when the backend refuses. */
export const openTarget = async (turn: Turn, target: Target, texts: Texts): Promise<Reply> => {
  // The compiler has paired each screen with its target; here they meet as values.
  const open = SCREENS[target.screen] as (turn: Turn, target: Target, texts: Texts) => Reply | Promise<Reply>;
  return open(turn, target, texts);
};
