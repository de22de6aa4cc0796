import {
  type BroadcastMessage,
  type Bulletin,
  type Delivery,
  isBroadcast,
  isNotice,
  type Message,
  type Notice,
  type Turns,
} from '@okno/contract';
import { createDueEngine, type DueEngine } from '../due.ts';
import { createDueStore } from '../due-store.ts';
import { createJobs } from '../jobs.ts';
import type { Post } from '../modules/bookings/jobs.ts';
import { createCalendarReader } from '../modules/calendars/index.ts';
import type { FetchCalendar } from '../modules/calendars/jobs.ts';
import type { Wire } from '../modules/reminders/jobs.ts';
import type { Outcall } from '../outcall.ts';
import type { TestBackend } from './backend.ts';

const ticks = () => performance.now();

/** It is always everybody's turn. */
export const anyTime: Turns = { take: () => 0, wait: async () => 0, isOver: () => false };

/** Stands where Telegram would: keeps what is delivered and answers as it is told. */
export type Postman = Omit<Post, 'deliver'> & {
  readonly delivered: Notice[];
  /** What the staff is told that is about no booking. */
  readonly told: Bulletin[];
  /** What goes to many. */
  readonly broadcast: BroadcastMessage[];
  readonly deliver: (message: Message) => Promise<Delivery>;
  /** How the next deliveries end; until then everything is sent. */
  answerWith(answer: (notice: Notice) => Promise<Delivery>): void;
};

export const createPostman = (): Postman => {
  const delivered: Notice[] = [];
  const told: Bulletin[] = [];
  const broadcast: BroadcastMessage[] = [];
  let answer: (notice: Notice) => Promise<Delivery> = async () => ({ status: 'sent', message_id: 500 });
  return {
    turns: anyTime,
    ticks,
    delivered,
    told,
    broadcast,
    deliver: async (message) => {
      if (isNotice(message)) {
        delivered.push(message);
        return answer(message);
      }
      if (isBroadcast(message)) {
        broadcast.push(message);
        return { status: 'sent', message_id: 502 };
      }
      told.push(message);
      return { status: 'sent', message_id: 501 };
    },
    answerWith: (next) => {
      answer = next;
    },
  };
};

/** How events of reminders reach assistants. */
export type Hearers = { readonly wire: Wire | null; readonly outcall: Outcall };

/** No calendar can be reached. */
const nowhere: FetchCalendar = async () => ({ status: 'failed', error: 'unreachable' });

/** What reminders reach assistants by: nothing; their events wait to be asked for. */
const nothing: Hearers = { wire: null, outcall: async () => ({ taken: false, reason: 'unreachable' }) };

/** A process that sends what is due through `postman`; stopped with the backend. */
export const startEngine = async (
  { backend, across, ring, workerPool, clockOffset, secrets, after }: TestBackend,
  { deliver, turns = anyTime }: Pick<Post, 'deliver'> & Partial<Pick<Post, 'turns'>>,
  { fetchCalendar = nowhere, hearers = nothing }: { fetchCalendar?: FetchCalendar; hearers?: Hearers } = {},
): Promise<DueEngine & { readonly errors: unknown[] }> => {
  const errors: unknown[] = [];
  const calendars = { fetchCalendar, readCalendar: createCalendarReader(), secrets, random: Math.random };
  const reminders = { ...hearers, secrets, onError: (error: unknown) => errors.push(error) };
  const engine = createDueEngine({
    store: createDueStore(workerPool, clockOffset),
    ...createJobs({ inTenant: backend.inTenant, across, ring, post: { deliver, turns, ticks }, calendars, reminders }),
    random: Math.random,
    onError: (error) => errors.push(error),
    ticks,
  });
  await engine.start();
  after(() => engine.stop());
  return { ...engine, errors };
};
