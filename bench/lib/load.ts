import { setTimeout as sleep } from 'node:timers/promises';
import { type Figures, percentile } from './stats.ts';

/** Does one thing as the given sender (0, 1, …) and ends when it is done; rejects when it failed. */
export type Send = (sender: number) => Promise<void>;

/**
 * A closed loop: each of the senders keeps exactly one thing in flight for `ms` milliseconds. Gives `per_second`,
 * `p50_ms`, `p99_ms` and `count`. Throws the first failure: a fast refusal must not count as work.
 */
export const closedLoop = async (senders: number, ms: number, send: Send): Promise<Figures> => {
  const latencies: number[] = [];
  const begun = performance.now();
  const until = begun + ms;
  const run = async (sender: number): Promise<void> => {
    for (let at = performance.now(); at < until; at = performance.now()) {
      await send(sender);
      latencies.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: senders }, (_, sender) => run(sender)));
  const seconds = (performance.now() - begun) / 1000;
  return {
    per_second: latencies.length / seconds,
    p50_ms: percentile(latencies, 0.5),
    p99_ms: percentile(latencies, 0.99),
    count: latencies.length,
  };
};

/**
 * An open loop: begins `per_second` things a second at fixed times for `ms` milliseconds, whether or not the earlier ones
 * are done. Latency counts from the time at which a thing was meant to begin, so that a stall is felt by everything
 * that should have begun in it. Gives `p50_ms`, `p95_ms`, `p99_ms` and `count`. Throws the first failure.
 */
export const openLoop = async (per_second: number, ms: number, send: Send): Promise<Figures> => {
  const latencies: number[] = [];
  const begun = performance.now();
  const total = Math.floor((ms / 1000) * per_second);
  const running: Promise<void>[] = [];
  const failures: unknown[] = [];
  const one = async (index: number): Promise<void> => {
    try {
      await send(index);
      latencies.push(performance.now() - (begun + (index * 1000) / per_second));
    } catch (error) {
      // Nobody waits for it before the end.
      failures.push(error);
    }
  };
  for (let index = 0; index < total; index += 1) {
    const early = begun + (index * 1000) / per_second - performance.now();
    if (early > 0) await sleep(early);
    if (failures.length > 0) break;
    running.push(one(index));
  }
  await Promise.all(running);
  if (failures.length > 0) throw failures[0];
  return {
    p50_ms: percentile(latencies, 0.5),
    p95_ms: percentile(latencies, 0.95),
    p99_ms: percentile(latencies, 0.99),
    count: latencies.length,
  };
};
