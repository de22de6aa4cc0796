import process from 'node:process';
import {
  type Connection,
  createAcrossTenants,
  createAlarm,
  createBackend,
  createCalendarReader,
  createDueEngine,
  createDueStore,
  createJobs,
  createPool,
  createSecrets,
} from '@okno/backend';
import { createMemoryKeyValue, createTexts } from '@okno/contract';
import { openRedisWire } from '../../apps/server/src/kv/open-redis.ts';
import { answerParent, inputOfParent } from '../lib/answer-parent.ts';

export type WorkerInput = {
  readonly connection: Connection;
  readonly redis_url: string;
  /** 32 bytes in hex. */
  readonly key: string;
  /** The engine alone: what is claimed is pushed, and neither read nor written down. */
  readonly bare: boolean;
};

const { connection, redis_url, key, bare } = inputOfParent() as WorkerInput;
let closing = false;
const onError = (error: unknown): void => {
  if (!closing) process.stderr.write(`${String((error as Error).stack)}\n`);
};
const fail = (): never => {
  throw new Error('there is nothing but reminders here');
};
const clockOffset = () => 0;
// As many connections as a process of the server has.
const pool = createPool({ connection, role: 'app', max: 20, onError });
const workerPool = createPool({ connection, role: 'worker', max: 8, onError });
const secrets = createSecrets([Buffer.from(key, 'hex')]);
const backend = createBackend({
  pool,
  clockOffset,
  secrets,
  texts: createTexts(),
  ruleOfAddress: () => null,
  store: createMemoryKeyValue(() => performance.now()),
  onFault: onError,
});
const ticks = () => performance.now();
const onChange = ({ away, reason }: { away: boolean; reason: string }) => {
  if (away) onError(new Error(reason));
};
const wire = await openRedisWire({ url: redis_url, ticks, onChange });
const jobs = createJobs({
  inTenant: backend.inTenant,
  across: createAcrossTenants(workerPool, clockOffset),
  ring: createAlarm(workerPool),
  post: { deliver: fail, turns: { take: () => 0, wait: async () => 0, isOver: () => false }, ticks },
  calendars: { fetchCalendar: fail, readCalendar: createCalendarReader(), secrets, random: Math.random },
  reminders: { wire, outcall: fail, secrets, onError },
});
const engine = createDueEngine({
  store: createDueStore(workerPool, clockOffset),
  run: jobs.run,
  together: bare
    ? {
        reminder: async (items) => {
          const texts = items.map(({ due_id, scheduled_for }) =>
            JSON.stringify({ reminder_id: due_id, scheduled_for }),
          );
          await wire.push(items.map(({ id }, index) => ({ key: id, text: texts[index] ?? '' })));
          return items.map(() => ({ done: true }));
        },
      }
    : jobs.together,
  random: Math.random,
  ticks,
  onError,
});

answerParent({}, { start: () => engine.start() }, async () => {
  await engine.stop();
  closing = true;
  await wire.close();
  await Promise.all([pool.end(), workerPool.end()]);
});
