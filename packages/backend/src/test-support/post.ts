import type { Delivery, Notice } from '@okno/contract';
import { createDueEngine, type DueEngine } from '../due.ts';
import { createDueStore } from '../due-store.ts';
import { createJobs } from '../jobs.ts';
import type { Deliver } from '../modules/bookings/jobs.ts';
import { createCalendarReader } from '../modules/calendars/index.ts';
import type { FetchCalendar } from '../modules/calendars/jobs.ts';
import type { Outcall, Wire } from '../modules/reminders/jobs.ts';
import type { TestBackend } from './backend.ts';

/** Stands where Telegram would: keeps what is delivered and answers as it is told. */
export type Postman = {
  readonly delivered: Notice[];
  readonly deliver: Deliver;
  /** How the next deliveries end; until then everything is sent. */
  answerWith(answer: (notice: Notice) => Promise<Delivery>): void;
};

export const createPostman = (): Postman => {
  const delivered: Notice[] = [];
  let answer: (notice: Notice) => Promise<Delivery> = async () => ({ status: 'sent', message_id: 500 });
  return {
    delivered,
    deliver: (notice) => {
      delivered.push(notice);
      return answer(notice);
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
const nothing: Hearers = { wire: null, outcall: async () => false };

/** A process that sends what is due through `postman`; stopped with the backend. */
export const startEngine = async (
  { backend, workerPool, clockOffset, secrets, after }: TestBackend,
  { deliver }: Postman,
  { fetchCalendar = nowhere, hearers = nothing }: { fetchCalendar?: FetchCalendar; hearers?: Hearers } = {},
): Promise<DueEngine & { readonly errors: unknown[] }> => {
  const errors: unknown[] = [];
  const calendars = { fetchCalendar, readCalendar: createCalendarReader(), secrets, random: Math.random };
  const reminders = { ...hearers, secrets, onError: (error: unknown) => errors.push(error) };
  const engine = createDueEngine({
    store: createDueStore(workerPool, clockOffset),
    ...createJobs({ inTenant: backend.inTenant, deliver, calendars, reminders }),
    random: Math.random,
    onError: (error) => errors.push(error),
    ticks: () => performance.now(),
  });
  await engine.start();
  after(() => engine.stop());
  return { ...engine, errors };
};
