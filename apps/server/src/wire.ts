import { randomUUID } from 'node:crypto';
import {
  type Auditor,
  type Backend,
  type ClockOffset,
  createAcrossTenants,
  createAlarm,
  createAuditor,
  createBackend,
  createCalendarReader,
  createDueEngine,
  createDueStore,
  createJobs,
  createMend,
  createOperator,
  createSecrets,
  type DueEngine,
  type Ear,
  type Hearers,
  listenForEvents,
  type Operator,
  type Secrets,
  startSealing,
  startSweeping,
  type Wire,
  writeAnchor,
} from '@okno/backend';
import { type BotFace, createBotFace, createPacer, type Pacer } from '@okno/bot';
import {
  createClient,
  createMemoryKeyValue,
  createTexts,
  type Delivery,
  type KeyValue,
  localTransport,
  type Message,
  type Texts,
} from '@okno/contract';
import type pg from 'pg';
import type { Config } from './config.ts';
import { readKeys } from './keys.ts';
import { openRedisWire } from './kv/open-redis.ts';
import type { RedisWire } from './kv/redis-wire.ts';
import { bounded } from './load/bounded.ts';
import { setTimer } from './load/set-timer.ts';
import type { Logger } from './log.ts';
import { meterCalls } from './metrics/meter-calls.ts';
import type { Metrics } from './metrics/metrics.ts';
import { watchPools, watchStandbyAge, watchTimetable } from './metrics/watch-database.ts';
import { watchWorker } from './metrics/watch-worker.ts';
import { ruleOfAddress } from './outside/addresses.ts';
import { createFetchCalendar } from './outside/fetch-calendar.ts';
import type { Outside } from './outside/outside.ts';
import { openPools } from './pools.ts';
import type { Database } from './reach.ts';
import { createOutcall } from './reminders/webhook.ts';
import { type Shared, tellOfRedis } from './shared.ts';
import { openReading, type Reading } from './standby.ts';
import { type Accounts, createAccountFinder, type OnRevoked } from './telegram/accounts.ts';
import { type BotApi, createBotApi } from './telegram/fetch.ts';
import { createAdmit } from './telegram/haste.ts';
import { followBotApi, followCalls, followDatabase, followFace, followJobs } from './traces/follow.ts';
import type { Traces } from './traces/traces.ts';
import type { Turnstile } from './wire-entrance.ts';

/** Everything of the backend that a command or the server needs. */
export type Core = {
  readonly backend: Backend;
  readonly operator: Operator;
  readonly auditor: Auditor;
  readonly secrets: Secrets;
  readonly pool: pg.Pool;
  /** For what belongs to a session of its own, which `pool` may not have (`pools.ts`). */
  readonly sessionPool: pg.Pool;
  readonly workerPool: pg.Pool;
  /** The standby, where there is one. */
  readonly reading: Reading | null;
  readonly texts: Texts;
  /** Follows what is done; null when nobody wants to know. */
  readonly traces: Traces | null;
  close(): Promise<void>;
};

/** Puts the backend together over a database that is up. */
export const wireCore = async (deps: {
  config: Config;
  database: Database;
  clockOffset: ClockOffset;
  log: Logger;
  /** Left out by commands, through which nobody signs in. */
  store?: KeyValue;
  /** What all processes share without asking the database, if there is something like that. */
  counters?: KeyValue | null;
  /** Left out by commands, which nobody measures. */
  metrics?: Metrics;
  /** What this process is called among those that are connected; commands have no name. */
  name?: string;
  traces?: Traces | null;
}): Promise<Core> => {
  const { database, clockOffset, log, metrics, traces = null, name } = deps;
  const onError = (error: Error) => log.warn({ event: 'connection_lost', reason: error.message });
  const watch = followDatabase(traces);
  const pools = await openPools(deps.config, database.connection, { name, onError, watch });
  const { requests: pool, worker: workerPool } = pools;
  // Commands look where they would write.
  const reading =
    name === undefined
      ? null
      : openReading(deps.config, { primary: pool, counters: deps.counters ?? null, clockOffset, log, name, watch });
  const secrets = createSecrets(await readKeys(deps.config));
  const texts = createTexts();
  const unmeasured = createBackend({
    pool,
    clockOffset,
    secrets,
    texts,
    ruleOfAddress: (url) => ruleOfAddress(url),
    store: deps.store ?? createMemoryKeyValue(() => performance.now()),
    onFault: (error, { name, request_id }) => {
      metrics?.onFault('action');
      log.error({ event: 'fault', action: name, request_id, err: error });
    },
    ...(metrics !== undefined && { onLookUp: metrics.onLookUp }),
    ...(reading !== null && { aside: reading.aside }),
  });
  const measured = metrics === undefined ? unmeasured.call : meterCalls(unmeasured.call, metrics.onAction);
  const backend = { ...unmeasured, call: followCalls(measured, traces) };
  const operator = createOperator({ inTenant: backend.inTenant, pool, workerPool, secrets });
  const auditor = createAuditor({ inTenant: backend.inTenant, workerPool });
  return {
    backend,
    operator,
    auditor,
    secrets,
    pool,
    sessionPool: pools.sessions,
    workerPool,
    reading,
    texts,
    traces,
    close: async () => {
      await backend.writeRefusals();
      await reading?.close();
      await pools.close();
    },
  };
};

export type Speech = { readonly face: BotFace; readonly api: BotApi; readonly pacer: Pacer };

/** Somebody in a chat would have to tap again, so they wait; there are never many of them at once (`http/webhook.ts`). */
const CHAT_PATIENCE_MS = 5_000;

/** The bots' screens over the backend in this process. */
export const wireBots = (deps: {
  core: Core;
  turnstile: Turnstile;
  shared: Shared;
  config: Config;
  api_root: string;
  clockOffset: ClockOffset;
  log: Logger;
  metrics: Metrics;
}): Speech => {
  const { core, log, shared, config } = deps;
  const api = followBotApi(createBotApi(deps.api_root, deps.metrics.onTelegramCall), core.traces);
  const pacer = createPacer({ ticks: () => performance.now(), setTimer });
  const transport = localTransport(bounded(core.backend.call, { ...deps.turnstile, patience_ms: CHAT_PATIENCE_MS }));
  const face = createBotFace({
    connect: (caller, request_id) => createClient(transport, caller, request_id),
    texts: core.texts,
    store: shared.store,
    admit: createAdmit({ config, counters: shared.counters, now: () => performance.now() }),
    api: api.options,
    callBotApi: api.call,
    pacer,
    now: () => Date.now() + deps.clockOffset(),
    newRequestId: randomUUID,
    log: ({ level, ...entry }) => log[level](entry),
  });
  return { face: followFace(face, core.traces), api, pacer };
};

/**
 * Hears in this process what others announce: events that wait for assistants, texts that were worded anew, bots that
 * are new. `onBack`: something may have been missed.
 */
export const wireEar = ({ sessionPool }: Core, hearers: Hearers, log: Logger, onBack: () => void): Ear =>
  listenForEvents(sessionPool, hearers, (error) => log.warn({ event: 'ear_lost', reason: String(error) }), onBack);

/** The queue by which events reach assistants; null without Redis: then they wait to be asked for. */
export const wireQueue = async (
  { REDIS_URL }: Config,
  log: Logger,
  { onRedis }: Pick<Metrics, 'onRedis'>,
): Promise<RedisWire | null> => {
  if (REDIS_URL === undefined) return null;
  const onChange = tellOfRedis(log, 'queue', onRedis);
  return openRedisWire({ url: REDIS_URL, ticks: () => performance.now(), onChange });
};

/** What seals the audit log, once a second. */
export const wireSealing = ({ workerPool }: Core, log: Logger): { stop(): Promise<void> } =>
  startSealing(workerPool, (error) => log.warn({ event: 'sealing_failed', err: error }));

/** What takes away what has run out in the store; rows may be there from a time without Redis. */
export const wireSweeping = ({ workerPool }: Core, log: Logger): { stop(): Promise<void> } =>
  startSweeping(workerPool, (error) => log.warn({ event: 'sweep_failed', err: error }));

/** Tells the newest seals to the log, which is kept elsewhere: a log of actions whose end is cut off is noticed. */
export const wireAnchors =
  ({ auditor }: Core, log: Logger) =>
  async (): Promise<void> => {
    for (const anchor of await auditor.listAnchors()) log.info({ event: 'audit_anchor', anchor: writeAnchor(anchor) });
  };

/** What looks over what older versions have left behind. */
export const wireMend = ({ backend, workerPool }: Core, log: Logger) =>
  createMend({
    inTenant: backend.inTenant,
    workerPool,
    onError: (error) => log.error({ event: 'mend_failed', err: error }),
  });

/** The process that sends what is due. */
export const wireWorker = (deps: {
  core: Core;
  speech: Speech;
  accounts: Accounts;
  onRevoked: OnRevoked;
  /** How calendars of strangers are reached. */
  outside: Outside;
  /** The queue of assistants, where there is one. */
  wire: Wire | null;
  clockOffset: ClockOffset;
  log: Logger;
  metrics: Metrics;
}): DueEngine => {
  const { core, speech, accounts, onRevoked, log, metrics } = deps;
  const { operator, secrets } = core;
  const find = createAccountFinder({ accounts, operator, secrets, now: () => performance.now() });
  const deliver = async (message: Message, isLate: () => boolean): Promise<Delivery> => {
    const account = await find(message.bot_id);
    if (account === undefined) return { status: 'revoked', reason: 'this bot is not served here' };
    const delivery = await speech.face.deliver(account, message, isLate);
    metrics.onDelivery(delivery.status);
    if (delivery.status === 'revoked') onRevoked(account);
    return delivery;
  };
  const calendars = {
    fetchCalendar: createFetchCalendar(deps.outside),
    readCalendar: createCalendarReader(),
    secrets,
    random: Math.random,
  };
  const post = { deliver, turns: speech.pacer, ticks: () => performance.now() };
  const onError = (error: unknown) => {
    metrics.onFault('due');
    log.error({ event: 'due_failed', err: error });
  };
  const reminders = { wire: deps.wire, outcall: createOutcall(deps.outside), secrets, onError };
  const engine = createDueEngine({
    store: createDueStore(core.workerPool, deps.clockOffset),
    ...followJobs(
      createJobs({
        inTenant: core.backend.inTenant,
        across: createAcrossTenants(core.workerPool, deps.clockOffset),
        ring: createAlarm(core.workerPool),
        post,
        calendars,
        reminders,
      }),
      core.traces,
    ),
    random: Math.random,
    ticks: () => performance.now(),
    onError,
  });
  watchWorker(metrics.instruments, engine.stats);
  return engine;
};

/** What every process tells of the database, whatever its roles: somebody has to notice that no worker is there. */
export const wireWatch = ({
  core,
  metrics,
  clockOffset,
}: {
  core: Core;
  metrics: Metrics;
  clockOffset: ClockOffset;
}) => {
  const { pool: app, workerPool: worker, reading } = core;
  watchPools(metrics.instruments, { app, worker, ...(reading !== null && { standby: reading.pool }) });
  if (reading !== null) watchStandbyAge(metrics.instruments, reading.age_ms);
  watchTimetable(metrics.instruments, createDueStore(core.workerPool, clockOffset).gauges);
};
