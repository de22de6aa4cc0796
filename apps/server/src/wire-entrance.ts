import type { Backend } from '@okno/backend';
import type { Transport } from '@okno/contract';
import type { Config } from './config.ts';
import { bounded, boundedByCaller, createLaneOf, type LaneOf } from './load/bounded.ts';
import { createGate, type Gate, type Load } from './load/gate.ts';
import { limited } from './load/limited.ts';
import { setTimer } from './load/set-timer.ts';
import type { Logger } from './log.ts';
import type { Shared } from './shared.ts';

/** What work is let in to. */
type Behind = { readonly backend: Backend };

/** What lets work in, and whose it is. */
export type Turnstile = { readonly gate: Gate; readonly laneOf: LaneOf };

/** The operator is told this often, in milliseconds, and not of each. */
const TELL_MS = 10_000;

export const wireTurnstile = ({ backend }: Behind, config: Config, log: Logger): Turnstile => {
  let told = Number.NEGATIVE_INFINITY;
  const onRefused = (load: Load) => {
    if (performance.now() < told + TELL_MS) return;
    told = performance.now();
    log.warn({ event: 'overloaded', ...load }, 'more work comes than can be done; some is refused');
  };
  const gate = createGate({
    most: config.WORK_AT_ONCE,
    most_each: config.WORK_AT_ONCE_TENANT,
    now: () => performance.now(),
    setTimer,
    onRefused,
  });
  return { gate, laneOf: createLaneOf(backend.knownTenantOf) };
};

/** Less than a far bot waits for its answer (`far/backend.ts`): one that it does not hear is no better than a refusal. */
const FAR_PATIENCE_MS = 3_500;

/** The backend as it is reached over HTTP: within its limits, and when it is its turn. */
export const wireCall = (deps: { core: Behind; shared: Shared; config: Config; turnstile: Turnstile }): Transport => {
  const { core, shared, config, turnstile } = deps;
  const patience = { patience_ms: config.WORK_WAIT_MS, chat_patience_ms: FAR_PATIENCE_MS };
  const behind = boundedByCaller(core.backend.call, { ...turnstile, ...patience });
  const now = () => performance.now();
  return limited(behind, { config, counters: shared.counters, laneOf: turnstile.laneOf, now });
};

/** Whoever reads a file has been answered already: a refusal of a further part would spoil what they have. */
const PART_PATIENCE_MS = 30_000;

/** The backend for further parts of a file, whose first one was within the limits: they wait for their turn only. */
export const wireFurther = ({ backend }: Behind, turnstile: Turnstile): Transport =>
  bounded(backend.call, { ...turnstile, patience_ms: PART_PATIENCE_MS });
