import { randomUUID } from 'node:crypto';
import { type Actions, AppError, type Booking, type Language, type Parsed } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import type { Tx } from '../../db/tx.ts';
import { formatInstant, MINUTE_MS } from '../../time.ts';
import { type ClientCard, findClient, insertClientByPhone, listChatsOf } from '../people/index.ts';
import {
  chooseGivers,
  deleteExpiredHolds,
  foreseeOffer,
  type GivenService,
  insertReservation,
  loadOffer,
  localDay,
  lockSpecialists,
  nearestSlots,
  takeSeat,
} from '../scheduling/index.ts';
import { findTenantRules, foreseeTenantRules } from '../tenants/index.ts';
import { announce, audienceOf } from './notices.ts';
import { changeableUntil } from './rules.ts';
import { type BookingMessage, countFutureBookings, insertBooking, lockClient } from './store.ts';

type Input = Parsed<Actions['bookings.create']>;

/** How many other times are named beside a refusal. */
const NEAREST = 5;

/** Books a slot: find what is offered, let the database decide the race, then write everything that follows. */
export const createBooking = async (ctx: Ctx, input: Input): Promise<Booking> => {
  const { tx, now } = ctx;
  const starts_at = Date.parse(input.starts_at);
  const wanted = { ...input, language: ctx.actor.language };
  const [rules, client, offer] = await Promise.all([
    findTenantRules(tx),
    clientOf(ctx, input),
    loadOffer(tx, wanted, daysOf(input)),
  ]);
  const { givers, rule } = chooseGivers(offer, starts_at, now);
  if (rule !== null) throw await refusal(ctx, input, rule);
  const specialist_ids = givers.map(({ specialist_id }) => specialist_id);
  const [taken, chats] = await Promise.all([
    take(ctx, givers, { starts_at, client_id: client.id, max: rules.max_future_bookings }),
    listChatsOf(tx, { client_id: client.id, specialist_ids }),
  ]);
  if (taken === null) throw await refusal(ctx, input, 'taken');
  const { giver, reservation_id } = taken;
  const booking = bookingOf(giver, { client, starts_at, now, rules });
  const message = messageOf(ctx, input.message);
  const row = { ...booking, ...giver, id: booking.id, service_id: giver.id, client_id: client.id, reservation_id };
  insertBooking(tx, row, { actor: ctx.actor.id, message });
  announce(tx, audienceOf(chats, giver.specialist_id), {
    kind: 'booking_created',
    booking: { id: booking.id, starts_at },
    now,
    done_in: message,
    reminder_minutes: rules.reminder_minutes,
  });
  return booking;
};

const daysOf = ({ starts_at }: Input) => {
  const day = localDay('UTC', Date.parse(starts_at));
  return { from: day, to: day, start: starts_at };
};

/** What `createBooking` reads whoever asks. */
export const foreseeBooking = (tx: Tx, input: Input, language: Language): void => {
  foreseeTenantRules(tx);
  foreseeOffer(tx, { ...input, language }, daysOf(input));
};

/** The booking as people see it; everything it says is known before it is written. */
const bookingOf = (
  giver: GivenService,
  made: { client: ClientCard; starts_at: number; now: number; rules: { cancel_notice_minutes: number } },
): Booking => ({
  id: randomUUID(),
  status: 'confirmed',
  ...timeOf(giver, made.starts_at),
  time_zone: giver.time_zone,
  service: { id: giver.id, name: giver.service_name },
  specialist: { id: giver.specialist_id, name: giver.specialist_name },
  client: made.client,
  price_minor: giver.price_minor,
  currency: giver.currency,
  changeable_until: formatInstant(changeableUntil(made.starts_at, made.rules.cancel_notice_minutes)),
  created_at: formatInstant(made.now),
});

/** The client who books: themselves, or the one that staff or a program names. */
const clientOf = async ({ tx, actor }: Ctx, input: Input): Promise<ClientCard> => {
  const named = input.client !== undefined || input.client_id !== undefined;
  if (named && actor.role === 'client') throw new AppError('forbidden', { field: 'client' });
  if (input.client !== undefined && input.client_id !== undefined)
    throw new AppError('invalid_input', { field: 'client', rule: 'either client or client_id, not both' });
  if (input.client !== undefined) return insertClientByPhone(tx, input.client);
  const id = input.client_id ?? actor.client_id;
  // Whoever books for themselves has just been read.
  if (id !== null && id === actor.client_id) return { id, name: actor.name, phone: actor.phone };
  if (id === null) throw new AppError('invalid_input', { field: 'client', rule: 'is needed' });
  const client = await findClient(tx, id);
  if (client === undefined) throw new AppError('not_found', { what: 'client', field: 'client_id' });
  return client;
};

/**
 * Takes the time, or a seat of a session that already has it, with the first of the givers who still can. Null:
 * others were quicker everywhere. The locks are taken in one order everywhere, specialists and then the client, so
 * that two bookings never wait for each other.
 * @throws AppError `booking_limit_reached` when the client has enough bookings ahead.
 */
const take = async (
  { tx }: Ctx,
  givers: readonly GivenService[],
  wanted: { starts_at: number; client_id: string; max: number },
): Promise<{ giver: GivenService; reservation_id: string } | null> => {
  lockSpecialists(
    tx,
    givers.map(({ specialist_id }) => specialist_id),
  );
  lockClient(tx, wanted.client_id);
  const count = countFutureBookings(tx, wanted.client_id);
  for (const giver of givers) {
    const [ahead, reservation] = await Promise.all([count, reserve(tx, giver, wanted.starts_at)]);
    if (ahead >= wanted.max) throw new AppError('booking_limit_reached', { limit: wanted.max });
    if (reservation !== undefined) return { giver, reservation_id: reservation.id };
  }
  return null;
};

const timeOf = (service: GivenService, starts_at: number) => ({
  starts_at: formatInstant(starts_at),
  ends_at: formatInstant(starts_at + service.duration_minutes * MINUTE_MS),
});

/** The row that takes the time of one specialist; none when it is taken. Holds that have run out give way. */
const reserve = async (tx: Tx, service: GivenService, starts_at: number): Promise<{ id: string } | undefined> => {
  const session = { ...timeOf(service, starts_at), ...service, service_id: service.id, seats: service.capacity };
  const seat = service.capacity > 1 ? await takeSeat(tx, session) : undefined;
  const reservation = seat ?? (await insertReservation(tx, session));
  if (reservation !== undefined) return reservation;
  const freed = await deleteExpiredHolds(tx, service.specialist_id);
  return freed ? insertReservation(tx, session) : undefined;
};

/** The message in which the booking was confirmed lives on as its card. */
const messageOf = ({ actor }: Ctx, message: Input['message']): BookingMessage | null => {
  if (actor.chat === null || message === undefined) return null;
  if (message.chat_id !== actor.chat.telegram_id)
    throw new AppError('invalid_input', { field: 'message.chat_id', rule: 'must be your own chat' });
  return { ...actor.chat, message_id: message.message_id };
};

/** The refusal with the nearest free times beside it, so that nobody is left standing. */
const refusal = async ({ tx, now, actor }: Ctx, input: Input, rule: string): Promise<AppError> => {
  const nearest = await nearestSlots(
    tx,
    { ...input, language: actor.language },
    { wanted_at: Date.parse(input.starts_at), now, count: NEAREST },
  );
  if (rule === 'taken' || rule === 'full') return new AppError('slot_taken', { nearest });
  return new AppError('slot_not_offered', { field: 'starts_at', rule, nearest });
};
