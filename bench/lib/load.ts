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
