/** Hears when the server stops answering and when it is back, with a reason that holds no password. */
export type OnChange = (change: { readonly away: boolean; readonly reason: string }) => void;

/** What everything in Redis is opened with. */
export type RedisOptions = {
  /** `redis[s]://[user[:password]@]host[:port][/database]`; several, comma-separated, are nodes of a cluster */
  readonly url: string;
  /** Monotonic milliseconds of this process. */
  readonly ticks: () => number;
  readonly onChange: OnChange;
  /** How long a command may take before the store counts as away. */
  readonly limit_ms?: number;
};

/** What is asked of Redis, the same of one server and of a cluster. Commands fail at once while there is no connection. */
export type RedisConnection = {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, options: { readonly expiration: { type: 'PX'; value: number } }): Promise<unknown>;
  del(key: string): Promise<unknown>;
  /** In a cluster all keys have to be in one slot. */
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  publish(channel: string, message: string): Promise<unknown>;
  subscribe(channels: string | string[], hear: Hear): Promise<void>;
  unsubscribe(channel: string, hear: Hear): Promise<unknown>;
  isReady(): boolean;
  /** Calls whenever it is connected, or connected again. */
  onReady(ready: () => void): void;
  destroy(): void;
};

type Hear = (message: string, channel: string) => void;
