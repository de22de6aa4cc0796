import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createClient,
  createMemoryKeyValue,
  createTexts,
  type Delivery,
  type KeyValue,
  KeyValueAway,
  type Language,
  type Message,
  type Role,
  type Transport,
} from '@okno/contract';
import { createClock, createEmulator, type Emulator, type MessageView, type PersonInChat } from '@okno/telegram';
import type { Update } from 'grammy/types';
import type { Admit, BotAccount, CallBotApi, LogEntry } from './deps.ts';
import { createFakeBackend, type FakeBackend, NOW } from './fake-backend.test.ts';
import { type BotFace, createBotFace, createPacer } from './index.ts';

export const BOT_ID = 7_000_001;
export const OTHER_BOT_ID = 7_000_002;
export const PERSON_ID = 1;

export type World = {
  readonly emulator: Emulator;
  readonly backend: FakeBackend;
  readonly other: FakeBackend;
  readonly logs: LogEntry[];
  readonly olga: PersonInChat;
  readonly olgaElsewhere: PersonInChat;
  readonly account: BotAccount;
  /** The newest message of the bot, as soon as it says this. */
  readonly shows: (text: string | RegExp, person?: PersonInChat) => Promise<MessageView>;
  /** Waits until something has come true; at most 3 seconds. */
  readonly until: (isTrue: () => boolean) => Promise<void>;
  /** Waits until all updates that have arrived are dealt with. */
  readonly idle: () => Promise<void>;
  /** Lets time pass for what goes on in the background, as soon as something waits there; milliseconds. */
  readonly passes: (ms: number) => Promise<void>;
  /** How many updates have been dealt with. */
  readonly handled: () => number;
  /** Gives an update straight to the bot, without the emulator's world knowing of it. */
  readonly give: (update: Update) => Promise<void>;
  /** The same as if Telegram had posted it; gives what goes back. */
  readonly post: (update: Update) => Promise<string | undefined>;
  /** The business has worded something in another way, and this process was told. */
  readonly forgetTexts: () => void;
  readonly deliver: (message: Message, isLate?: () => boolean) => Promise<Delivery>;
  /** The methods called on Telegram since the log was cleared, without those of the test itself. */
  readonly methods: () => string[];
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

const accountOf = (id: number): BotAccount => ({
  token: `${id}:test-token`,
  bot_info: {
    id,
    is_bot: true,
    first_name: 'Salon',
    username: `salon_${id}_bot`,
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
    has_topics_enabled: false,
    allows_users_to_create_topics: false,
    can_manage_bots: false,
    supports_join_request_queries: false,
    supports_guest_queries: false,
  },
});

export type WorldOptions = {
  language?: Language;
  staff?: boolean | 'moderator';
  role?: Role;
  timeoutSeconds?: number;
  store?: KeyValue;
  admit?: Admit;
  /** What stands between a bot and its backend. */
  around?: (transport: Transport) => Transport;
  tellCommands?: boolean;
  /** So many processes take turns with the updates; they share nothing but the store. */
  processes?: number;
};

/** Actions after which a person may be another one, in the eyes of a bot. */
const CHANGES_PEOPLE = /^(people|clients)\.(update|accept|forget|merge|set_role|remove)/;

/** A store that stands for one that cannot be reached. */
export const awayStore = (): KeyValue => {
  const refuse = () => Promise.reject(new KeyValueAway());
  const methods = { get: refuse, set: refuse, compareAndSet: refuse, delete: refuse, count: refuse, publish: refuse };
  return { ...methods, subscribe: async () => () => {} };
};

/** Calls without files go the shorter way here as they do in life. */
const callerOf =
  (url: string, timeoutSeconds: number): CallBotApi =>
  async (token, method, payload) => {
    const answer = await fetch(`${url}/bot${token}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(payload),
      signal: AbortSignal.timeout(timeoutSeconds * 1000),
    });
    return answer.json() as ReturnType<CallBotApi>;
  };

/** Two salons with a bot each on the emulator, and one person who talks to both. */
export const testWorld = async (options: WorldOptions = {}): Promise<World> => {
  const clock = createClock({ now: () => NOW });
  const emulator = createEmulator({ clock, local: true });
  const accounts = [accountOf(BOT_ID), accountOf(OTHER_BOT_ID)] as const;
  for (const { token, bot_info } of accounts) {
    emulator.addBot({ token, username: bot_info.username, first_name: bot_info.first_name });
  }
  emulator.addPerson({ id: PERSON_ID, first_name: 'Olga', language_code: options.language ?? 'en' });
  const { url } = await emulator.listen();
  const [backend, other] = [createFakeBackend(options), createFakeBackend({ ...options, business: 'Clinic' })];
  const around = options.around ?? ((transport) => transport);
  /** What changes somebody is announced to all processes, as the database does. */
  const announced =
    (transport: Transport): Transport =>
    async (call) => {
      const answer = await transport(call);
      if (CHANGES_PEOPLE.test(call.name)) for (const one of faces) one.forgetPeople();
      return answer;
    };
  const transports = { own: announced(around(backend.transport)), other: announced(around(other.transport)) };
  const logs: LogEntry[] = [];
  let [requests, inFlight, handled, resting] = [0, 0, 0, 0];
  const store = options.store ?? createMemoryKeyValue(clock.now);
  const { timeoutSeconds = 5 } = options;
  const openFace = () =>
    createBotFace({
      connect: (caller, request_id, onStale) => {
        const here = caller.via === 'telegram' && caller.bot_id === OTHER_BOT_ID ? 'other' : 'own';
        return createClient(transports[here], caller, request_id, onStale);
      },
      texts: createTexts(),
      store,
      ...(options.admit === undefined ? {} : { admit: options.admit }),
      tellCommands: options.tellCommands ?? false,
      api: { apiRoot: url, timeoutSeconds },
      callBotApi: callerOf(url, timeoutSeconds),
      pacer: createPacer({ ticks: clock.now, setTimer: clock.setTimer }),
      now: clock.now,
      newRequestId: () => `r${++requests}`,
      log: (entry) => logs.push(entry),
      wait: async (ms) => clock.advance(ms),
      rest: async (ms) => {
        resting += 1;
        await new Promise<void>((resolve) => clock.setTimer(ms, resolve));
        resting -= 1;
      },
    });
  const face = openFace();
  const faces: BotFace[] = [face, ...Array.from({ length: (options.processes ?? 1) - 1 }, openFace)];
  let turn = 0;
  const nextFace = () => faces[turn++ % faces.length] ?? face;
  const hooks = await listen(async (bot_id, update) => {
    const account = accounts.find(({ bot_info }) => bot_info.id === bot_id);
    inFlight += 1;
    const answer = account && (await nextFace().answerUpdate(account, update));
    inFlight -= 1;
    handled += 1;
    return answer;
  });
  for (const { token, bot_info } of accounts) {
    await fetch(`${url}/bot${token}/setWebhook?url=${encodeURIComponent(`${hooks.url}/${bot_info.id}`)}`);
  }
  emulator.clearCalls();
  const olga = emulator.as(PERSON_ID, BOT_ID);
  return {
    emulator,
    backend,
    other,
    logs,
    olga,
    olgaElsewhere: emulator.as(PERSON_ID, OTHER_BOT_ID),
    account: accounts[0],
    shows: (text, person = olga) =>
      person.waitFor(() => {
        const message = person.lastMessage('bot');
        const fits = typeof text === 'string' ? message?.text.includes(text) : message && text.test(message.text);
        return fits ? message : undefined;
      }),
    until,
    idle: () => until(() => inFlight === 0),
    handled: () => handled,
    passes: async (ms) => {
      await until(() => resting > 0);
      clock.advance(ms);
    },
    give: (update) => face.handleUpdate(accounts[0], update),
    post: (update) => face.answerUpdate(accounts[0], update),
    forgetTexts: () => {
      for (const one of faces) one.forgetTexts(BOT_ID);
    },
    deliver: (message, isLate = () => false) => face.deliver(accounts[0], message, isLate),
    methods: () => emulator.calls.map(({ method }) => method),
    [Symbol.asyncDispose]: async () => {
      await emulator.close();
      await hooks.close();
    },
  };
};

const listen = async (handle: (bot_id: number, update: Update) => Promise<string | undefined>) => {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const update = JSON.parse(Buffer.concat(parts).toString()) as Update;
      response.setHeader('content-type', 'application/json');
      void handle(Number(request.url?.slice(1)), update).then((answer) => response.end(answer ?? '{}'));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const DEADLINE_MS = 60_000;

const until = async (isTrue: () => boolean): Promise<void> => {
  const deadline = performance.now() + DEADLINE_MS;
  while (!isTrue()) {
    if (performance.now() > deadline) throw new Error(`not true within ${DEADLINE_MS} ms: ${isTrue}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
};
