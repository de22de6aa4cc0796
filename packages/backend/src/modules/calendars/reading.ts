import type { CalendarError } from '@okno/contract';
import ICAL from 'ical.js';
import { type Budget, busyOf, TooComplex } from './reading-events.ts';
import { createReadTime } from './reading-times.ts';
import type { Window } from './rules.ts';
import { bookingOfUid } from './rules-feed.ts';

/** The time that counts (Unix milliseconds), and the zone of whole days and of times that name none. */
export type ReadOptions = Window & { readonly zone: string };

export type NamedEvent = { readonly booking_id: string; readonly busy: readonly Window[] };

export type Reading =
  | {
      readonly status: 'read';
      /** In any order, may overlap; without the events that are named like bookings. */
      readonly busy: readonly Window[];
      /** Events named like bookings: busy as well, unless they are this specialist's own come back. */
      readonly named: readonly NamedEvent[];
      /** Events that take time, those named like bookings left out. */
      readonly events: number;
      readonly unread_events: number;
    }
  | { readonly status: 'failed'; readonly error: CalendarError };

const MAX_EVENTS = 5_000;
const MAX_WINDOWS = 20_000;
const MAX_STEPS = 100_000;

const failed = (error: CalendarError): Reading => ({ status: 'failed', error });

/** The calendars of a file; undefined when it is none, or a broken one. */
const parse = (text: string): ICAL.Component[] | undefined => {
  try {
    const parsed: unknown[] = ICAL.parse(text.replace(/^\uFEFF/, ''));
    const calendars = (typeof parsed[0] === 'string' ? [parsed] : parsed).map((one) => new ICAL.Component(one as []));
    return calendars.length > 0 && calendars.every(({ name }) => name === 'vcalendar') ? calendars : undefined;
  } catch {
    // Whatever the parser dislikes: to us it is not a calendar, and it is told as such.
    return undefined;
  }
};

/** Events by their name; each without one stands alone, under itself. */
const byUid = (events: readonly ICAL.Component[]): Map<unknown, ICAL.Component[]> => {
  const groups = new Map<unknown, ICAL.Component[]>();
  for (const event of events) {
    const uid = event.getFirstPropertyValue('uid') ?? event;
    const group = groups.get(uid);
    if (group === undefined) groups.set(uid, [event]);
    else group.push(event);
  }
  return groups;
};

type Found = {
  readonly busy: Window[];
  readonly named: NamedEvent[];
  windows: number;
  events: number;
  unread_events: number;
};

/** Adds what the events of one name take; those that make no sense are counted and do not hold up the others. */
const addGroup = (
  found: Found,
  [uid, group]: readonly [unknown, readonly ICAL.Component[]],
  context: Parameters<typeof busyOf>[1],
): void => {
  try {
    const windows = busyOf(group, context);
    if (windows.length === 0) return;
    found.windows += windows.length;
    const booking_id = typeof uid === 'string' ? bookingOfUid(uid) : undefined;
    if (booking_id !== undefined) found.named.push({ booking_id, busy: windows });
    else {
      found.events += 1;
      for (const one of windows) found.busy.push(one);
    }
  } catch (error) {
    if (error instanceof TooComplex) throw error;
    found.unread_events += group.length;
  }
  if (found.windows > MAX_WINDOWS) throw new TooComplex();
};

const readAll = (calendars: readonly ICAL.Component[], { zone, ...window }: ReadOptions): Reading => {
  const all = calendars.map((calendar) => ({ calendar, events: calendar.getAllSubcomponents('vevent') }));
  if (all.reduce((count, { events }) => count + events.length, 0) > MAX_EVENTS) return failed('too_large');
  const budget: Budget = { steps: MAX_STEPS };
  const found: Found = { busy: [], named: [], windows: 0, events: 0, unread_events: 0 };
  for (const { calendar, events } of all) {
    const context = { window, readTime: createReadTime(calendar, zone), budget };
    for (const group of byUid(events)) addGroup(found, group, context);
  }
  const { windows: _, ...told } = found;
  return { status: 'read', ...told };
};

/**
 * The busy time that the text of an iCalendar file tells of within a window (docs/rules.md#imports). An event that
 * makes no sense is counted; a file that cannot be read is refused as a whole.
 */
export const readCalendarText = (text: string, options: ReadOptions): Reading => {
  const calendars = parse(text);
  if (calendars === undefined) return failed('not_a_calendar');
  try {
    return readAll(calendars, options);
  } catch (error) {
    if (error instanceof TooComplex) return failed('too_complex');
    throw error;
  }
};
