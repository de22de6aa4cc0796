import { formatDate, formatMonth, formatTime, localDay, weekdayHeadings } from '@okno/contract';
import { calendarKeyboard } from '../calendar.ts';
import { nonceOf, type TargetOf } from '../callback-data.ts';
import { monthOf } from '../days.ts';
import type { Open } from '../dialogues.ts';
import type { BookFor } from '../managing.ts';
import type { Catalogue, Service } from '../memory.ts';
import { findService, findSpecialist, givers, type Turn } from '../turn.ts';
import { type Button, inRows, type Keyboard, pageOf, pager, tap, type View } from '../view.ts';
import { findLatest } from './client-bookings.ts';
import { backToManage, clientButton } from './manage-buttons.ts';
import { heading } from './month.ts';
import { nearestLabel } from './nearest.ts';
import { lostView } from './review-words.ts';
import { zoneOf, zoneOfChoice } from './words.ts';

type Step = TargetOf<'for_client'>;

const PER_PAGE = 8;
const SLOTS_PER_PAGE = 88;
const [TIME_COLUMNS, SEAT_COLUMNS] = [4, 2];

/** Begins to book for a client: whom the choice is for is kept, and named by `ref` in its buttons. */
export const beginFor = async (turn: Turn, client: string, purpose: BookFor['purpose'] = 'visit'): Promise<View> => {
  const choice = await begin(turn, client, purpose);
  if (choice === undefined) return lostView(turn);
  return openServicesFor(turn, choice, emptyStep(choice));
};

const begin = async (turn: Turn, client: string, purpose: BookFor['purpose']): Promise<BookFor | undefined> => {
  const { name } = await turn.ask('clients.get', { id: client });
  const choice: BookFor = {
    name: 'book_for',
    state: 'choosing',
    client,
    client_name: name,
    ref: nonceOf(turn.update_id),
    purpose,
  };
  return (await turn.dialogues.begin(turn, choice)) ? choice : undefined;
};

const emptyStep = ({ ref }: BookFor): Step => ({
  screen: 'for_client',
  step: 'services',
  ref,
  service: null,
  specialist: null,
  day: null,
  page: 0,
});

/** Whom a button of a choice is for; undefined when that choice is over, or another one has been begun. */
export const findChoice = async (turn: Turn, ref: number): Promise<Open<BookFor> | undefined> => {
  const found = await turn.dialogues.find(turn);
  if (typeof found === 'string') return undefined;
  const { dialogue, kept } = found;
  return dialogue.name === 'book_for' && dialogue.ref === ref ? { dialogue, kept } : undefined;
};

/** The choice the button belongs to is over: nobody knows for whom it was. */
export const overView = (turn: Turn): View => ({
  text: turn.say('manage.choice_over'),
  keyboard: [[tap(turn.label('manage.find'), { screen: 'manage', part: 'find', page: 0 })], [backToManage(turn)]],
});

export const openForClient = async (turn: Turn, target: Step): Promise<View> => {
  const open = await findChoice(turn, target.ref);
  if (open === undefined) return overView(turn);
  const choice = open.dialogue;
  if (target.step === 'services' || target.service === null) return openServicesFor(turn, choice, target);
  const chosen = { ...target, service: target.service };
  if (target.step === 'specialists') return openSpecialistsFor(turn, choice, chosen);
  if (target.step === 'time') return askTime(turn, open, chosen);
  return target.step === 'day' && target.day !== null
    ? openDayFor(turn, choice, { ...chosen, day: target.day })
    : openMonthFor(turn, choice, chosen);
};

type Chosen = Step & { readonly service: string };

const forLine = (turn: Turn, { client_name, purpose }: BookFor): string =>
  turn.say(purpose === 'series' ? 'regular.for' : 'manage.for', { name: client_name });

const openServicesFor = async (turn: Turn, choice: BookFor, target: Step): Promise<View> => {
  const catalogue = await turn.catalogue();
  const { items, page, pages } = pageOf(catalogue.services, target.page, PER_PAGE);
  return {
    text: [forLine(turn, choice), '', turn.say(items.length > 0 ? 'services.title' : 'services.empty')].join('\n'),
    keyboard: [
      ...items.map((service) => [tap(service.name, afterServiceFor(catalogue, service, target))]),
      ...pager(page, pages, (to): Step => ({ ...target, step: 'services', page: to })),
      [clientButton(turn, choice.client)],
    ],
  };
};

const afterServiceFor = (catalogue: Catalogue, service: Service, target: Step): Step => {
  const [only, ...others] = givers(catalogue, service);
  const next = { ...target, service: service.id, day: null, page: 0 };
  return others.length > 0
    ? { ...next, step: 'specialists', specialist: null }
    : { ...next, step: 'month', specialist: only?.id ?? null };
};

const openSpecialistsFor = async (turn: Turn, choice: BookFor, target: Chosen): Promise<View> => {
  const catalogue = await turn.catalogue();
  const service = findService(catalogue, target.service);
  const { items, page, pages } = pageOf(givers(catalogue, service), target.page, PER_PAGE);
  const button = (label: string, specialist: string | null): Button[] => [
    tap(label, { ...target, step: 'month', specialist, day: null, page: 0 }),
  ];
  return {
    text: [forLine(turn, choice), ...heading(turn, service, null), '', turn.say('specialists.title')].join('\n'),
    keyboard: [
      button(turn.label('specialists.any'), null),
      ...items.map(({ id, name }) => button(name, id)),
      ...pager(page, pages, (to): Step => ({ ...target, page: to })),
      [tap(turn.label('menu.back'), { ...target, step: 'services', page: 0 }), clientButton(turn, choice.client)],
    ],
  };
};

const openMonthFor = async (turn: Turn, choice: BookFor, target: Chosen): Promise<View> => {
  const { service: service_id, specialist: specialist_id } = target;
  const catalogue = await turn.catalogue();
  const specialist = findSpecialist(catalogue, specialist_id);
  const month = monthOf(target.day ?? localDay(zoneOfChoice(turn, specialist), turn.now));
  const glance = await turn.ask('scheduling.month', {
    ...{ service_id, month },
    ...(specialist_id === null ? {} : { specialist_id }),
  });
  const service = findService(catalogue, service_id);
  const keyboard = calendarKeyboard({
    month,
    loads: new Map(glance.days.map(({ date, load }) => [date, load])),
    window: { today: glance.today, last_day: glance.last_day },
    texts: { title: formatMonth(turn.language, month), weekdays: weekdayHeadings(turn.language) },
    dayTarget: (day) => ({ ...target, step: 'day', day, page: 0 }),
    monthTarget: (to) => ({ ...target, step: 'month', day: `${to}-01`, page: 0 }),
  });
  const { nearest } = glance;
  return {
    text: [
      ...[forLine(turn, choice), ...heading(turn, service, specialist), ''],
      turn.say(nearest === null ? 'month.none' : 'month.pick'),
    ].join('\n'),
    keyboard: [
      ...keyboard,
      ...(nearest === null
        ? []
        : [[at(target, nearest.starts_at, nearestLabel(turn, glance.time_zone, nearest.starts_at))]]),
      ...otherTimeRow(turn, { ...target, day: null }),
      [tap(turn.label('menu.back'), { ...target, step: 'services', page: 0 }), clientButton(turn, choice.client)],
    ],
  };
};

const at = ({ ref, service, specialist }: Chosen, starts_at: string, label: string): Button =>
  tap(label, { screen: 'for_client_at', act: 'check', ref, service, specialist, at: starts_at });

/** Outside the rules one books with somebody in particular (docs/rules.md#outside-the-rules). */
const otherTimeRow = (turn: Turn, target: Chosen): Keyboard =>
  target.specialist === null ? [] : [[tap(turn.label('manage.other_time'), { ...target, step: 'time', page: 0 })]];

const openDayFor = async (turn: Turn, choice: BookFor, target: Chosen & { day: string }): Promise<View> => {
  const { service: service_id, specialist: specialist_id, day } = target;
  const [catalogue, answer] = await Promise.all([
    turn.catalogue(),
    turn.ask('scheduling.free_slots_day', {
      ...{ service_id, date: day },
      ...(specialist_id === null ? {} : { specialist_id }),
    }),
  ]);
  const service = findService(catalogue, service_id);
  const { items, page, pages } = pageOf(answer.slots, target.page, SLOTS_PER_PAGE);
  const words = { day: formatDate(turn.language, day, turn.now), zone: zoneOf(turn, answer.time_zone) };
  const group = service.capacity > 1;
  const buttons = items.map(({ starts_at, seats_left }) => {
    const time = formatTime(turn.language, answer.time_zone, starts_at);
    return at(target, starts_at, group ? turn.label('day.seats', { time, count: seats_left }) : time);
  });
  return {
    text: [
      ...[forLine(turn, choice), ...heading(turn, service, findSpecialist(catalogue, specialist_id)), ''],
      items.length > 0 ? turn.say('day.pick', words) : turn.say('day.none', { day: words.day }),
    ].join('\n'),
    keyboard: [
      ...inRows(buttons, group ? SEAT_COLUMNS : TIME_COLUMNS),
      ...pager(page, pages, (to): Step => ({ ...target, page: to })),
      ...otherTimeRow(turn, target),
      [tap(turn.label('day.calendar'), { ...target, step: 'month', page: 0 }), clientButton(turn, choice.client)],
    ],
  };
};

/** Asks for a time in words: whatever the hours say, and never over what is taken. */
const askTime = async (turn: Turn, open: Open<BookFor>, target: Chosen): Promise<View> => {
  const { client, client_name, ref, purpose } = open.dialogue;
  const { service, specialist } = target;
  if (specialist === null) return openSpecialistsFor(turn, open.dialogue, target);
  const kept = await turn.dialogues.goOn(turn, open, {
    name: 'book_for',
    state: 'asked_time',
    client,
    client_name,
    ref,
    purpose,
    service,
    specialist,
    day: target.day ?? '',
  });
  if (!kept) return lostView(turn);
  return {
    text: [
      forLine(turn, open.dialogue),
      '',
      target.day === null
        ? turn.say('manage.time_ask_day')
        : turn.say('manage.time_ask', { day: formatDate(turn.language, target.day, turn.now) }),
    ].join('\n'),
    keyboard: [[tap(turn.label('day.calendar'), { ...target, step: 'month', page: 0 })]],
  };
};

/** The same as the last time: free starts at the same weekday and time, or else the nearest. */
export const offerAgain = async (turn: Turn, client: string): Promise<View> => {
  const last = await findLatest(turn, client);
  if (last === undefined) return beginFor(turn, client);
  const offer = await turn.ask('bookings.repeat_offer', { id: last.id });
  const choice = await begin(turn, client, 'visit');
  if (choice === undefined) return lostView(turn);
  const catalogue = await turn.catalogue();
  const target: Chosen = { ...emptyStep(choice), service: offer.service_id, specialist: offer.specialist_id };
  const service = findService(catalogue, offer.service_id);
  const said = offer.same_time ? 'manage.again_same' : 'manage.again_near';
  return {
    text: [
      ...[forLine(turn, choice), ...heading(turn, service, findSpecialist(catalogue, offer.specialist_id)), ''],
      turn.say(offer.slots.length > 0 ? said : 'month.none'),
    ].join('\n'),
    keyboard: [
      ...offer.slots.map(({ starts_at }) => [at(target, starts_at, nearestLabel(turn, offer.time_zone, starts_at))]),
      [tap(turn.label('day.calendar'), { ...target, step: 'month' }), clientButton(turn, client)],
    ],
  };
};
