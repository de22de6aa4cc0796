export type LoggedCall = {
  readonly bot_id: number;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The JSON that was (or would have been) answered. */
  readonly answer: object;
  /** Unix milliseconds of the emulator's clock. */
  readonly at: number;
};

export type CallLog = { add(call: LoggedCall): void; list(): readonly LoggedCall[]; clear(): void };

/** Remembers at least the last `size` calls and never more than twice as many. */
export const createCallLog = (size: number): CallLog => {
  let calls: LoggedCall[] = [];
  return {
    add: (call) => {
      calls.push(call);
      // Cutting in halves keeps adding cheap: each call is moved at most once.
      if (calls.length >= size * 2) calls = calls.slice(-size);
    },
    list: () => calls,
    clear: () => {
      calls = [];
    },
  };
};
