import type { Actions, Output } from '@okno/contract';
import type { Secrets } from '../../secrets.ts';
import type { StoredEvent } from './store-events.ts';

type Event = Pick<Output<Actions['reminders.events']>['items'][number], 'assistant_id' | 'event' | 'payload'>;

type Open = Pick<Secrets, 'open'>;

const told = (event: StoredEvent) => ({
  reminder_id: event.reminder_id,
  user_id: event.user_id,
  reminder_type: event.type,
});

/** An event as it is told: `triggered_at` is the time it was set for, the same each time it is sent. */
export const eventView = (event: StoredEvent, tenant_id: string, secrets: Open): Event => ({
  assistant_id: event.assistant_id,
  event: 'reminder_triggered',
  payload: {
    ...told(event),
    payload: JSON.parse(secrets.open(tenant_id, event.payload_sealed)),
    triggered_at: event.scheduled_for,
    created_at: event.created_at,
  },
});

/**
 * The same as JSON. The payload stands in it to the letter as it was given: reading and writing it again would round
 * large numbers.
 */
export const eventText = (event: StoredEvent, tenant_id: string, secrets: Open): string => {
  const before = JSON.stringify(told(event)).slice(0, -1);
  const after = JSON.stringify({ triggered_at: event.scheduled_for, created_at: event.created_at }).slice(1);
  const payload = `${before},"payload":${secrets.open(tenant_id, event.payload_sealed)},${after}`;
  return `{"assistant_id":${JSON.stringify(event.assistant_id)},"event":"reminder_triggered","payload":${payload}}`;
};
