type FaultTarget = {
  readonly bot_id?: number;
  /** Any method when absent. */
  readonly method?: string;
  /** How many calls it strikes; once when absent. */
  readonly times?: number;
};

/** What goes wrong: before the work (`delay` in ms, then the work), after it (`drop_answer`), or instead of it. */
export type Fault =
  | { readonly kind: 'delay'; readonly delay_ms: number }
  | { readonly kind: 'drop_answer' }
  | { readonly kind: 'http_500' }
  | { readonly kind: 'html_502' }
  | { readonly kind: 'too_many_requests'; readonly retry_after?: number };

export type FaultScript = FaultTarget & Fault;

export type FaultBox = {
  /** Adds a fault and returns how to take it away. */
  script(fault: FaultScript): () => void;
  clear(): void;
  /** The fault that strikes this call, used up once. */
  take(botId: number, method: string): Fault | undefined;
};

/** Scripted faults, struck in the order in which they were added. */
export const createFaultBox = (): FaultBox => {
  const scripts = new Set<{ readonly fault: FaultScript; left: number }>();
  const matches = (fault: FaultScript, botId: number, method: string): boolean =>
    (fault.bot_id === undefined || fault.bot_id === botId) &&
    (fault.method === undefined || fault.method.toLowerCase() === method);
  return {
    script: (fault) => {
      const entry = { fault, left: fault.times ?? 1 };
      scripts.add(entry);
      return () => scripts.delete(entry);
    },
    clear: () => scripts.clear(),
    take: (botId, method) => {
      for (const entry of scripts) {
        if (!matches(entry.fault, botId, method)) continue;
        entry.left -= 1;
        if (entry.left <= 0) scripts.delete(entry);
        return entry.fault;
      }
      return undefined;
    },
  };
};
