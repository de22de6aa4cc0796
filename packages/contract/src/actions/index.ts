import { analyticsActions } from './analytics.ts';
import { assistantActions } from './assistants.ts';
import { auditActions } from './audit.ts';
import { bookingActions } from './bookings.ts';
import { broadcastActions } from './broadcasts.ts';
import { calendarActions } from './calendars.ts';
import { clientActions } from './clients.ts';
import { editingActions } from './editing.ts';
import { notificationActions } from './notifications.ts';
import { peopleActions } from './people.ts';
import { reminderActions } from './reminders.ts';
import { reviewActions } from './reviews.ts';
import { roomActions } from './rooms.ts';
import { schedulingActions } from './scheduling.ts';
import { seriesActions } from './series.ts';
import { serviceKeyActions } from './service-keys.ts';
import { serviceActions } from './services.ts';
import { signInActions } from './sign-in.ts';
import { specialistActions } from './specialists.ts';
import { tenantActions } from './tenants.ts';
import { textActions } from './texts.ts';
import { waitlistActions } from './waitlist.ts';
import { webhookActions } from './webhooks.ts';

/** The whole public surface: REST routes, the client, the documentation and the checks are made from this table. */
export const actions = {
  ...tenantActions,
  ...textActions,
  ...peopleActions,
  ...signInActions,
  ...specialistActions,
  ...roomActions,
  ...serviceActions,
  ...schedulingActions,
  ...bookingActions,
  ...waitlistActions,
  ...seriesActions,
  ...reviewActions,
  ...clientActions,
  ...notificationActions,
  ...broadcastActions,
  ...calendarActions,
  ...assistantActions,
  ...serviceKeyActions,
  ...reminderActions,
  ...analyticsActions,
  ...auditActions,
  ...webhookActions,
  ...editingActions,
};

export type Actions = typeof actions;
export type ActionName = keyof Actions;

/** Is this the name of an action? Own keys only, so that `__proto__` is none. */
export const isActionName = (name: string): name is ActionName => Object.hasOwn(actions, name);
