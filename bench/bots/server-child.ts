import { memoryUsage } from 'node:process';
import { readConfig } from '../../apps/server/src/config.ts';
import { keepHeapSmall } from '../../apps/server/src/heap.ts';
import { createLog } from '../../apps/server/src/log.ts';
import { startServer } from '../../apps/server/src/serve.ts';
import { answerParent, inputOfParent } from '../lib/answer-parent.ts';

const settings = inputOfParent() as Readonly<Record<string, string>>;
keepHeapSmall();
const begun = performance.now();
const server = await startServer({ config: readConfig(settings), log: createLog('info') });
const start_ms = performance.now() - begun;

/** What is reachable, in bytes: only with `--expose-gc`. */
const heap = (): number => {
  const { gc } = globalThis as { gc?: () => void };
  gc?.();
  return memoryUsage().heapUsed;
};

answerParent({ url: server.url, start_ms }, { heap, rss: () => memoryUsage().rss }, () => server.stop());
