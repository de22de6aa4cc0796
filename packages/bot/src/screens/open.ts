import type { Target, TargetOf } from '../callback-data.ts';
import type { Turn } from '../turn.ts';
import type { Reply, Toast } from '../view.ts';
import { openAbsence } from './absence.ts';
import { openAgenda } from './agenda.ts';
import { openAudit } from './audit.ts';
import { book } from './book.ts';
import { openBooking, openBookings } from './bookings.ts';
import { openBroadcast } from './broadcasts.ts';
import { askCancel, cancel } from './cancelling.ts';
import { openClient } from './client.ts';
import { dropTag } from './client-words.ts';
import { openConfirm } from './confirm.ts';
import { openDay } from './day.ts';
import { openForClient } from './for-client.ts';
import { openForClientAt } from './for-client-at.ts';
import { openFullDays } from './full-days.ts';
import { languagesView, setLanguage } from './language.ts';
import { openLinks } from './links.ts';
import { openManage } from './manage.ts';
import { openMenu } from './menu.ts';
import { openMonth } from './month.ts';
import { openMoving } from './moving.ts';
import { openForget, openMyData } from './my-data.ts';
import { setNews } from './news.ts';
import { openOff } from './off.ts';
import { declineOffer, takeOffer } from './offer.ts';
import { openPast } from './past.ts';
import { askPhone } from './phone.ts';
import { openRegular } from './regular.ts';
import { openRepeat } from './repeat.ts';
import { rate } from './review.ts';
import { askWords, leaveWords, publishWords } from './review-words.ts';
import { openRules } from './rules.ts';
import { openRunning } from './running.ts';
import { askEnd, endSeries, openAllSeries, openSeries } from './series.ts';
import { openServiceAdmin } from './service-admin.ts';
import { openServices } from './services.ts';
import { openSessions } from './sessions.ts';
import { openSpecialists } from './specialists.ts';
import { openStaff } from './staff.ts';
import { openStaffDay } from './staff-day.ts';
import { openStaffSeries } from './staff-series.ts';
import { openWeek } from './staff-week.ts';
import { openStats } from './stats.ts';
import { openText } from './text.ts';
import { openTexts } from './texts.ts';
import { openVisit } from './visit.ts';
import { joinQueue, leaveQueue, openWaiting } from './waiting.ts';
import { openWeekHours } from './week-hours.ts';
import { openWeekday } from './weekday.ts';

/** A tap on what cannot be chosen says why. */
const inertToast = (turn: Turn, { reason }: TargetOf<'noop'>): Toast => ({
  toast: reason === 'nothing' ? '' : turn.label(`month.${reason}`),
  alert: false,
});

/** What each button opens; a button without a screen does not compile. */
type Screens = {
  readonly [S in Target['screen']]: (turn: Turn, target: TargetOf<S>) => Reply | Promise<Reply>;
};

const SCREENS: Screens = {
  menu: (turn) => openMenu(turn),
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
  past: openPast,
  repeat: openRepeat,
  all_series: openAllSeries,
  series: openSeries,
  ask_end: askEnd,
  end_series: endSeries,
  my_data: openMyData,
  forget: openForget,
  share_phone: askPhone,
  sessions: openSessions,
  links: openLinks,
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
  staff_day: openStaffDay,
  staff_week: openWeek,
  visit: openVisit,
  moving: openMoving,
  running: openRunning,
  off: openOff,
  staff_series: openStaffSeries,
  absence: openAbsence,
  languages: languagesView,
  set_language: setLanguage,
  news: setNews,
  stats: openStats,
  texts: openTexts,
  text: openText,
  noop: inertToast,
  manage: openManage,
  client: openClient,
  drop_tag: dropTag,
  for_client: openForClient,
  for_client_at: openForClientAt,
  regular: openRegular,
  staff: openStaff,
  service_admin: openServiceAdmin,
  audit: openAudit,
  broadcast: openBroadcast,
  rules: openRules,
  week_hours: openWeekHours,
  weekday: openWeekday,
};

/** Goes where a button leads. Throws AppError when the backend refuses. */
export const openTarget = async (turn: Turn, target: Target): Promise<Reply> => {
  // The compiler has paired each screen with its target; here they meet as values.
  const open = SCREENS[target.screen] as (turn: Turn, target: Target) => Reply | Promise<Reply>;
  return open(turn, target);
};
