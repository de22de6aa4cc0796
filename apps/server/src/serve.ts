import type { ClockOffset } from '@okno/backend';
import type { Transport } from '@okno/contract';
import { startBackups } from './backup/start.ts';
import { createTellOwner } from './backup/tell.ts';
import { breakOffFirst, type Closers, closeAll } from './closers.ts';
import { type Config, isDemo, leaveMs, type ServerRole } from './config.ts';
import { openDatabase } from './database.ts';
import { type DemoTelegram, openDemoTelegram } from './demo/emulator.ts';
import { createRoles } from './demo/roles.ts';
import { hearersOf } from './hearers.ts';
import { createFrontDoor } from './http/front-door.ts';
import { createLeaving, shut } from './http/leaving.ts';
import { listen } from './http/listen.ts';
import { openApp } from './http/open-app.ts';
import { addSimulator } from './http/pages.ts';
import { createWakes } from './http/waiting.ts';
import { addWebhook } from './http/webhook.ts';
import { keyFile } from './keys.ts';
import type { Logger } from './log.ts';
import { createMetrics, type Metrics } from './metrics/metrics.ts';
import { watchWork } from './metrics/watch-work.ts';
import { startNightly } from './nightly.ts';
import { createOutside } from './outside/outside.ts';
import { processName } from './process-name.ts';
import type { Database } from './reach.ts';
import { noteServing, reachToServe, type Waiting, waitUntil } from './reach-to-serve.ts';
import { forget } from './reset.ts';
import { openShared } from './shared.ts';
import { type Accounts, createAccounts, createOnRevoked, type OnRevoked, toAccounts } from './telegram/accounts.ts';
import { createDispatcher, type Dispatch } from './telegram/dispatch.ts';
import { createAnnounced, createFollower } from './telegram/follow.ts';
import { openBots, type Roster } from './telegram/open.ts';
import { openTurns } from './telegram/open-turns.ts';
import { wantedOf } from './telegram/setup.ts';
import type { SharedTurns } from './telegram/shared-turns.ts';
import { type BotTrace, createBotTrace, startWatching } from './telegram/watch.ts';
import { prepareDemo, prepareOwn } from './tenant.ts';
import { openTraces } from './traces/open-traces.ts';
import {
  type Core,
  type Speech,
  wireAnchors,
  wireBots,
  wireCore,
  wireEar,
  wireMend,
  wireQueue,
  wireSealing,
  wireSweeping,
  wireWatch,
  wireWorker,
} from './wire.ts';
import { wireCall, wireFurther, wireTurnstile } from './wire-entrance.ts';

/** A running server. */
export type Server = {
  /** Where it answers, e.g. `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly demo: boolean;
  /** How many bots there are for people to write to. */
  readonly bots: number;
  /** Tells once when the server cannot go on (its database has ended). */
  onLost(listener: (reason: string) => void): void;
  /** Takes no more work, finishes what has begun, and lets go of everything. */
  stop(): Promise<void>;
};

type Options = {
  readonly config: Config;
  readonly log: Logger;
  /** Begins anew: throws away the embedded database and the demo's chats. */
  readonly reset?: boolean;
  /** The database, when it is being started already; it ends with the server. */
  readonly reached?: Promise<Database>;
  /** How another program that uses the embedded database is waited for. */
  readonly waiting?: Waiting;
  /** For tests: how far the clock has been moved. */
  readonly clockOffset?: ClockOffset;
};

/**
 * Starts everything that the roles of this process ask for.
 * @throws OperatorError with a sentence when something has to be put right first.
 */
export const startServer = async (options: Options): Promise<Server> => {
  const { config, log } = options;
  if (options.reset === true) await forget(config);
  const closers: Closers = [];
  const stop = () => closeAll(closers, log);
  const reached = options.reached ?? reachToServe(config, log, options.waiting ?? waitUntil());
  closers.push(() =>
    reached.then(
      (database) => database.stop(),
      () => undefined, // whoever opens the database says why it could not be reached
    ),
  );
  try {
    return { ...(await startAll({ ...options, reached }, closers)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** Opens everything in the order in which one part needs another; closed in the opposite order. */
const startAll = async (
  options: Options & { readonly reached: Promise<Database> },
  closers: Closers,
): Promise<Omit<Server, 'stop'>> => {
  const { config, log } = options;
  const traces = await openTraces(config, log);
  if (traces !== null) closers.push(traces.close);
  // Whose turn it is not here leaves the chats of the demo alone.
  await options.reached;
  const demo = isDemo(config) ? await openDemoTelegram(config.DATA_DIR, log) : undefined;
  if (demo !== undefined) closers.push(demo.stop);
  const clockOffset = options.clockOffset ?? (() => demo?.emulator.clock.offsetMs() ?? 0);
  const database = await openDatabase(config, log, options.reached);
  const lastly: Closers = [];
  closers.push(database.stop, () => closeAll(lastly, log));
  const metrics = createMetrics(config.ROLES);
  const { onRedis } = metrics;
  const name = processName(config.ROLES);
  const shared = await openShared({ config, connection: database.connection, log, onRedis, name });
  closers.push(shared.close);
  const { store, counters } = shared;
  const core = await wireCore({ config, database, clockOffset, log, metrics, store, counters, name, traces });
  closers.push(core.close);
  wireWatch({ core, metrics, clockOffset });
  const roles = demo && (await openDemo(core, demo, log));
  if (roles !== undefined) closers.push(roles.stop);
  if (demo === undefined) await prepareOwn(core, config, log);
  const bots = toAccounts(await core.operator.listBots(), core.secrets, keyFile(config));
  const trace = createBotTrace(() => Date.now() + clockOffset());
  const accounts = createAccounts(bots, trace.forget);
  const onRevoked = createOnRevoked({ accounts, operator: core.operator, log });
  const api_root = demo?.api_root ?? config.TELEGRAM_API_ROOT;
  const turnstile = wireTurnstile(core, config, log);
  const call = wireCall({ core, shared, config, turnstile });
  watchWork(metrics.instruments, turnstile.gate.load);
  const callFurther = wireFurther(core, turnstile);
  const frontDoor = createFrontDoor({ ...turnstile, patience_ms: config.WORK_WAIT_MS, texts: core.texts });
  const speech = wireBots({ core, turnstile, shared, config, api_root, clockOffset, log, metrics });
  const doors = { call, callFurther, frontDoor, trace, lastly, turns: openTurns(shared.counters, log) };
  const parts = {
    options,
    database,
    core,
    metrics,
    speech,
    demo,
    roles,
    accounts,
    onRevoked,
    clockOffset,
    closers,
    ...doors,
  };
  const url = await openDoors(parts);
  if (database.embedded) closers.push(await noteServing(config, url, log));
  return { url, demo: demo !== undefined, bots: bots.length, onLost: database.onLost };
};

/** The demo's studio; the simulator shows who is what in it. */
const openDemo = async (core: Core, { emulator }: DemoTelegram, log: Logger) => {
  const roles = createRoles({ emulator, operator: core.operator, tenant_id: await prepareDemo(core), log });
  roles.refresh();
  return roles;
};

type Parts = {
  readonly options: Options;
  readonly database: Database;
  readonly core: Core;
  /** The backend as it is reached over HTTP. */
  readonly call: Transport;
  readonly callFurther: Transport;
  /** Refuses what would wait in vain. */
  readonly frontDoor: ReturnType<typeof createFrontDoor>;
  readonly metrics: Metrics;
  readonly speech: Speech;
  readonly demo: DemoTelegram | undefined;
  /** Reads anew who is what, for the simulator. */
  readonly roles: { refresh(): void } | undefined;
  readonly accounts: Accounts;
  readonly onRevoked: OnRevoked;
  readonly clockOffset: ClockOffset;
  readonly closers: Closers;
  /** What may take long to end: just before the database. */
  readonly lastly: Closers;
  readonly trace: BotTrace;
  readonly turns: SharedTurns | undefined;
};

/** The doors through which work comes: HTTP first, then the worker, then Telegram. */
const openDoors = async (parts: Parts): Promise<string> => {
  const { options, core, speech, demo, accounts, closers } = parts;
  const { config, log } = options;
  const has = (role: ServerRole) => config.ROLES.includes(role);
  const state = { ready: false };
  const leaving = createLeaving(leaveMs(config));
  const wakes = createWakes();
  const bots = createAnnounced();
  closers.push(
    wireEar(core, hearersOf(parts, { events: has('gateway') ? wakes.wake : null, bots: bots.hear }), log, () => {
      bots.hearNothing();
      speech.face.forgetPeople();
    }).close,
  );
  const { dispatch, dispatchPosted, finished } = createDispatcher(speech.face, {
    onUpdate: parts.trace.noteUpdate,
    turns: parts.turns,
  });
  const app = await openApp(parts, { wakes, leaving, hasBegun: () => state.ready });
  if (has('bot')) addWebhook(app, { accounts, dispatch: dispatchPosted, hasLeft: leaving.hasLeft });
  if (demo !== undefined) await addSimulator(app);
  const url = await listen(app, config, demo !== undefined);
  // The simulator's pages listen to the emulator for ever; their connections end with it, before the server's own.
  closers.push(
    () => shut(app),
    async () => demo?.stop(),
    speech.api.close,
    finished,
    leaving.left,
  );
  if (has('worker')) closers.push(...(await startWorker(parts)));
  const roster = has('bot') ? await listenToTelegram(parts, dispatch, url) : null;
  if (roster !== null) closers.push(roster.stop, watchBots(parts, url, roster).stop);
  closers.push(bots.follow(createFollower({ accounts, operator: core.operator, secrets: core.secrets, roster, log })));
  closers.push(async () => leaving.begin(app.server));
  state.ready = true;
  return url;
};

const startWorker = async (parts: Parts): Promise<Closers> => {
  const { options, database, core, metrics, speech, demo, accounts, onRevoked, clockOffset } = parts;
  const outside = createOutside({ onRefused: (host) => options.log.warn({ event: 'outside_refused', host }) });
  const wire = await wireQueue(options.config, options.log, metrics);
  const { log } = options;
  const engine = wireWorker({ core, metrics, speech, wire, accounts, onRevoked, outside, clockOffset, log });
  await engine.start();
  const off = demo?.emulator.clock.onMove(engine.wake);
  const sealing = wireSealing(core, log);
  const sweeping = wireSweeping(core, log);
  const endNightly = startNightly({ mend: wireMend(core, log), tellAnchors: wireAnchors(core, log), log });
  // Nobody would miss the demo.
  const backsUp = demo === undefined && options.config.BACKUP_DAILY === 'on';
  const tell = createTellOwner({ config: options.config, api: speech.api.options, texts: core.texts, log });
  const backups = { config: options.config, connection: database.connection, metrics, tell, log };
  const endBackups = backsUp ? startBackups(backups) : async () => {};
  const stop = async () => {
    // Whoever waits for a turn is put off, for the next process; nothing new is begun.
    speech.pacer.stop();
    await engine.stop();
  };
  return [
    outside.close,
    async () => wire?.close(),
    sealing.stop,
    sweeping.stop,
    stop,
    endNightly,
    breakOffFirst(endBackups, parts.lastly),
    async () => off?.(),
  ];
};

const listenToTelegram = async (
  { options, core, speech, demo, accounts, onRevoked }: Parts,
  dispatch: Dispatch,
  url: string,
): Promise<Roster> => {
  const { operator, texts } = core;
  const public_url = options.config.PUBLIC_URL ?? (demo === undefined ? null : url);
  const always = demo !== undefined;
  const { log } = options;
  return openBots({ accounts, api: speech.api, dispatch, operator, texts, log, onRevoked, public_url, always });
};

/** Looks after the bots that this process listens to. */
const watchBots = (parts: Parts, url: string, roster: Roster): { stop(): Promise<void> } => {
  const { options, core, speech, demo, accounts, onRevoked, trace, clockOffset } = parts;
  const { operator, texts } = core;
  const api = speech.api.options;
  const wanted = wantedOf(texts, options.config.PUBLIC_URL ?? (demo === undefined ? null : url));
  return startWatching({
    ...{ accounts, api, operator, onRevoked, trace, log: options.log, now: () => Date.now() + clockOffset() },
    urlOf: ({ bot_info }) => (wanted.webhooks === null ? null : `${wanted.webhooks}${bot_info.id}`),
    repair: roster.tellAnew,
  });
};
