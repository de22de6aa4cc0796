import type { Config } from '../config.ts';
import type { Logger } from '../log.ts';

/** A log whose faults are told elsewhere as well. */
export type WatchedLog = {
  readonly log: Logger;
  /** Waits until what was told has arrived; to be called when nothing more can go wrong. */
  readonly close: () => Promise<void>;
};

/**
 * The same log; with `SENTRY_DSN` every fault that it is told goes to Sentry too, whatever `LOG_LEVEL` says. The library is
 * loaded only then.
 */
export const watchFaults = async (config: Config, log: Logger): Promise<WatchedLog> => {
  if (config.SENTRY_DSN === undefined) return { log, close: async () => {} };
  const { openSentry } = await import('./sentry.ts');
  const sentry = openSentry({
    dsn: config.SENTRY_DSN,
    environment: config.SENTRY_ENVIRONMENT,
    roles: config.BACKEND_URL === undefined ? config.ROLES.join(',') : 'far',
    ticks: () => performance.now(),
  });
  return { log: telling(log, sentry.tell), close: sentry.close };
};

/** Pino's own children are made in this way, too: the same object with something in front. */
const telling = (log: Logger, tell: (line: object) => void): Logger => {
  const error = (line: unknown, ...rest: unknown[]): void => {
    if (typeof line === 'object' && line !== null) tell(line);
    (log.error as (...all: unknown[]) => void)(line, ...rest);
  };
  return Object.create(log, { error: { value: error } }) as Logger;
};
