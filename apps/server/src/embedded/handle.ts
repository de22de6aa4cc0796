/** How to reach the server; fits `pg`'s PoolConfig. `password` is there only where no private socket is possible. */
export type EmbeddedConnection = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly password?: string;
};

/** The server ended although this handle did not ask for it. `message` is a sentence for people. */
export type ServerExit = { readonly reason: 'crashed' | 'owner_stopped'; readonly message: string };

export type EmbeddedPostgres = {
  readonly connection: EmbeddedConnection;
  /** Process number of the server. */
  readonly pid: number;
  /** True when another program started this server; `stop()` then leaves it running for that one. */
  readonly attached: boolean;
  /** Where the data really is (links resolved). */
  readonly dataDir: string;
  /** Shuts down the server this handle started; safe to call again. */
  stop(): Promise<void>;
  /** Calls the listener once when the server ends without `stop()`; at once if that already happened. */
  onExit(listener: (exit: ServerExit) => void): void;
};

/** Listeners for an event that happens at most once. */
export const createExitEvent = (): {
  emit(exit: ServerExit): void;
  onExit(listener: (exit: ServerExit) => void): void;
} => {
  const listeners: ((exit: ServerExit) => void)[] = [];
  let happened: ServerExit | null = null;
  return {
    emit: (exit) => {
      if (happened) return;
      happened = exit;
      for (const listener of listeners.splice(0)) listener(exit);
    },
    onExit: (listener) => {
      if (happened) listener(happened);
      else listeners.push(listener);
    },
  };
};
