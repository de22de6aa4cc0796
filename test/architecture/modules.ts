import { type Edge, edgesOf, isForTests, type Tree } from './tree.ts';

/** The business modules; each may use the ones before it. */
export const MODULES = [
  ...[
    'changes',
    'tenants',
    'audit',
    'texts',
    'assistants',
    'people',
    'programs',
    'sessions',
    'rooms',
    'services',
    'scheduling',
    'notifications',
    'reminders',
    'webhooks',
    'bookings',
  ],
  ...[
    'waitlist',
    'series',
    'reviews',
    'calendars',
    'clients',
    'payments',
    'broadcasts',
    'subscriptions',
    'analytics',
    'editing',
  ],
];

/** The files every module is made of; rules and statements may be several: `rules-slots.ts`, `store-hours.ts`. */
const PARTS = /^(index|actions|jobs|rules(-[a-z]+)*|store(-[a-z]+)*)\.ts$/;

/** A handler too long for a screen is a file of its own, told here; like every part it stays inside its module. */
const STORIES: Readonly<Record<string, string>> = {
  'changes/note.ts': 'how it is written down who changed which field, for everybody who changes one',
  'tenants/change.ts': 'how a business is changed, by whatever form',
  'rooms/change.ts': 'how a room is changed, by whatever form',
  'clients/change.ts': 'how what is known of a client is changed, by whatever form',
  'audit/chain.ts': 'how lines and seals hang together by their hashes',
  'audit/export.ts': 'the whole log as it leaves the house',
  'audit/refusals.ts': 'how refusals are gathered and written, whose own transactions are gone',
  'audit/sealing.ts': 'when the log is sealed',
  'audit/verify.ts': 'the story of a log that is looked through for what was touched',
  'programs/keys.ts': 'whose key it is that a program comes with',
  'sessions/codes.ts': 'the story of a code: asked for, told in the chat, typed in the page',
  'sessions/init-data.ts': 'what Telegram signs for a Mini App, read and checked',
  'sessions/mini-app.ts': 'who is in a Mini App, by the word of Telegram',
  'sessions/tokens.ts': 'whose session it is that a browser comes with',
  'editing/bulk.ts': 'the handlers of editing.bulk_*',
  'editing/bulk-bookings.ts': 'how each booking of a change of many is changed and taken back',
  'editing/bulk-run.ts': 'how a change of many is done and taken back, one after the other',
  'editing/entities.ts': 'which module changes what can be edited',
  'people/change.ts': 'how a specialist is changed, by whatever form',
  'services/change.ts': 'how a service is changed, by whatever form',
  'people/phones.ts': 'the one way in which a telephone number is kept',
  'people/invitations.ts': 'how somebody comes to work here: by a code that works once',
  'people/specialists.ts': 'the handlers of specialists.*',
  'people/staff.ts': 'the handlers of who works here, and in which role',
  'services/owning.ts': 'what the owner of the business does with services',
  'scheduling/change.ts': 'what follows when the hours of a specialist change',
  'scheduling/hours.ts': 'the handlers of weekly hours and overrides',
  'scheduling/offer.ts': 'gathers what the pure slot arithmetic is given',
  'scheduling/schedule.ts': 'what occupies one specialist, told day by day',
  'scheduling/time-off.ts': 'the handlers of time off and breaks',
  'scheduling/whose.ts': 'whose time is asked for, and who may ask',
  'scheduling/worked.ts': 'how much of a working time can be booked, and is',
  'analytics/picture.ts': 'draws a chart as a picture',
  'analytics/summary.ts': 'the story of analytics.summary',
  'assistants/keys.ts': 'whose key it is that an assistant comes with',
  'reminders/create.ts': 'the story of reminders.create',
  'reminders/change.ts': 'the stories of reminders.update and reminders.ack',
  'reminders/events.ts': 'an event as it is told',
  'reminders/fire.ts': 'what becomes of reminders whose time has come',
  'reminders/gather.ts': 'what comes while others are fired is fired together',
  'reminders/known-crons.ts': 'expressions that have been read once',
  'reminders/pace.ts': 'how many reminders an assistant may set, for everybody who lets one wait',
  'reminders/send.ts': 'how an event is handed over again, or for good',
  'bookings/agenda.ts': 'the story of bookings.agenda',
  'bookings/ask-move.ts': 'the story of bookings.ask_to_move, and what it allows those who were asked',
  'bookings/cancel.ts': 'the story of bookings.cancel, and of every other end before the visit',
  'bookings/create.ts': 'the story of bookings.create',
  'calendars/feed.ts': 'the story of a feed: from its secret to the file that calendar programs read',
  'calendars/zone.ts': 'what follows when a specialist has another time zone',
  'calendars/busy.ts': 'makes the taken time of a specialist what their outside calendars say',
  'calendars/reader.ts': 'reads outside calendars in threads of their own',
  'calendars/reader-thread.ts': 'what runs in such a thread',
  'calendars/reading.ts': 'from the text of a calendar to busy time',
  'calendars/reading-events.ts': 'recurrences and their exceptions',
  'calendars/reading-times.ts': 'wall clocks and zones of a calendar file',
  'bookings/export.ts': 'the story of bookings.export_list',
  'clients/export.ts': 'the story of clients.export_list',
  'bookings/history.ts': 'the story of bookings.history',
  'bookings/holds.ts': 'how a hold ends: confirmed, or run out',
  'bookings/late.ts': 'the stories of bookings.delay and bookings.tell_late',
  'bookings/whose-day.ts': 'whose day is asked for, and who may ask',
  'bookings/move.ts': 'the story of bookings.move',
  'bookings/notices.ts': 'who is told what about a booking, in the transaction that changes it',
  'bookings/review-request.ts': 'when a client is asked what they thought of a visit',
  'clients/forget.ts': 'the story of clients.forget',
  'clients/merge.ts': 'two clients become one',
  'bookings/outgoing.ts': 'looks again at what a notification is about, before it leaves',
  'bookings/settle.ts': 'what becomes of a notification once it has been tried',
  'bookings/fetch.ts': 'how a far bot takes what it has to say, and tells what became of it',
  'bookings/told.ts': 'the handlers of notifications.*',
  'bookings/refusals.ts': 'what is told beside a refusal: other times, until when, whom to call',
  'bookings/repeat.ts': 'the story of bookings.repeat_offer',
  'bookings/side.ts': 'on which side of a visit somebody stands who asks for theirs',
  'reviews/rating.ts': 'what a change of a review changes in the average',
  'bookings/visits.ts': 'what became of a visit, marked by staff or by time',
  'waitlist/answer.ts': 'what becomes of an offer: taken, declined, or nobody waits any longer',
  'waitlist/join.ts': 'the story of waitlist.join',
  'waitlist/offer.ts': 'how a time that became free is offered to the first who can use it',
  'broadcasts/audience.ts': 'for whom a broadcast is, with its local days as instants',
  'broadcasts/fetch.ts': 'how a far bot takes broadcasts, and tells what became of them',
  'broadcasts/settled.ts': 'what a delivery means for one person of a broadcast',
  'broadcasts/telling.ts': 'how one person is told, and how that is written down',
  'broadcasts/visit.ts': 'what is to be done next about a broadcast',
  'bookings/write.ts': 'how time is taken and a booking is written, for everybody who makes bookings',
  'series/create.ts': 'the story of series.create',
  'series/end.ts': 'the stories of series.end and series.cancel_occurrence',
  'series/hours.ts': 'looks at night whether what is booked still lies in working hours',
  'series/move.ts': 'the story of series.move',
  'series/notices.ts': 'who is told what about a series, in the transaction that changes it',
  'series/take.ts': 'how occurrences take their time, for everybody who makes them',
  'series/targets.ts': 'what stands in the way of occurrences that move',
  'series/view.ts': 'a series as somebody may see and change it',
};

/** These put the modules together, so they also see the handlers and the jobs. */
const ASSEMBLY = new Set([
  'packages/backend/src/backend.ts',
  'packages/backend/src/jobs.ts',
  'packages/backend/src/index.ts',
]);

const placeOf = (file: string): { module: string; part: string } | null => {
  const [, module, part] = /^packages\/backend\/src\/modules\/([^/]+)\/(.+)$/.exec(file) ?? [];
  return module === undefined || part === undefined ? null : { module, part };
};

const checkName = (file: string): string[] => {
  const { module, part } = placeOf(file) ?? {};
  if (module === undefined || part === undefined) return [];
  if (!MODULES.includes(module)) return [`${file} is in a module that has no place in the order of modules`];
  if (isForTests(file) || PARTS.test(part) || `${module}/${part}` in STORIES) return [];
  return [`${file} is none of a module's parts: index, actions, rules, store, jobs, or a story that is listed`];
};

const checkMeeting = ({ file, line, to }: Edge): string[] => {
  const target = placeOf(to);
  const own = placeOf(file);
  if (target === null || own?.module === target.module) return [];
  const entrances = ASSEMBLY.has(file) ? ['index.ts', 'actions.ts', 'jobs.ts'] : ['index.ts'];
  if (!entrances.includes(target.part)) return [`${file}:${line} may not import ${to}: modules meet at index.ts`];
  const later = own !== null && MODULES.indexOf(target.module) > MODULES.indexOf(own.module);
  return later ? [`${file}:${line} may not import ${to}: ${target.module} comes after ${own.module}`] : [];
};

/** Names of the files of the backend's modules, and how the modules meet. Tests may look inside. */
export const checkModules = (tree: Tree): string[] => [
  ...[...tree.sources.keys()].flatMap(checkName),
  ...edgesOf(tree).flatMap((edge) => (isForTests(edge.file) ? [] : checkMeeting(edge))),
];
