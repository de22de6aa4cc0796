import { AppError, type Client } from '@okno/contract';
import type { LogEntry } from './deps.ts';

/** Tells the backend whether a person can be written to. A refusal is logged: nobody is there to be told. */
export const tellReachable = async (
  deps: { ask: Client; log: (entry: LogEntry) => void },
  reachable: boolean,
): Promise<void> => {
  try {
    await deps.ask('people.set_reachable', { reachable });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    deps.log({ level: 'warn', event: 'reachability_not_saved', reachable, reason: error.code });
  }
};
