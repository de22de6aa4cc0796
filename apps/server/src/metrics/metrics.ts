import type { Delivery } from '@okno/contract';
import { collectDefaultMetrics } from 'prom-client';
import { VERSION } from '../version.ts';
import { createInstruments, type Instruments } from './instruments.ts';

/**
 * What this process counts and measures (docs/monitoring.md). Labels are few and known beforehand: never a business, a
 * person, or anything that somebody has typed.
 */
export type Metrics = {
  readonly instruments: Instruments;
  /** A request was answered; `route` is its template, `none` for an address that nobody serves. */
  onAnswer(answer: Answer): void;
  /** An action has ended; `outcome` is `done` or the code of the refusal. */
  onAction(action: string, outcome: string, seconds: number): void;
  /** The Bot API was called; `outcome` is `ok`, the status of a refusal, or `lost` when no answer came. */
  onTelegramCall(method: string, outcome: string, seconds: number): void;
  onDelivery(status: Delivery['status']): void;
  /** Something was looked up in a memory of this process. */
  onLookUp(cache: string, hit: boolean): void;
  /** A fault of ours, in this part. */
  onFault(where: FaultPlace): void;
  onRedis(use: 'redis' | 'queue', up: boolean): void;
  /** Of a bot on another server: how its way to the backend stands. */
  onBreaker(state: keyof typeof BREAKER): void;
  onBackup(outcome: BackupOutcome): void;
};

export type Answer = {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
};

const FAULT_PLACES = ['request', 'action', 'due'] as const;
type FaultPlace = (typeof FAULT_PLACES)[number];

const BACKUP_OUTCOMES = ['made', 'failed'] as const;
type BackupOutcome = (typeof BACKUP_OUTCOMES)[number];

const BREAKER = { closed: 0, half_open: 1, open: 2 } as const;

/** The acts on bookings that are counted by themselves. */
const BOOKING_ACTS: Readonly<Record<string, string>> = {
  'bookings.create': 'made',
  'bookings.move': 'moved',
  'bookings.cancel': 'cancelled',
};

const createOnAnswer = ({ duration }: Instruments): Metrics['onAnswer'] => {
  const name = 'okno_http_request_duration_seconds';
  const requests = duration(name, 'Time to answer a request, by the template of its route', [
    'method',
    'route',
    'status',
  ]);
  return ({ method, route, status, seconds }) => requests.observe({ method, route, status: String(status) }, seconds);
};

const createOnAction = ({ counter, duration }: Instruments): Metrics['onAction'] => {
  const ended = counter('okno_actions_total', 'Actions by outcome: done, or the code of the refusal', [
    'action',
    'outcome',
  ]);
  const took = duration('okno_action_duration_seconds', 'Time of an action; free time is scheduling.*', ['action']);
  const booked = counter('okno_bookings_total', 'Bookings that were made, moved, cancelled', ['act']);
  const refused = counter('okno_bookings_refused_total', 'Refusals to make, move, cancel one', ['act', 'code']);
  for (const act of Object.values(BOOKING_ACTS)) booked.inc({ act }, 0);
  return (action, outcome, seconds) => {
    ended.inc({ action, outcome });
    took.observe({ action }, seconds);
    const act = BOOKING_ACTS[action];
    if (act === undefined) return;
    if (outcome === 'done') booked.inc({ act });
    else refused.inc({ act, code: outcome });
  };
};

const createOnTelegramCall = ({ counter, duration }: Instruments): Metrics['onTelegramCall'] => {
  const calls = counter('okno_telegram_calls_total', 'Calls of the Bot API', ['method', 'outcome']);
  const took = duration('okno_telegram_call_duration_seconds', 'Time of a call of the Bot API', ['method']);
  const hushed = counter('okno_telegram_too_many_requests_total', 'Answers 429: Telegram wants a bot to be silent');
  return (method, outcome, seconds) => {
    calls.inc({ method, outcome });
    if (outcome === '429') hushed.inc();
    // A long poll lasts as long as nobody writes.
    if (method !== 'getUpdates') took.observe({ method }, seconds);
  };
};

/** @param roles what this process does */
export const createMetrics = (roles: readonly string[]): Metrics => {
  const instruments = createInstruments();
  const { counter, gauge, registry } = instruments;
  collectDefaultMetrics({ register: registry });
  const labels = { version: VERSION, node: process.versions.node, roles: roles.join(',') };
  gauge('okno_build_info', 'Always 1; its labels say what runs', Object.keys(labels)).set(labels, 1);
  const deliveries = counter('okno_deliveries_total', 'Attempts to send a message, by how they ended', ['status']);
  const lookUps = counter('okno_cache_lookups_total', 'Look-ups in a memory of the process', ['cache', 'hit']);
  const faults = counter('okno_faults_total', 'Faults that were told to the log', ['where']);
  for (const where of FAULT_PLACES) faults.inc({ where }, 0);
  const backups = counter('okno_backups_total', 'Daily backups: made and checked, or failed', ['outcome']);
  for (const outcome of BACKUP_OUTCOMES) backups.inc({ outcome }, 0);
  const redis = gauge('okno_redis_up', '1 while Redis answers', ['use']);
  const breaker = gauge('okno_breaker_state', 'Way of a far bot to the backend: 0 closed, 1 half open, 2 open');
  return {
    instruments,
    onAnswer: createOnAnswer(instruments),
    onAction: createOnAction(instruments),
    onTelegramCall: createOnTelegramCall(instruments),
    onDelivery: (status) => deliveries.inc({ status }),
    onLookUp: (cache, hit) => lookUps.inc({ cache, hit: String(hit) }),
    onFault: (where) => faults.inc({ where }),
    onRedis: (use, up) => redis.set({ use }, up ? 1 : 0),
    onBreaker: (state) => breaker.set(BREAKER[state]),
    onBackup: (outcome) => backups.inc({ outcome }),
  };
};
