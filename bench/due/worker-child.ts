import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { answerParent, inputOfParent } from '../lib/answer-parent.ts';
import type { Fire, Places } from './engine.ts';
import { ENGINES, type EngineName } from './engines.ts';
import { connectRedis, FIRED } from './redis-server.ts';

export type WorkerInput = {
  readonly engine: EngineName;
  readonly places: Places;
  /** How long a job takes before it fires, in milliseconds. */
  readonly hold_ms: number;
};

const { engine, places, hold_ms } = inputOfParent() as WorkerInput;
const redis = connectRedis(places.redis_port, { enableAutoPipelining: true });
await redis.ping();

/** Number, when it was fired by the machine's clock, and by which process. */
const fire: Fire = async (numbers) => {
  if (hold_ms > 0) await pause(hold_ms);
  const at = Date.now();
  await redis.lpush(FIRED, ...numbers.map((i) => `${i}|${at}|${process.pid}`));
};

let worker: { stop(): Promise<void> } | undefined;

answerParent(
  {},
  {
    start: async () => {
      worker = await ENGINES[engine].startWorker(places, fire);
    },
  },
  async () => {
    await worker?.stop();
    await redis.quit();
  },
);
