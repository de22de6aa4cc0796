import { randomUUID } from 'node:crypto';
import { type BotFace, createBotFace, createPacer, type Pacer } from '@okno/bot';
import { createClient, createTexts, type KeyValue, type Message, type Texts } from '@okno/contract';
import { type Closers, closeAll } from '../closers.ts';
import { type FarConfig, leaveMs } from '../config.ts';
import { createLeaving, shut } from '../http/leaving.ts';
import { listen } from '../http/listen.ts';
import type { Logger } from '../log.ts';
import { createMetrics, type Metrics } from '../metrics/metrics.ts';
import { type Account, type Accounts, createAccounts, type OnRevoked } from '../telegram/accounts.ts';
import { createDispatcher } from '../telegram/dispatch.ts';
import { type BotApi, createBotApi } from '../telegram/fetch.ts';
import { createAdmit } from '../telegram/haste.ts';
import { openBots } from '../telegram/open.ts';
import { openTurns } from '../telegram/open-turns.ts';
import { followBotApi, followFace } from '../traces/follow.ts';
import { openTraces } from '../traces/open-traces.ts';
import type { Traces } from '../traces/traces.ts';
import { createFarApp } from './app.ts';
import { type FarBackend, openBackend } from './backend.ts';
import { followBackend } from './bots.ts';
import { type Puller, startPulling } from './pull.ts';
import { createFarRevoked } from './revoked.ts';
import { openFarStore } from './store.ts';

/** A running bot program on a machine of its own. */
export type FarServer = {
  /** Where it answers, e.g. `http://127.0.0.1:8080`. */
  readonly url: string;
  /** How many bots it speaks for; null: the backend has not said so yet. */
  readonly bots: number | null;
  /** Takes no more work, finishes what has begun, and lets go of everything. */
  stop(): Promise<void>;
};

type Options = {
  readonly config: FarConfig;
  readonly log: Logger;
  /** For tests: milliseconds of a clock that is never set, by which the backend counts as away. */
  readonly ticks?: () => number;
};

/**
 * Starts the bots of another machine's backend: no database, nothing that must not be lost.
 * @throws OperatorError with a sentence when something has to be put right first.
 */
export const startFar = async (options: Options): Promise<FarServer> => {
  const closers: Closers = [];
  const stop = () => closeAll(closers, options.log);
  try {
    return { ...(await startAll(options, closers)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** Asked so often at most by all bots together that have nothing to say. */
const IDLE_PER_SECOND = 50;
const IDLE_MS = 1_000;

const startAll = async ({ config, log, ticks }: Options, closers: Closers): Promise<Omit<FarServer, 'stop'>> => {
  const traces = await openTraces(config, log);
  if (traces !== null) closers.push(traces.close);
  const metrics = createMetrics(config.ROLES);
  metrics.onBreaker('closed');
  const backend = openBackend({
    config,
    log,
    ticks: ticks ?? steady,
    now: Date.now,
    onBreaker: metrics.onBreaker,
    traces,
  });
  closers.push(backend.close);
  const store = await openFarStore(config, log);
  closers.push(() => store.close());
  const texts = createTexts();
  const api = followBotApi(createBotApi(config.TELEGRAM_API_ROOT, metrics.onTelegramCall), traces);
  const pacer = createPacer({ ticks: steady, setTimer });
  const accounts = createAccounts([]);
  const face = openFace({ config, log, backend, texts, store, api, pacer, traces });
  const turns = openTurns(config.REDIS_URL === undefined ? null : store, log);
  const { dispatch, dispatchPosted, finished } = createDispatcher(face, { turns });
  const state = { isKnown: () => false };
  const leaving = createLeaving(leaveMs(config));
  const app = createFarApp({
    ...{ accounts, texts, log, traces, breaker: backend.state, dispatch: dispatchPosted },
    isReady: () => state.isKnown() && !leaving.isStopping(),
    ...{ hasLeft: leaving.hasLeft, mark: leaving.mark },
    metrics: { ...metrics, read: metrics.instruments.read, token: config.METRICS_TOKEN },
  });
  const url = await listen(app, config, false);
  closers.push(() => shut(app), api.close, finished, leaving.left);
  const leave = (bot_id: number) => Promise.all([mail.leave(bot_id), roster.leave(bot_id)]);
  const { onRevoked, stop: stopTelling } = createFarRevoked({ accounts, backend, leave, log });
  closers.push(stopTelling);
  const roster = await openBots({
    ...{ accounts, api, dispatch, texts, log, onRevoked, public_url: config.PUBLIC_URL ?? null, always: false },
    operator: { noteConfigured: (_, bot_id, configured_as) => backend.tellOfBot(bot_id, { configured_as }) },
  });
  const mail = openMail({ backend, accounts, face, pacer, onRevoked, log, traces, onDelivery: metrics.onDelivery });
  closers.push(roster.stop, mail.stop);
  const bots = await followBackend({
    ...{ backend, service_key: config.BACKEND_API_KEY, accounts, log },
    take: (account) => {
      mail.take(account);
      roster.serve(account).catch((error: unknown) => log.error({ event: 'fault', err: error }));
    },
    leave,
  });
  closers.push(bots.stop, async () => leaving.begin(app.server));
  state.isKnown = bots.isKnown;
  return { url, bots: bots.isKnown() ? accounts.all().length : null };
};

type FaceDeps = {
  readonly config: FarConfig;
  readonly log: Logger;
  readonly backend: Pick<FarBackend, 'transport'>;
  readonly texts: Texts;
  readonly store: KeyValue;
  readonly api: BotApi;
  readonly pacer: Pacer;
  readonly traces: Traces | null;
};

/** The conversation of all bots, over the backend on its machine. */
const openFace = ({ config, log, backend, texts, store, api, pacer, traces }: FaceDeps): BotFace => {
  const face = createBotFace({
    connect: (caller, request_id, onStale) => createClient(backend.transport, caller, request_id, onStale),
    texts,
    store,
    // The Redis user of a bot may not touch counters, so every process counts for itself.
    admit: createAdmit({ config, counters: null, now: steady }),
    api: api.options,
    callBotApi: api.call,
    pacer,
    now: Date.now,
    newRequestId: randomUUID,
    log: ({ level, ...entry }) => log[level](entry),
    tellCommands: true,
  });
  return followFace(face, traces);
};

const steady = () => performance.now();

const setTimer = (ms: number, run: () => void) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

type MailDeps = {
  readonly backend: Pick<FarBackend, 'transport'>;
  readonly accounts: Accounts;
  readonly face: ReturnType<typeof createBotFace>;
  readonly pacer: ReturnType<typeof createPacer>;
  readonly onRevoked: OnRevoked;
  readonly log: Logger;
  readonly traces: Traces | null;
  readonly onDelivery: Metrics['onDelivery'];
};

/** What each bot has to say of itself, fetched as long as we speak for it. */
const openMail = ({ backend, accounts, face, pacer, onRevoked, log, traces, onDelivery }: MailDeps) => {
  const pullers = new Map<number, Puller>();
  const deliver = async (message: Message, isLate: () => boolean) => {
    const account = accounts.find(message.bot_id);
    if (account === undefined) return { status: 'revoked', reason: 'this bot is not served here' } as const;
    const delivery = await face.deliver(account, message, isLate);
    onDelivery(delivery.status);
    if (delivery.status === 'revoked') onRevoked(account);
    return delivery;
  };
  const idle_ms = () => Math.max(IDLE_MS, (pullers.size * 1000) / IDLE_PER_SECOND);
  const leave = async (bot_id: number): Promise<void> => {
    const puller = pullers.get(bot_id);
    pullers.delete(bot_id);
    await puller?.stop();
  };
  return {
    take: ({ bot_info, tenant_id }: Account): void => {
      if (pullers.has(bot_info.id)) return;
      const program = { via: 'service', tenant: tenant_id, language: 'en' } as const;
      const connect = () => createClient(backend.transport, program, `mail-${randomUUID()}`);
      const ticks = () => performance.now();
      pullers.set(
        bot_info.id,
        startPulling({ connect, bot_id: bot_info.id, deliver, turns: pacer, idle_ms, ticks, log, traces }),
      );
    },
    leave,
    stop: async (): Promise<void> => {
      pacer.stop();
      await Promise.all([...pullers.keys()].map(leave));
    },
  };
};
