import { type Action, isRead, type Role } from '@okno/contract';

/** What the parts of the API are about, by the first word of their actions. */
export const TAGS: Readonly<Record<string, string>> = {
  health: 'Whether the program works',
  tenants: 'The business itself: its name, rules and languages',
  texts: 'How a business words what its bot says',
  people: 'Who may do what, and what somebody is called',
  specialists: 'Those who give services',
  rooms: 'Where services are given',
  services: 'What can be booked',
  scheduling: 'Working hours, absences, and the times that are free',
  bookings: 'One service, one specialist, one client, one time',
  waitlist: 'Who wants to hear when a time becomes free',
  series: 'Bookings that come again every so often',
  reviews: 'What clients say after their visits',
  clients: 'Those who book, with notes and tags',
  notifications: 'Messages to people, as far as programs deliver them',
  broadcasts: 'One message to many',
  calendars: 'Calendars to subscribe to, and those of others that are read',
  assistants: 'Outside programs with keys of their own',
  reminders: 'What assistants ask to be woken for',
  analytics: 'Numbers about bookings, load, clients and money',
  editing: 'Fields that are changed one by one or many at once, with history and undo',
  sign_in: 'How a person shows a page who they are, by a code that the bot tells',
  sessions: 'Where somebody is signed in',
  service_keys: 'Keys of the programs that work for a business',
  webhooks: 'What outside systems are told, by signed requests',
  audit: 'Who did what, and when',
};

const NAMES: Readonly<Partial<Record<Role, string>>> = {
  guest: 'anybody, without a key',
  bot: 'a program with the service key',
  assistant: 'an assistant with a key of its own',
};

const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

const effectOf = (action: Action): string => {
  if (action.takes === true) return 'What it gives is taken: nobody else gets it for a while.';
  if (isRead(action)) return 'It changes nothing.';
  return 'It is done once for each `Idempotency-Key`, wholly or not at all, and written into the audit log.';
};

/** What holds for an operation besides what its summary says. */
export const descriptionOf = (action: Action): string => {
  const who = action.roles.flatMap((role) => NAMES[role] ?? []);
  const secrets = action.told_once ?? [];
  return [
    `${action.summary}.`,
    `For ${listed(who)}.`,
    effectOf(action),
    ...(secrets.length > 0 ? [`${listed(secrets.map((one) => `\`${one}\``))} is told this once and never again.`] : []),
  ].join(' ');
};
