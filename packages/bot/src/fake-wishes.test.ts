import {
  type ActionName,
  type Actions,
  AppError,
  type Booking,
  type Output,
  type Parsed,
  type Review,
  type WaitlistEntry,
} from '@okno/contract';
import { instant, NOW, page, uuid, ZONE } from './fake-salon.test.ts';

type Handlers = { [N in ActionName]?: (input: Parsed<Actions[N]>) => Output<Actions[N]> };

type Named = { readonly id: string; readonly name: string };

type Salon = {
  readonly bookings: Map<string, Booking>;
  readonly find: (id: string) => Booking;
  readonly services: readonly Named[];
  readonly specialists: readonly Named[];
};

/** What clients of the salon in memory wish for and say: who waits for a time, and the reviews. */
export const createFakeWishes = ({ bookings, find, services, specialists }: Salon) => {
  const waiting = new Map<string, WaitlistEntry>();
  const reviews = new Map<string, Review>();

  const join = (input: Parsed<Actions['waitlist.join']>): WaitlistEntry => {
    const named = (list: readonly { id: string; name: string }[], id: string) => ({
      id,
      name: list.find((one) => one.id === id)?.name ?? '',
    });
    const { service_id, specialist_id, from_day, to_day } = input;
    const entry: WaitlistEntry = {
      id: uuid(400 + waiting.size),
      status: 'waiting',
      client: { id: uuid(21), name: 'Olga', phone: null },
      service: named(services, service_id),
      specialist: specialist_id === null ? null : named(specialists, specialist_id),
      ...{ from_day, to_day, from_minute: null, to_minute: null, time_zone: ZONE },
      position: waiting.size + 1,
      offer: null,
      created_at: instant(NOW),
    };
    waiting.set(entry.id, entry);
    return entry;
  };

  /** The entry to which this booking is offered, which ends so. */
  const answer = (id: string, status: 'confirmed' | 'cancelled'): WaitlistEntry => {
    const entry = [...waiting.values()].find(({ offer }) => offer?.booking_id === id);
    if (entry === undefined) throw new AppError('not_found');
    bookings.set(id, { ...find(id), status, held_until: null });
    const answered: WaitlistEntry = { ...entry, offer: null, status: status === 'confirmed' ? 'taken' : 'waiting' };
    waiting.set(entry.id, answered);
    return answered;
  };

  const reviewOf = (id: string, changes: { stars?: number | undefined; text?: string | undefined }): Review => {
    const { service: of, specialist } = find(id);
    const before = reviews.get(id) ?? { stars: 1, text: '', edited_at: null };
    const { stars = before.stars, text = before.text } = changes;
    const known = { id: uuid(300), author: 'Olga', created_at: instant(NOW), edited_at: null, reply: null };
    const review = { ...known, stars, text, specialist, service: of, visit: null, hidden: null, missed: false };
    reviews.set(id, review);
    return review;
  };

  const handlers: Handlers = {
    'reviews.create': ({ id, ...said }) => {
      if (find(id).status !== 'completed') throw new AppError('not_reviewable');
      if (reviews.has(id)) throw new AppError('already_reviewed');
      return reviewOf(id, said);
    },
    'reviews.update': ({ id, ...said }) => {
      if (!reviews.has(id)) throw new AppError('not_found');
      return reviewOf(id, said);
    },
    'waitlist.join': join,
    'waitlist.list': (input) =>
      page(
        [...waiting.values()].filter(({ status }) => status === 'waiting' || status === 'offered'),
        input,
      ),
    'waitlist.leave': ({ id }) => {
      const entry = waiting.get(id);
      if (entry === undefined) throw new AppError('not_found');
      const left = { ...entry, status: 'left' as const, position: null, offer: null };
      waiting.set(id, left);
      return left;
    },
    'waitlist.take': ({ id }) => {
      answer(id, 'confirmed');
      return find(id);
    },
    'waitlist.decline': ({ id }) => answer(id, 'cancelled'),
  };
  return { handlers, waiting, reviews };
};
