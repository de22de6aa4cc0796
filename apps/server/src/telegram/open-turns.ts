import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { KeyValue } from '@okno/contract';
import type { Logger } from '../log.ts';
import { createSharedTurns, type SharedTurns } from './shared-turns.ts';

/**
 * What processes that hear the same bots agree by: Redis; undefined without it, because PostgreSQL would be asked with every
 * tap (docs/processes.md#redis).
 */
export const openTurns = (store: KeyValue | null, log: Logger): SharedTurns | undefined =>
  store === null
    ? undefined
    : createSharedTurns({
        store,
        newMark: randomUUID,
        ticks: () => performance.now(),
        pause: (ms) => pause(ms),
        onOverdue: (whose) => log.warn({ event: 'turn_overdue', ...whose }, 'another process takes very long'),
        onFault: (error) => log.error({ event: 'fault', err: error }),
      });
