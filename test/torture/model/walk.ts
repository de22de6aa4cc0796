import assert from 'node:assert/strict';
import type { Booking } from '@okno/contract';
import type { TestBackend } from '../../../packages/backend/src/test-support/backend.ts';
import type { Command, Script } from './commands.ts';
import { type Engine, openEngine, outcomeOf } from './engine.ts';
import { Model, type ModelBooking, type Outcome } from './model.ts';
import { meant, SERVICES } from './salon.ts';

/** Both sides of a run, and the real bookings in the order in which they were made. */
type Walk = { readonly model: Model; readonly engine: Engine; readonly ids: string[]; readonly world: TestBackend };

const iso = (instant: number): string => new Date(instant).toISOString().replace('.000Z', 'Z');

type Did = {
  readonly expected: Outcome;
  readonly call: () => Promise<Booking>;
  readonly booking: ModelBooking | undefined;
};

/** What a booking looks like from outside, on either side. */
const looks = ({ engine, model }: Walk, booking: ModelBooking) => ({
  status: model.status(booking),
  starts_at: iso(booking.start),
  specialist: engine.specialist_ids[booking.specialist],
  service: engine.service_ids[booking.service],
  client: engine.client_ids[booking.client],
});

const looksReal = ({ status, starts_at, specialist, service, client }: Booking) => ({
  status,
  starts_at,
  specialist: specialist.id,
  service: service.id,
  client: client.id,
});

const who = ({ engine }: Walk, by: 'client' | 'program', client: number) =>
  by === 'program' ? engine.program : (engine.clients[client] ?? engine.program);

/** What is asked of the engine for somebody. */
type Deed = Exclude<Command, { do: 'nothing' | 'wait' | 'look' }>;

type Wanted = Parameters<Model['book']>[0] & { readonly by: 'client' | 'program' };

const create = (walk: Walk, { by, ...wanted }: Wanted): Did => {
  const { model, engine } = walk;
  const { client, service, specialist, start, hold } = wanted;
  const input = {
    service_id: engine.service_ids[service] ?? '',
    specialist_id: specialist === null ? null : (engine.specialist_ids[specialist] ?? ''),
    starts_at: iso(start),
    hold,
    ...(by === 'program' && { client_id: engine.client_ids[client] ?? '' }),
  };
  const expected = model.book(wanted);
  const booking = expected === 'done' ? model.bookings.at(-1) : undefined;
  return { expected, booking, call: () => who(walk, by, client)('bookings.create', input) };
};

const book = (walk: Walk, { day, minute, specialist, ...wanted }: Command & { do: 'book' }): Did =>
  create(walk, {
    ...wanted,
    specialist: specialist === null ? null : meant(wanted.service, specialist),
    start: walk.model.instant(walk.model.day(day), minute),
  });

const join = (walk: Walk, { booking, ...wanted }: Command & { do: 'join' }): Did | null => {
  const { bookings } = walk.model;
  const like = bookings[booking % bookings.length];
  if (like === undefined) return null;
  const { service, specialist, start } = like;
  return create(walk, { ...wanted, service, specialist, start });
};

type Move = {
  readonly id: string;
  readonly booking: ModelBooking;
  readonly specialist: number | null;
  readonly start: number;
  readonly by: 'client' | 'program';
  readonly client: number;
};

const move = (walk: Walk, { id, booking, specialist, start, by, client }: Move): Did => {
  const { model, engine } = walk;
  const specialist_id = specialist === null ? undefined : engine.specialist_ids[specialist];
  const input = { id, starts_at: iso(start), ...(specialist_id !== undefined && { specialist_id }) };
  const expected = model.move(booking, { specialist, start }, by, client);
  return { booking, expected, call: () => who(walk, by, client)('bookings.move', input) };
};

/** What is done to a booking that is there; nothing while there is none. */
const change = (walk: Walk, command: Exclude<Deed, { do: 'book' | 'join' }>): Did | null => {
  const { model, engine, ids } = walk;
  if (ids.length === 0) return null;
  const place = command.booking % ids.length;
  const booking = model.bookings[place];
  const id = ids[place];
  if (booking === undefined || id === undefined) throw new Error('both sides know the same bookings');
  if (command.do === 'complete' || command.do === 'no_show') {
    const as = command.do === 'complete' ? 'completed' : 'no_show';
    const call = () => engine.program(`bookings.${command.do}` as const, { id });
    return { booking, expected: model.mark(booking, as), call };
  }
  const { by } = command;
  const client = command.client ?? booking.client;
  const asker = who(walk, by, client);
  switch (command.do) {
    case 'cancel':
      return { booking, expected: model.cancel(booking, by, client), call: () => asker('bookings.cancel', { id }) };
    case 'confirm':
      return { booking, expected: model.confirm(booking, by, client), call: () => asker('bookings.confirm', { id }) };
    case 'move':
      return move(walk, {
        id,
        booking,
        by,
        client,
        specialist: command.specialist === null ? null : meant(booking.service, command.specialist),
        start: model.instant(model.day(command.day), command.minute),
      });
    default: {
      const { specialist, start } = model.bookings[command.other % ids.length] ?? booking;
      return move(walk, { id, booking, specialist, start, by, client });
    }
  }
};

/** The free starts of one day, on both sides. */
const look = async ({ model, engine }: Walk, { service, ...command }: Command & { do: 'look' }): Promise<void> => {
  const specialist = meant(service, command.specialist);
  // Who does not give a service has no times for it.
  if (SERVICES[service]?.givers.includes(specialist) !== true) return;
  const day = model.day(command.day);
  const date = iso(day * 86_400_000).slice(0, 10);
  const service_id = engine.service_ids[service] ?? '';
  const specialist_id = engine.specialist_ids[specialist] ?? '';
  const { slots } = await engine.program('scheduling.free_slots_day', { service_id, specialist_id, date });
  assert.deepEqual(
    slots.map(({ starts_at }) => starts_at),
    model.offered(service, specialist, day).map(iso),
    `what is free on ${date}`,
  );
};

const compareAll = async (walk: Walk): Promise<void> => {
  const { engine, model, ids } = walk;
  const { items } = await engine.program('bookings.list', { limit: 100 });
  const real = new Map(items.map((item) => [item.id, looksReal(item)]));
  assert.equal(items.length, ids.length, 'both know the same number of bookings');
  assert.deepEqual(
    ids.map((id) => real.get(id)),
    model.bookings.map((booking) => looks(walk, booking)),
    'the bookings as they stand',
  );
};

const perform = (walk: Walk, command: Deed): Did | null => {
  if (command.do === 'book') return book(walk, command);
  return command.do === 'join' ? join(walk, command) : change(walk, command);
};

const step = async (walk: Walk, command: Command): Promise<void> => {
  const { model, engine, ids, world } = walk;
  if (command.do === 'nothing') return;
  if (command.do === 'wait') model.wait(command.minutes);
  // Set anew before each command, so that only the model's time counts and not how long we take.
  await world.setClock(iso(model.now));
  if (command.do === 'wait') return engine.runDue();
  if (command.do === 'look') return look(walk, command);
  const did = perform(walk, command);
  if (did === null) return;
  const outcome = await outcomeOf(did.call());
  if (typeof outcome === 'string') return assert.equal(outcome, did.expected, 'how it ended');
  assert.equal('done', did.expected, 'how it ended');
  if (command.do === 'book' || command.do === 'join') ids.push(outcome.id);
  if (did.booking !== undefined) assert.deepEqual(looksReal(outcome), looks(walk, did.booking));
};

/** How often everything is compared, and not only the answer. */
const EVERY = 8;

/** The two sides differ; the message says at which command, and how. */
export class Parted extends Error {}

/** Does a script on both sides. Throws `Parted` unless they agree to the end. */
export const walk = async (world: TestBackend, { zone, commands }: Script): Promise<void> => {
  const both: Walk = { model: new Model(zone), engine: await openEngine(world, zone), ids: [], world };
  for (const [place, command] of commands.entries())
    try {
      await step(both, command);
      if (place % EVERY === EVERY - 1 || place === commands.length - 1) await compareAll(both);
    } catch (error) {
      if (!(error instanceof assert.AssertionError)) throw error;
      throw new Parted(`command ${place + 1}, ${JSON.stringify(command)}: ${(error as Error).message}`, {
        cause: error,
      });
    }
};
