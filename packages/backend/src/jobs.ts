import type { AcrossTenants, InTenant } from './db/tx.ts';
import { type DueJobs, oneByOne, type RunDue, type RunDueTogether } from './due.ts';
import type { DueKind } from './due-item.ts';
import { endHold, endVisit, type Post, sendNotification } from './modules/bookings/jobs.ts';
import { sendBroadcast } from './modules/broadcasts/jobs.ts';
import { type CalendarDeps, syncCalendar } from './modules/calendars/jobs.ts';
import { editMany } from './modules/editing/jobs.ts';
import { fireReminders, type Hands, sendEvent } from './modules/reminders/jobs.ts';
import { extendSeries } from './modules/series/jobs.ts';
import { endSession } from './modules/sessions/jobs.ts';
import { attendWaitlist } from './modules/waitlist/jobs.ts';
import { tellWebhook } from './modules/webhooks/jobs.ts';
import type { Outcall } from './outcall.ts';

type Deps = {
  readonly inTenant: InTenant;
  readonly across: AcrossTenants;
  /** Wakes the processes that do what is due. */
  readonly ring: () => void;
  readonly post: Post;
  readonly calendars: CalendarDeps;
  readonly reminders: Hands & { readonly outcall: Outcall };
};

/** What is run together; a kind that stands here has no job of its own. */
type Together = 'reminder';

/** Does whatever has become due: one job for every kind, so that a kind without a job does not compile. */
export const createJobs = ({ inTenant, across, ring, post, calendars, reminders }: Deps): DueJobs => {
  const together: Readonly<Record<Together, RunDueTogether>> = {
    reminder: fireReminders({ inTenant, across, ring }, reminders),
  };
  // A change of bookings that an older version has begun stands there as one of fields.
  const edit = editMany(inTenant, { ticks: post.ticks });
  const jobs: Readonly<Record<Exclude<DueKind, Together>, RunDue>> = {
    notification: sendNotification(inTenant, post),
    calendar: syncCalendar(inTenant, calendars),
    booking_hold: endHold(inTenant),
    booking_end: endVisit(inTenant),
    waitlist: attendWaitlist(inTenant),
    series: extendSeries(inTenant),
    reminder_event: sendEvent({ inTenant, across }, reminders),
    broadcast: sendBroadcast(inTenant, post),
    session: endSession(inTenant),
    bulk_edit: edit,
    bulk_bookings: edit,
    webhook: tellWebhook(inTenant, reminders),
  };
  return { run: oneByOne(jobs), together };
};
