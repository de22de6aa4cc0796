import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCallLog, type LoggedCall } from './core/call-log.ts';
import type { Clock } from './core/clock.ts';
import { createFaultBox, type FaultScript } from './core/faults.ts';
import { defaultLimits, type Limits } from './core/limits.ts';
import { changed, emit, type World } from './core/world.ts';
import { handleRequest } from './http/handle.ts';
import { perform } from './methods/perform.ts';
import { chatFor } from './people/actions.ts';
import { addBot, type NewBot, revokeToken } from './people/add-bot.ts';
import { addPerson, type NewPerson } from './people/add-person.ts';
import { type PersonInChat, personInChat } from './people/person.ts';
import { showRoles } from './people/show-roles.ts';
import { clockView } from './people/views.ts';
import type { BotView, PersonView, WorldEvent } from './people-protocol.ts';
import { reconnect, restore, type Snapshot, takeSnapshot } from './snapshot.ts';

export type EmulatorOptions = {
  readonly clock: Clock;
  /** Behave as a Bot API server on one's own machine: webhooks by http and on any port. */
  readonly local?: boolean;
  readonly limits?: Partial<Limits>;
  /** A state to go on from. */
  readonly snapshot?: Snapshot;
};

export type Listening = { readonly url: string; readonly close: () => Promise<void> };

export type Emulator = {
  readonly clock: Clock;
  addBot(bot: NewBot): BotView;
  revokeToken(token: string, replacement?: string): void;
  addPerson(person: NewPerson): PersonView;
  /** Tells the page as what each person comes to the business behind the bots; bots are not told. */
  showRoles(roleOf: (person_id: number) => string): void;
  /** The person before the bot. Throws Refusal when one of them does not exist. */
  as(personId: number, botId: number): PersonInChat;
  /** Serves both APIs inside another HTTP server, below `prefix` (such as "/telegram", or ""). */
  handle(request: IncomingMessage, response: ServerResponse, prefix: string): void;
  /** Serves both APIs alone. */
  listen(port?: number, host?: string): Promise<Listening>;
  /** The last calls of all bots, the newest at the end. */
  readonly calls: readonly LoggedCall[];
  clearCalls(): void;
  readonly faults: { script(fault: FaultScript): () => void; clear(): void };
  snapshot(): Snapshot;
  /** Called after every change of the state, often: the listener should only note that it happened. */
  onChange(listener: () => void): () => void;
  /** The same events as `GET /people/events`. */
  onEvent(listener: (event: WorldEvent) => void): () => void;
  close(): Promise<void>;
};

/** As long as Telegram's own servers keep an idle connection, about. */
const KEEP_ALIVE_MS = 75_000;

const FIRST_PERSON_ID = 1_000_001;

const createWorld = (options: EmulatorOptions): World => {
  const limits = { ...defaultLimits, ...options.limits };
  const world: World = {
    clock: options.clock,
    local: options.local ?? false,
    limits,
    bots: new Map(),
    bots_by_token: new Map(),
    people: new Map(),
    listeners: new Set(),
    change_listeners: new Set(),
    faults: createFaultBox(),
    log: createCallLog(limits.logged_calls),
    on_close: new Set(),
    run_reply: (bot, method, body) => {
      void Promise.resolve(perform({ world, bot, ...body, onAbort: () => {} }, method));
    },
    next_person_id: FIRST_PERSON_ID,
    next_callback_id: 1,
  };
  return world;
};

const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

const listenOn = (world: World, server: Server, port: number, host: string): Promise<Listening> =>
  new Promise((resolve, reject) => {
    const close = async (): Promise<void> => {
      world.on_close.delete(onClose);
      await closeServer(server);
    };
    const onClose = (): void => {
      void close();
    };
    server.once('error', reject);
    server.listen(port, host, () => {
      world.on_close.add(onClose);
      const address = server.address() as AddressInfo;
      resolve({ url: `http://${host}:${address.port}`, close });
    });
  });

const addTo = <T>(set: Set<T>, listener: T): (() => void) => {
  set.add(listener);
  return () => set.delete(listener);
};

const shutDown = (world: World, unwatch: () => void): void => {
  unwatch();
  for (const bot of world.bots.values()) {
    const { receiver } = bot;
    bot.receiver = undefined;
    receiver?.stop();
  }
  for (const end of [...world.on_close]) end();
  world.listeners.clear();
};

/** A world of bots and people behind Telegram's Bot API. Throws TypeError on a snapshot of another version. */
export const createEmulator = (options: EmulatorOptions): Emulator => {
  const world = createWorld(options);
  if (options.snapshot) restore(world, options.snapshot);
  const unwatch = world.clock.onMove(() => {
    emit(world, () => ({ type: 'clock', clock: clockView(world) }));
    changed(world);
  });
  reconnect(world);
  return {
    clock: world.clock,
    addBot: (bot) => addBot(world, bot),
    revokeToken: (token, replacement) => revokeToken(world, token, replacement),
    addPerson: (person) => addPerson(world, person),
    showRoles: (roleOf) => showRoles(world, roleOf),
    as: (personId, botId) => personInChat({ world, ...chatFor(world, botId, personId) }),
    handle: (request, response, prefix) => handleRequest(world, request, response, prefix),
    listen: (port = 0, host = '127.0.0.1') =>
      listenOn(
        world,
        createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) =>
          handleRequest(world, request, response, ''),
        ),
        port,
        host,
      ),
    get calls() {
      return world.log.list();
    },
    clearCalls: () => world.log.clear(),
    faults: { script: world.faults.script, clear: world.faults.clear },
    snapshot: () => takeSnapshot(world),
    onChange: (listener) => addTo(world.change_listeners, listener),
    onEvent: (listener) => addTo(world.listeners, listener),
    close: async () => shutDown(world, unwatch),
  };
};
