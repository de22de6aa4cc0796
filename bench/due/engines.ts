import { bullMq } from './bullmq.ts';
import type { Engine } from './engine.ts';
import { graphileWorker } from './graphile-worker.ts';
import { okno } from './ours.ts';
import { pgBoss } from './pg-boss.ts';

export const ENGINES = {
  okno,
  pg_boss: pgBoss,
  graphile_worker: graphileWorker,
  bullmq: bullMq,
} as const satisfies Record<string, Engine>;
export type EngineName = keyof typeof ENGINES;
