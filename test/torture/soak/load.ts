import type { Emulator, PersonInChat } from '@okno/telegram';
import { inMs, type OutsideAssistant } from '../../e2e/support/assistant.ts';
import type { Chance } from '../lib/chance.ts';
import type { Send } from '../lib/http.ts';
import type { TownClient } from '../notifications/town.ts';

/** In every second, on the second: the same all the time. */
const CHATS = 2;
const TAPS = 3;
const READS = 6;
const BOOKINGS = 2;
const REMINDERS = 2;

const DAY_MS = 86_400_000;
const QUARTER_MS = 15 * 60_000;
const EIGHT_HOURS_MS = 8 * 3_600_000;
/** From eight to eight, in quarters of an hour. */
const A_DAY = 48;
/** As many of its bookings stand at any time; those before are cancelled. */
const STANDING = 60;
const REMIND_MS = 5_000;
const WAIT_SECONDS = 1;

export type World = {
  readonly emulator: Emulator;
  readonly bots: readonly number[];
  readonly clients: readonly TownClient[];
  readonly send: Send;
  readonly assistant: OutsideAssistant;
  readonly chance: Chance;
};

/** How often what was done, and what went wrong with it. */
export type Tally = { readonly done: Map<string, number>; readonly wrong: string[] };

type Deed = (world: World, tally: Tally) => Promise<void>;

const count = ({ done }: Tally, what: string): void => void done.set(what, (done.get(what) ?? 0) + 1);

/** Somebody opens a chat and taps here and there, forwards and back. */
const chat: Deed = async ({ emulator, bots, clients, chance }, tally) => {
  const index = chance.below(clients.length);
  const person = clients[index]?.telegram_id ?? 0;
  const as: PersonInChat = emulator.as(person, bots[index % bots.length] ?? 0);
  await as.type('/start');
  for (let tap = 0; tap < TAPS; tap += 1) {
    const message = as.messages().findLast(({ inline_keyboard }) => inline_keyboard !== undefined);
    const button = chance.one((message?.inline_keyboard ?? []).flat().filter(({ callback_data }) => callback_data));
    if (message === undefined || button?.callback_data === undefined) break;
    await as.tap({ message_id: message.message_id, data: button.callback_data });
  }
  count(tally, 'chats');
};

/** Chance books for others as well, and now and then somebody taps that they want to be forgotten. */
const isExpected = (status: number, text: string): boolean =>
  [200, 201, 409, 422].includes(status) || (status === 404 && text.includes('"what":"client"'));

const asked = async (tally: Tally, what: string, sent: ReturnType<Send>): Promise<string> => {
  const { status, text } = await sent;
  if (isExpected(status, text)) count(tally, status < 300 ? what : `${what}_refused`);
  else tally.wrong.push(`${what} was answered ${status} ${text.slice(0, 200)}`);
  return status < 300 ? text : '';
};

const read: Deed = async ({ send, clients, chance }, tally) => {
  const date = new Date(Date.now() + (1 + chance.below(10)) * DAY_MS).toISOString().slice(0, 10);
  const path = `/schedule/free-slots/day?service_id=${clients[0]?.business.service_id}&date=${date}`;
  await asked(tally, 'reads', send({ method: 'GET', path }));
};

/** Books quarter after quarter, round and round, and cancels what was booked a while ago. */
const createBooker = (): Deed => {
  const standing: string[] = [];
  let place = 0;
  return async ({ send, clients }, tally) => {
    const client = clients[place % clients.length];
    const { business } = client ?? {};
    const { specialist_ids = [], service_id } = business ?? {};
    const slot = Math.floor(place / specialist_ids.length) % (A_DAY * 10);
    place += 1;
    const day = Math.floor(Date.now() / DAY_MS) * DAY_MS + (12 + Math.floor(slot / A_DAY)) * DAY_MS;
    const starts_at = new Date(day + EIGHT_HOURS_MS + (slot % A_DAY) * QUARTER_MS).toISOString();
    const specialist_id = specialist_ids[place % specialist_ids.length];
    const body = { service_id, client_id: client?.id, specialist_id, starts_at };
    const made = await asked(tally, 'bookings', send({ method: 'POST', path: '/bookings', body }));
    if (made !== '') standing.push((JSON.parse(made) as { id: string }).id);
    if (standing.length <= STANDING) return;
    const path = `/bookings/${standing.shift()}/cancellation`;
    await asked(tally, 'cancellations', send({ method: 'POST', path, body: {} }));
  };
};

type Event = { readonly payload: { readonly reminder_id: string; readonly triggered_at: string } };

/** An assistant wants to be woken. */
const remind: Deed = async ({ assistant }, tally) => {
  const wish = { user_id: 1, payload: '{}', type: 'one_time', trigger_at: inMs(REMIND_MS) };
  const { status, body } = await assistant.ask('POST /reminders/', wish);
  // On a machine that stands still for seconds its time is over when it arrives.
  if (status === 400 && body['field'] === 'trigger_at') count(tally, 'reminders_refused');
  else if (status !== 201) tally.wrong.push(`a reminder was answered ${status}`);
};

/** It waits, and says of everything that it was woken. */
const listen: Deed = async ({ assistant }, tally) => {
  const { body } = await assistant.ask(`GET /reminders/events?wait=${WAIT_SECONDS}`);
  for (const { payload } of body['items'] as Event[]) {
    const { reminder_id, triggered_at } = payload;
    const { status } = await assistant.ask(`POST /reminders/${reminder_id}/ack`, { status: 'done', triggered_at });
    if (status === 200) count(tally, 'reminders');
    else tally.wrong.push(`an acknowledgement was answered ${status}`);
  }
};

/** After so many seconds something of it has to have come about; a machine that is busy with other things takes its time. */
const SINCE: Readonly<Record<string, number>> = {
  chats: 0,
  reads: 0,
  bookings: 0,
  reminders: (20 * REMIND_MS) / 1_000,
  cancellations: (4 * STANDING) / BOOKINGS,
};

/** What did not come about in so many seconds: a refusal is an answer, and a load of refusals is none. */
export const idleOf = (done: ReadonlyMap<string, number>, seconds: number): string[] => {
  const times = (what: string) => done.get(what) ?? 0;
  const [made, refused] = [times('bookings'), times('bookings_refused')];
  return [
    ...Object.keys(SINCE)
      .filter((what) => seconds > (SINCE[what] ?? 0) && times(what) === 0)
      .map((what) => `none of the ${what} came about`),
    ...(made < refused ? [`${made} bookings came about, and ${refused} were refused`] : []),
  ];
};

/** Does the same in every second, until `isOver`; resolves when everything that was begun has ended. */
export const loadSteadily = async (world: World, isOver: () => boolean): Promise<Tally> => {
  const tally: Tally = { done: new Map(), wrong: [] };
  const book = createBooker();
  const second: readonly Deed[] = [
    ...Array.from({ length: CHATS }, () => chat),
    ...Array.from({ length: READS }, () => read),
    ...Array.from({ length: BOOKINGS }, () => book),
    ...Array.from({ length: REMINDERS }, () => remind),
    listen,
  ];
  const going = new Set<Promise<void>>();
  for (let next = performance.now(); !isOver(); next += 1_000) {
    for (const deed of second) {
      const one: Promise<void> = deed(world, tally)
        .catch((error: unknown) => void tally.wrong.push(String(error)))
        .finally(() => going.delete(one));
      going.add(one);
    }
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, next + 1_000 - performance.now())));
  }
  await Promise.all(going);
  return tally;
};
