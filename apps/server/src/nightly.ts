import type { Mended } from '@okno/backend';
import type { Logger } from './log.ts';

const DAY_MS = 86_400_000;

type Deps = {
  /** Looks over what older versions have left behind, as long as `goesOn` says so. */
  readonly mend: (goesOn: () => boolean) => Promise<Mended>;
  /** Tells where the audit log stands (docs/rules.md#audit). */
  readonly tellAnchors: () => Promise<void>;
  readonly log: Logger;
};

/**
 * Runs `mend`, and tells the anchors, at the start and once a day from then on, beside everything else. What goes wrong is told and tried again
 * a day later: nobody waits for it. The returned function ends it.
 */
export const startNightly = ({ mend, tellAnchors, log }: Deps): (() => Promise<void>) => {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const run = async (): Promise<void> => {
    try {
      const mended = await mend(() => !stopped);
      if (Object.values(mended).some((count) => count > 0)) log.info({ event: 'mended', ...mended });
    } catch (error) {
      log.error({ event: 'mend_failed', err: error });
    }
    await tellAnchors().catch((error: unknown) => log.error({ event: 'anchors_failed', err: error }));
    if (stopped) return;
    timer = setTimeout(begin, DAY_MS);
    timer.unref();
  };
  let running: Promise<void> = Promise.resolve();
  const begin = () => {
    running = run();
  };
  begin();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
};
