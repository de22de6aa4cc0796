import {
  type ActionName,
  type Actions,
  AppError,
  type Booking,
  type Call,
  type Output,
  type Parsed,
  type Series,
  type Session,
} from '@okno/contract';
import { HOUR_MS, instant, NOW, page, uuid, ZONE } from './fake-salon.test.ts';

type Handlers = { [N in ActionName]?: (input: Parsed<Actions[N]>, call: Call) => Output<Actions[N]> };

/** What stands in the link of a page on which somebody is signing in. */
export const SIGN_IN_LINK = 'k'.repeat(43);

/** What clients do with themselves and with what they have booked, behind the contract. */
export const createFakeSelf = (bookings: Map<string, Booking>) => {
  /** Who was forgotten is somebody new from then on. */
  const self = { client_id: uuid(21), phone: null as string | null };
  /** Numbers of other people in Telegram. */
  const taken = new Set<string>();
  const series = new Map<string, Series>();
  const sessions: Session[] = [];
  const find = (id: string): Booking => {
    const booking = bookings.get(id);
    if (booking === undefined) throw new AppError('not_found');
    return booking;
  };
  const isMine = (id: string): void => {
    if (id !== self.client_id) throw new AppError('not_found');
  };
  const exported = ({ id, status, service, specialist, ...rest }: Booking) => ({
    ...{ id, status, service: service.name, specialist: specialist.name },
    ...{ starts_at: rest.starts_at, ends_at: rest.ends_at, price_minor: rest.price_minor },
    ...{ currency: rest.currency, created_at: rest.created_at },
  });

  const handlers: Handlers = {
    'bookings.list': (input) => {
      const wanted = [...bookings.values()].filter(
        ({ status, starts_at, ends_at }) =>
          (input.status === undefined || status === input.status) &&
          (input.from === undefined || ends_at > input.from) &&
          (input.to === undefined || starts_at < input.to),
      );
      const sorted = wanted.toSorted((one, other) => (one.starts_at < other.starts_at ? -1 : 1));
      return page(input.order === 'desc' ? sorted.reverse() : sorted, input);
    },
    'bookings.move': ({ id, starts_at }) => {
      const booking = find(id);
      const length = Date.parse(booking.ends_at) - Date.parse(booking.starts_at);
      const at = Date.parse(starts_at);
      const changeable_until = instant(at - 24 * HOUR_MS);
      const moved = { ...booking, starts_at: instant(at), ends_at: instant(at + length), changeable_until };
      bookings.set(id, moved);
      return moved;
    },
    'bookings.repeat_offer': ({ id }) => {
      const { service, specialist, starts_at } = find(id);
      const slots = [1, 2].map((week) => {
        const at = Date.parse(starts_at) + week * 7 * 24 * HOUR_MS;
        return { starts_at: instant(at), ends_at: instant(at + HOUR_MS), specialist_id: specialist.id, seats_left: 1 };
      });
      const who = { service_id: service.id, specialist_id: specialist.id };
      return { ...who, time_zone: ZONE, same_time: true, slots };
    },
    'sessions.list': () => ({ items: [...sessions] }),
    'sessions.revoke_others': () => ({ ended: sessions.splice(0).length }),
    'sign_in.take_code': ({ link }) => {
      if (link !== SIGN_IN_LINK) throw new AppError('not_found');
      return { code: '042137', device: 'Chrome, Windows', expires_at: instant(NOW + HOUR_MS / 6) };
    },
    'clients.link_phone': ({ phone, contact_user_id }, { caller }) => {
      if (caller.via !== 'telegram' || caller.telegram_id !== contact_user_id) throw new AppError('contact_not_yours');
      if (taken.has(phone)) throw new AppError('phone_taken');
      self.phone = `+${phone.replace(/\D/g, '')}`;
      return { id: self.client_id, name: 'Olga', phone: self.phone };
    },
    'clients.export': ({ id }) => {
      isMine(id);
      const empty = { reviews: [], waitlist: [], calendars: [], notifications: [], chats: [], sessions: [] };
      const known = {
        id,
        news: true,
        name: 'Olga',
        phone: self.phone,
        email: null,
        telegram_id: 1,
        created_at: instant(NOW),
      };
      return { ...known, ...empty, series: [], bookings: [...bookings.values()].map(exported) };
    },
    'clients.forget': ({ id }) => {
      isMine(id);
      Object.assign(self, { client_id: uuid(22), phone: null });
      bookings.clear();
      return { id };
    },
    'series.list': (input) => {
      const cards = [...series.values()].map(({ occurrences: _, ...card }) => card);
      return page(
        cards.filter(({ status }) => input.status === undefined || status === input.status),
        input,
      );
    },
    'series.get': ({ id }) => {
      const found = series.get(id);
      if (found === undefined) throw new AppError('not_found');
      return found;
    },
    'series.end': ({ id, from = instant(NOW) }) => {
      const found = series.get(id);
      if (found === undefined) throw new AppError('not_found');
      const occurrences = found.occurrences.map((one) =>
        Date.parse(one.occurrence_at) < Date.parse(from) ? one : { ...one, status: 'cancelled' as const },
      );
      const ended: Series = { ...found, occurrences, ends_before: instant(Date.parse(from)) };
      series.set(id, ended);
      return ended;
    },
  };

  /** A series of the bookings that are there, in their order. */
  const addSeries = (): Series => {
    const visits = [...bookings.values()];
    const [first] = visits;
    if (first === undefined) throw new Error('a series has visits');
    const { service, specialist, client, time_zone, created_at } = first;
    const card = { service, specialist, client, time_zone, created_at, starts_at_local: '2026-03-05T12:00:00' };
    const made: Series = {
      ...{ ...card, id: uuid(600), status: 'active', ended_reason: null, rrule: 'FREQ=WEEKLY', exdates: [] },
      ...{ ends_before: null, extended_until: instant(NOW), follows: null, note: null },
      occurrences: visits.map(({ id, starts_at, changeable_until }) => ({
        ...{ occurrence_at: starts_at, status: 'booked', clash: null, booking_id: id, starts_at, changeable_until },
      })),
    };
    series.set(made.id, made);
    return made;
  };

  /** Somebody has signed in on a page. */
  const addSession = (device: string): void => {
    const at = { created_at: instant(NOW), last_seen_at: instant(NOW), expires_at: instant(NOW + 720 * HOUR_MS) };
    sessions.push({ id: uuid(700 + sessions.length), device, opened_by: 'code', current: false, ...at });
  };

  return { handlers, self, taken, addSeries, addSession, countSessions: () => sessions.length };
};
