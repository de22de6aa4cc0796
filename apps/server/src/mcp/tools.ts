import { type Action, type ActionName, actions, isRead } from '@okno/contract';
import { z } from 'zod';

/** What an assistant finds in its box: the tools and the actions behind them. */
const TOOLS = {
  list_services: 'services.list',
  list_specialists: 'people.list_specialists',
  list_free_slots: 'scheduling.free_slots_range',
  book: 'bookings.create',
  get_booking: 'bookings.get',
  list_bookings: 'bookings.list',
  move_booking: 'bookings.move',
  cancel_booking: 'bookings.cancel',
  create_reminder: 'reminders.create',
  get_reminder: 'reminders.get',
  list_reminders: 'reminders.list',
  list_scheduled_reminders: 'reminders.scheduled',
  update_reminder: 'reminders.update',
  delete_reminder: 'reminders.delete',
  preview_cron: 'reminders.preview',
  take_reminder_events: 'reminders.events',
  acknowledge_reminder: 'reminders.ack',
} as const satisfies Readonly<Record<string, ActionName>>;

/** The action behind a tool; own names only, so that `constructor` is none. */
export const actionOf = (tool: string): ActionName | undefined =>
  Object.hasOwn(TOOLS, tool) ? TOOLS[tool as keyof typeof TOOLS] : undefined;

type Tool = {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: { type: 'object'; [field: string]: unknown };
  readonly annotations: { readOnlyHint: boolean; destructiveHint: boolean };
};

const describe = (name: string, action: Action): Tool => {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(action.input, { io: 'input', unrepresentable: 'any' });
  return {
    name,
    description: action.summary,
    inputSchema: { ...schema, type: 'object' },
    annotations: {
      readOnlyHint: isRead(action) && action.takes !== true,
      destructiveHint: /(delete|cancel)$/.test(name) || action.http.startsWith('DELETE '),
    },
  };
};

/** The tools as they are told, made of the contract: what can be asked there can be asked here, and nothing else. */
export const tools: readonly Tool[] = Object.entries(TOOLS).map(([name, action]) => describe(name, actions[action]));
