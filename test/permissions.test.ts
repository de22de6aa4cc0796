import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { type Action, actions } from '../packages/contract/src/index.ts';
import { generatePermissions } from '../scripts/generate-permissions.ts';

type Row = {
  readonly what: string;
  /** The people who may; programs are told apart below. */
  readonly people: string;
  readonly actions: readonly string[];
};

const EVERYBODY = 'guest client specialist moderator super_admin';
const PEOPLE = 'client specialist moderator super_admin';
const STAFF = 'specialist moderator super_admin';
const MANAGERS = 'moderator super_admin';
const OWNER = 'super_admin';

/** Who may do what, as it was decided; the contract has to say the same. */
const TABLE: readonly Row[] = [
  {
    what: 'see services, specialists, free times and reviews, and who one is',
    people: EVERYBODY,
    actions: [
      ...['people.me', 'people.list_specialists', 'services.list', 'services.get', 'reviews.list'],
      ...['scheduling.free_slots_day', 'scheduling.free_slots_range', 'scheduling.month'],
      ...['scheduling.preview', 'series.preview', 'reminders.preview'],
    ],
  },
  {
    what: 'what concerns oneself: name, language, telephone number, what is kept about one',
    people: PEOPLE,
    actions: [
      ...['people.update_me', 'people.set_reachable', 'clients.link_phone', 'clients.export', 'clients.forget'],
      ...['texts.own', 'people.accept_invitation', 'broadcasts.set_news'],
      ...['sign_in.take_code', 'sessions.list', 'sessions.revoke', 'sessions.revoke_others'],
    ],
  },
  {
    what: 'sign in: whoever has a ticket and the code that was told for it, or Telegram’s word; and out, again and again',
    people: EVERYBODY,
    actions: ['sign_in.start', 'sessions.create', 'sessions.end'],
  },
  {
    what: 'book, move, cancel, wait, review: one’s own, those of own clients, or any',
    people: PEOPLE,
    actions: [
      ...['bookings.create', 'bookings.confirm', 'bookings.move', 'bookings.cancel', 'bookings.history'],
      ...['bookings.repeat_offer', 'bookings.get', 'bookings.list', 'series.list', 'series.get', 'series.end'],
      ...['waitlist.join', 'waitlist.list', 'waitlist.leave', 'waitlist.take', 'waitlist.decline'],
      ...['reviews.create', 'reviews.update'],
      ...['calendars.feed_create', 'calendars.feed_list', 'calendars.feed_revoke'],
    ],
  },
  {
    what: 'schedules and visits: one’s own, or any',
    people: STAFF,
    actions: [
      ...['scheduling.day', 'scheduling.range', 'scheduling.why_not', 'scheduling.room_range', 'scheduling.hours'],
      ...['scheduling.check_hours', 'scheduling.check_override'],
      ...['scheduling.set_hours', 'scheduling.overrides', 'scheduling.override', 'scheduling.set_override'],
      'scheduling.day_hours',
      ...['scheduling.remove_override', 'scheduling.time_off', 'scheduling.add_time_off'],
      ...['scheduling.remove_time_off', 'bookings.complete', 'bookings.no_show', 'bookings.agenda'],
      ...['series.create', 'series.move', 'series.cancel_occurrence', 'rooms.list', 'rooms.get', 'services.givers'],
      ...['calendars.import_create', 'calendars.import_list', 'calendars.import_sync', 'calendars.import_delete'],
      ...['notifications.list', 'notifications.repeat', 'reviews.reply'],
      ...['bookings.delay', 'bookings.tell_late', 'bookings.ask_to_move'],
      ...['analytics.summary', 'analytics.chart'],
    ],
  },
  {
    what: 'clients: one’s own, or any',
    people: STAFF,
    actions: [
      ...['clients.list', 'clients.get', 'clients.update', 'clients.set_tags', 'clients.list_notes'],
      ...['clients.add_note', 'clients.delete_note'],
      ...['editing.bulk_preview', 'editing.bulk_start', 'editing.bulk_list', 'editing.bulk_get', 'editing.bulk_items'],
      ...['editing.bulk_undo'],
    ],
  },
  {
    what: 'clients and reviews of the whole business',
    people: MANAGERS,
    actions: [
      ...['clients.create', 'clients.merge', 'reviews.hide', 'reviews.unhide'],
      ...['broadcasts.create', 'broadcasts.update', 'broadcasts.list', 'broadcasts.get', 'broadcasts.preview'],
      ...['broadcasts.recipients', 'broadcasts.test', 'broadcasts.start', 'broadcasts.pause', 'broadcasts.resume'],
      ...['broadcasts.cancel'],
      ...['editing.fields', 'editing.get', 'editing.change', 'editing.history', 'editing.undo'],
    ],
  },
  {
    what: 'services, prices, rules, the team, rooms, keys, the audit log',
    people: OWNER,
    actions: [
      'tenants.bots',
      ...['tenants.rules', 'tenants.update_rules', 'audit.list', 'analytics.export'],
      ...['bookings.export_list', 'clients.export_list'],
      ...['webhooks.create', 'webhooks.list', 'webhooks.get', 'webhooks.update', 'webhooks.delete', 'webhooks.test'],
      ...[
        'webhooks.rotate_secret',
        'webhooks.activate',
        'webhooks.deactivate',
        'webhooks.deliveries',
        'webhooks.resend',
      ],
      ...['texts.list', 'texts.get', 'texts.preview', 'texts.set', 'texts.reset', 'texts.history'],
      ...['people.list_staff', 'people.get_staff', 'people.set_role', 'people.remove_staff', 'people.invite'],
      ...['people.list_invitations', 'people.revoke_invitation'],
      ...['specialists.card', 'specialists.create', 'specialists.update', 'specialists.archive', 'specialists.restore'],
      ...['rooms.create', 'rooms.update', 'rooms.archive', 'rooms.restore'],
      ...['services.card', 'services.create', 'services.update', 'services.archive', 'services.restore'],
      ...['services.set_rooms', 'services.set_giver', 'services.remove_giver'],
      ...['assistants.create', 'assistants.list', 'assistants.update', 'assistants.archive'],
      ...['assistants.issue_key', 'assistants.revoke_key'],
      ...['service_keys.create', 'service_keys.list', 'service_keys.rotate', 'service_keys.revoke'],
      ...['reminders.get', 'reminders.list', 'reminders.scheduled', 'reminders.update', 'reminders.delete'],
      ...['reminders.dead_letters', 'reminders.resend'],
    ],
  },
  {
    what: 'for programs alone',
    people: '',
    actions: [
      ...['scheduling.of_person', 'notifications.pull', 'notifications.report', 'notifications.set_delivery'],
      ...['reminders.create', 'reminders.ack', 'reminders.events'],
    ],
  },
];

/** Assistants reach no further than this, whatever their keys are for. */
const FOR_ASSISTANTS = [
  ...(TABLE[0]?.actions ?? []),
  ...['bookings.create', 'bookings.move', 'bookings.cancel', 'bookings.get', 'bookings.list'],
  ...['scheduling.day', 'scheduling.range', 'scheduling.why_not'],
  ...['reminders.create', 'reminders.get', 'reminders.list', 'reminders.scheduled', 'reminders.update'],
  ...['reminders.delete', 'reminders.ack', 'reminders.events', 'reminders.dead_letters', 'reminders.resend'],
];

const PEOPLE_ROLES = EVERYBODY.split(' ');

type Contract = Readonly<Record<string, Pick<Action, 'roles'>>>;

const faultsOf = (contract: Contract): string[] => {
  const decided = new Map(TABLE.flatMap(({ people, actions: names }) => names.map((name) => [name, people])));
  return Object.entries(contract).flatMap(([name, { roles }]) => {
    const people = decided.get(name);
    if (people === undefined) return [`nobody has decided who may ${name}`];
    const given = PEOPLE_ROLES.filter((role) => roles.some((one) => one === role)).join(' ');
    return [
      ...(given === people ? [] : [`${name}: ${given || 'nobody'} instead of ${people || 'nobody'}`]),
      ...(roles.includes('owner') ? [`${name}: the platform's owner`] : []),
      ...(roles.includes('assistant') === FOR_ASSISTANTS.includes(name) ? [] : [`${name}: assistants`]),
    ];
  });
};

test('the actions are allowed to whom the table of roles says, and every action stands in it', () => {
  assert.deepEqual(faultsOf(actions), []);
  const names = TABLE.flatMap((row) => row.actions);
  assert.deepEqual(
    names.filter((name, index) => !(name in actions) || names.indexOf(name) !== index),
    [],
    'the table names each action once, and none that is gone',
  );
});

test('a right too many, one too few and an action that nobody has thought of are noticed', () => {
  assert.deepEqual(
    faultsOf({
      'audit.list': { roles: ['moderator', 'super_admin', 'bot'] },
      'bookings.cancel': { roles: ['client', 'specialist', 'super_admin', 'assistant'] },
      'money.refund': { roles: ['super_admin'] },
      'rooms.create': { roles: ['super_admin', 'owner', 'assistant'] },
    }),
    [
      'audit.list: moderator super_admin instead of super_admin',
      'bookings.cancel: client specialist super_admin instead of client specialist moderator super_admin',
      'nobody has decided who may money.refund',
      "rooms.create: the platform's owner",
      'rooms.create: assistants',
    ],
  );
});

test('the table of permissions is that of the contract', async () => {
  for (const { path: file, content } of await generatePermissions())
    assert.equal(
      readFileSync(path.resolve(import.meta.dirname, '..', file), 'utf8'),
      content,
      `${file} is stale: run npm run generate`,
    );
});
