import fc from 'fast-check';
import { CLIENTS, SERVICES, SPECIALISTS, ZONES } from './salon.ts';

/**
 * What somebody does. Bookings are named by a number that is taken modulo those there are, days are counted from today;
 * without a client it is the one whose booking it is.
 */
export type Command =
  | { readonly do: 'nothing' }
  | {
      readonly do: 'book';
      readonly client: number;
      readonly service: number;
      readonly specialist: number | null;
      readonly day: number;
      readonly minute: number;
      readonly hold: boolean;
      readonly by: 'client' | 'program';
    }
  /** The same as somebody else has: another seat of a session, or what is taken. */
  | {
      readonly do: 'join';
      readonly booking: number;
      readonly client: number;
      readonly hold: boolean;
      readonly by: 'client' | 'program';
    }
  | {
      readonly do: 'move';
      readonly booking: number;
      readonly specialist: number | null;
      readonly day: number;
      readonly minute: number;
      readonly by: 'client' | 'program';
      readonly client: number | null;
    }
  /** A move to where another booking is. */
  | {
      readonly do: 'follow';
      readonly booking: number;
      readonly other: number;
      readonly by: 'client' | 'program';
      readonly client: number | null;
    }
  | {
      readonly do: 'cancel' | 'confirm';
      readonly booking: number;
      readonly by: 'client' | 'program';
      readonly client: number | null;
    }
  | { readonly do: 'complete'; readonly booking: number }
  | { readonly do: 'no_show'; readonly booking: number }
  | { readonly do: 'wait'; readonly minutes: number }
  | { readonly do: 'look'; readonly service: number; readonly specialist: number; readonly day: number };

export type Script = { readonly zone: string; readonly commands: readonly Command[] };

const client = fc.nat({ max: CLIENTS - 1 });
/** Mostly whose booking it is. */
const asker = fc.option(client, { freq: 1 });
const service = fc.nat({ max: SERVICES.length - 1 });
/** See `meant`. */
const specialist = fc.nat({ max: SPECIALISTS.length });
const somebody = fc.option(specialist, { freq: 4 });
const booking = fc.nat({ max: 30 });
const by = fc.constantFrom('client', 'program');
/** Mostly the near days and the same hours, so that people get in each other's way. */
const day = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(0, 1) },
  { weight: 2, arbitrary: fc.integer({ min: -1, max: 6 }) },
);
const minute = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 18, max: 24 }).map((half) => half * 30) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 95 }).map((quarter) => quarter * 15) },
);
/** No sum of these is ten, which is how long a hold lasts. */
const minutes = fc.constantFrom(4, 7, 13, 29, 61, 122, 241, 725);

const when = { day, minute };
const weighed: readonly { weight: number; arbitrary: fc.Arbitrary<Command> }[] = [
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('book' as const),
      client,
      service,
      specialist: somebody,
      ...when,
      hold: fc.boolean(),
      by,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('join' as const), booking, client, hold: fc.boolean(), by }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('cancel' as const), booking, by, client: asker }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('look' as const), service, specialist, day }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('move' as const),
      booking,
      specialist: somebody,
      ...when,
      by,
      client: asker,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('follow' as const), booking, other: booking, by, client: asker }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('confirm' as const), booking, by, client: asker }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('complete' as const), booking }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('no_show' as const), booking }) },
];

const nothing = { weight: 1, arbitrary: fc.constant<Command>({ do: 'nothing' }) };
const command = fc.oneof({ withCrossShrink: true }, nothing, ...weighed);

/** A salon somewhere in the world and `length` commands; what shrinks becomes nothing, command by command. */
export const scripts = (length: number): fc.Arbitrary<Script> =>
  fc.record({
    zone: fc.constantFrom(...Object.keys(ZONES)),
    commands: fc.array(command, { minLength: length, maxLength: length }),
  });

/** A script as people read it. */
export const told = ({ zone, commands }: Script): string =>
  [zone, ...commands.filter((one) => one.do !== 'nothing').map((one) => JSON.stringify(one))].join('\n');
