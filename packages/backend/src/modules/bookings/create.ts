import { randomUUID } from 'node:crypto';
import {
  type Actions,
  AppError,
  type Booking,
  type Caller,
  createBoundedMap,
  type Language,
  type Parsed,
} from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import type { Tx } from '../../db/tx.ts';
import { formatInstant } from '../../time.ts';
import type { Rivalry } from '../../turns.ts';
import {
  type ClientCard,
  type ConcernedChat,
  findClient,
  foreseeOwnChats,
  insertClientByPhone,
  listChatsOf,
  listOwnChats,
  numberOf,
} from '../people/index.ts';
import {
  chooseGivers,
  chooseOutsideRules,
  foreseeOffer,
  type GivenService,
  loadOffer,
  localDay,
  lockTimeAndRooms,
  type Reserved,
} from '../scheduling/index.ts';
import { findTenantRules, foreseeTenantRules, type TenantRules } from '../tenants/index.ts';
import { audienceOf } from './notices.ts';
import { refusedSlot } from './refusals.ts';
import { heldUntil } from './rules.ts';
import { actingAs } from './rules-states.ts';
import { countFutureBookings, lockClient, presumeReservation } from './store.ts';
import { isClientOf } from './store-clients.ts';
import { messageOf, reserveTime, sessionOf, writeBooking } from './write.ts';

type Input = Parsed<Actions['bookings.create']>;
type Naming = Pick<Input, 'client' | 'client_id' | 'specialist_id'>;

/** Books a slot: find what is offered, let the database decide the race, then write everything that follows. */
export const createBooking = async (ctx: Ctx, input: Input): Promise<Booking> => {
  const { tx, now } = ctx;
  const starts_at = Date.parse(input.starts_at);
  checkOutsideRules(ctx, input);
  const wanted = { ...input, language: ctx.actor.language };
  const [rules, client, offer, own_chats] = await Promise.all([
    findTenantRules(tx),
    clientOf(ctx, input),
    loadOffer(tx, wanted, daysOf(input)),
    ownChatsOf(ctx, input),
  ]);
  checkPhone(ctx, rules);
  const choose = input.outside_rules ? chooseOutsideRules : chooseGivers;
  const { givers, rule } = choose(offer, starts_at, now);
  if (rule !== null) throw refusedSlot(ctx, input, rule);
  const specialist_ids = givers.map(({ specialist_id }) => specialist_id);
  const max = input.outside_rules ? Number.POSITIVE_INFINITY : rules.max_future_bookings;
  const held_until = input.hold ? heldUntil(starts_at, now, rules.hold_minutes) : null;
  const time = { starts_at, held_until, client_id: client.id, max };
  const [taken, chats] = await Promise.all([
    (own_chats && takeAtOnce(ctx, givers, time)) ?? take(ctx, givers, time),
    own_chats ?? listChatsOf(tx, { client_id: client.id, specialist_ids }),
  ]);
  if (taken === null) throw refusedSlot(ctx, input, 'taken');
  return writeBooking(
    tx,
    { ...taken, client, starts_at, held_until },
    {
      actor: ctx.actor.id,
      acting_as: client.id === ctx.actor.client_id ? 'client' : actingAs(ctx.actor, taken.giver.specialist_id),
      now,
      rules,
      message: messageOf(ctx, input.message),
      audience: audienceOf(chats, taken.giver.specialist_id),
    },
  );
};

const daysOf = ({ starts_at }: Input) => {
  const day = localDay('UTC', Date.parse(starts_at));
  return { from: day, to: day, start: starts_at };
};

/** What `createBooking` reads whoever asks. */
export const foreseeBooking = (
  tx: Tx,
  input: Input,
  { language, caller }: { language: Language; caller: Caller },
): void => {
  const { specialist_id } = input;
  foreseeTime(tx, input, { language });
  if (specialist_id === null || !namesNobody(input) || !('telegram_id' in caller)) return;
  foreseeOwnChats(tx, { telegram_id: caller.telegram_id, specialist_id });
};

/** What `refuseTaken` reads. */
const foreseeTime = (tx: Tx, input: Input, { language }: { language: Language }): void => {
  foreseeTenantRules(tx);
  foreseeOffer(tx, { ...input, language }, daysOf(input));
};

const namesNobody = ({ client, client_id }: Naming): boolean => client === undefined && client_id === undefined;

/**
 * Who is told of a booking that somebody makes for themselves with somebody in particular; null of any other. It was read
 * ahead of time: who has written for the first time just now is missing in it, and so it is read once more.
 */
const ownChatsOf = async ({ tx, actor }: Ctx, input: Naming): Promise<ConcernedChat[] | null> => {
  const { specialist_id } = input;
  const { person } = actor;
  if (specialist_id === null || !namesNobody(input) || person === null) return null;
  const chats = await listOwnChats(tx, { telegram_id: person.telegram_id, specialist_id });
  return chats.some((chat) => chat.specialist_id === null && chat.bot_id === person.bot_id) ? chats : null;
};

/** Staff and programs may book outside the rules, with somebody in particular; specialists with themselves. */
const checkOutsideRules = ({ actor }: Ctx, { outside_rules, specialist_id }: Input): void => {
  if (!outside_rules) return;
  if (actor.role === 'client' || actor.role === 'assistant')
    throw new AppError('forbidden', { field: 'outside_rules' });
  if (specialist_id === null)
    throw new AppError('invalid_input', { field: 'specialist_id', rule: 'is needed outside the rules' });
  if (actor.role === 'specialist' && specialist_id !== actor.specialist_id)
    throw new AppError('forbidden', { field: 'outside_rules' });
};

/**
 * Some businesses want to be able to call whoever books for themselves (docs/rules.md#booking).
 * @throws AppError `phone_needed`
 */
export const checkPhone = ({ actor }: Ctx, { phone_needed }: Pick<TenantRules, 'phone_needed'>): void => {
  if (phone_needed && actor.role === 'client' && actor.phone === null) throw new AppError('phone_needed');
};

/** Refuses what `createBooking` would surely refuse by now, without taking anything. */
const refuseTaken = async (ctx: Ctx, input: Input): Promise<void> => {
  const { tx, now } = ctx;
  checkOutsideRules(ctx, input);
  const wanted = { ...input, language: ctx.actor.language };
  const [rules, offer] = await Promise.all([
    findTenantRules(tx),
    loadOffer(tx, wanted, daysOf(input)),
    clientOf(ctx, input),
  ]);
  checkPhone(ctx, rules);
  const { rule } = chooseGivers(offer, Date.parse(input.starts_at), now);
  if (rule !== null) throw refusedSlot(ctx, input, rule);
};

/** A time of somebody in particular, wanted for oneself: whatever else is asked for is nobody else's. */
const prizeOf = (input: unknown): string | null => {
  const { specialist_id, starts_at, client, client_id, outside_rules } = (input ?? {}) as Record<string, unknown>;
  if (client !== undefined || client_id !== undefined || (outside_rules ?? false) !== false) return null;
  if (typeof specialist_id !== 'string' || typeof starts_at !== 'string') return null;
  return `${specialist_id} ${starts_at}`;
};

/** Many want one time: one of them gets it, and the others only look (docs/decisions/double-booking.md). */
export const rivalryForTime: Rivalry<'bookings.create'> = { prize: prizeOf, foresee: foreseeTime, refuse: refuseTaken };

/** The client who books: themselves, or the one that staff or a program names. */
export const clientOf = async ({ tx, actor }: Ctx, input: Naming): Promise<ClientCard> => {
  checkNaming(actor, input);
  if (input.client !== undefined) {
    const { name, phone } = input.client;
    return insertClientByPhone(tx, { name, ...(await numberOf(tx, phone)) });
  }
  const id = input.client_id ?? actor.client_id;
  if (id === null) throw new AppError('invalid_input', { field: 'client', rule: 'is needed' });
  // Whoever books for themselves has just been read.
  if (id === actor.client_id) return { id, name: actor.name, phone: actor.phone };
  const [client, own] = await Promise.all([
    findClient(tx, id),
    actor.role === 'specialist' ? isClientOf(tx, id, actor.specialist_id) : true,
  ]);
  // Specialists know their own clients; anybody else is to them like nobody.
  if (client === undefined || !own) throw new AppError('not_found', { what: 'client', field: 'client_id' });
  return client;
};

/** Clients name nobody; specialists book for clients of their own, and with a colleague are clients themselves. */
const checkNaming = (actor: Ctx['actor'], { client, client_id, specialist_id }: Naming): void => {
  if (client === undefined && client_id === undefined) return;
  if (actor.role === 'client') throw new AppError('forbidden', { field: 'client' });
  if (actor.role === 'specialist' && specialist_id !== actor.specialist_id)
    throw new AppError('forbidden', { field: 'specialist_id' });
  if (client !== undefined && client_id !== undefined)
    throw new AppError('invalid_input', { field: 'client', rule: 'either client or client_id, not both' });
};

type Wished = { starts_at: number; held_until: number | null; client_id: string; max: number };
type Taken = { giver: GivenService; reservation_id: string; room: Reserved['room'] };

/**
 * Presumes that the time that was free a moment ago still is, so that all that follows from it travels in the same
 * exchange: the booking cannot be written without its reservation. Null where there is more to it than that, such as a
 * room, a seat, or a presumption that was wrong.
 */
const takeAtOnce = ({ tx, now, careful }: Ctx, givers: readonly GivenService[], wished: Wished): Taken | null => {
  const [giver] = givers;
  if (careful === true || giver === undefined || giver.rooms !== null || giver.capacity > 1) return null;
  const { client_id, max } = wished;
  if (atTheirLimit.get(client_id) === true) return null;
  const id = randomUUID();
  lockTimeAndRooms(tx, { specialist_ids: [giver.specialist_id], room_ids: [] });
  lockClient(tx, client_id);
  presumeReservation(tx, { id, ...sessionOf(giver, wished) }, { client_id, now: formatInstant(now), most: max });
  return { giver, reservation_id: id, room: null };
};

/**
 * Clients who were last seen to have as many bookings ahead as they may, of all businesses of this program: of them it is not
 * presumed that they may have one more. Who is missing here, or should not be here, pays with an exchange and nothing else.
 */
const atTheirLimit = createBoundedMap<true>(10_000);

/**
 * Takes the time, or a seat of a session that already has it, with the first of the givers who still can. Null:
 * others were quicker everywhere. The locks are taken in one order everywhere, `lockTime` and then the client, so
 * that two bookings never wait for each other.
 * @throws AppError `booking_limit_reached` when the client has enough bookings ahead.
 */
const take = async ({ tx, now }: Ctx, givers: readonly GivenService[], wanted: Wished): Promise<Taken | null> => {
  lockTimeAndRooms(tx, {
    specialist_ids: givers.map(({ specialist_id }) => specialist_id),
    room_ids: givers[0]?.rooms?.map(({ id }) => id) ?? [],
  });
  lockClient(tx, wanted.client_id);
  const count = countFutureBookings(tx, wanted.client_id, now);
  for (const giver of givers) {
    const [ahead, reservation] = await Promise.all([count, reserveTime(tx, giver, wanted)]);
    if (ahead >= wanted.max) {
      atTheirLimit.set(wanted.client_id, true);
      throw new AppError('booking_limit_reached', { limit: wanted.max });
    }
    atTheirLimit.delete(wanted.client_id);
    if (reservation !== undefined) return { giver, reservation_id: reservation.id, room: reservation.room };
  }
  return null;
};
