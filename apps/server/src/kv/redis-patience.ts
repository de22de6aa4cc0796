import type { OnChange } from './redis-connection.ts';

/** How long commands are waited for, and when it is pointless to wait. */
export type Patience = {
  /** Runs a command; rejects when it takes too long, and at once while the server is known not to answer. */
  await<T>(command: () => Promise<T>): Promise<T>;
};

/** After a command that was not answered, one a second may try; the others would only make people wait. */
const PAUSE_MS = 1000;

/**
 * A server that stands still keeps its connections, so only the clock tells: the first commands wait `limit_ms`, the
 * later ones are spared. What was not answered may still be done later, when the server goes on.
 */
export const createPatience = (options: {
  readonly limit_ms: number;
  readonly ticks: () => number;
  readonly onChange: OnChange;
}): Patience => {
  const { limit_ms, ticks, onChange } = options;
  let try_at = Number.NEGATIVE_INFINITY;
  let silent = false;

  const unanswered = (): Error => {
    if (!silent) onChange({ away: true, reason: `no answer within ${limit_ms} ms` });
    silent = true;
    try_at = ticks() + PAUSE_MS;
    return new Error(`no answer within ${limit_ms} ms`);
  };

  const answered = (): void => {
    if (silent) onChange({ away: false, reason: 'answers again' });
    silent = false;
  };

  return {
    await: async (command) => {
      if (silent && ticks() < try_at) throw new Error('has not answered a moment ago');
      // This one tries; whoever comes while it does is spared.
      if (silent) try_at = ticks() + PAUSE_MS;
      let timer: NodeJS.Timeout | undefined;
      let over = false;
      const late = new Promise<never>((_, reject) => {
        // It may be us who had no time: what has come meanwhile is read before the server is called silent.
        timer = setTimeout(() => setImmediate(() => over || reject(unanswered())), limit_ms);
      });
      try {
        const answer = await Promise.race([command(), late]);
        answered();
        return answer;
      } finally {
        over = true;
        clearTimeout(timer);
      }
    },
  };
};
