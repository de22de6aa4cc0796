import type { WorldEvent, WorldView } from './protocol.ts';

export type LiveListener = {
  /** A fresh picture of everything; replaces what was known. */
  readonly onWorld: (world: WorldView) => void;
  readonly onEvent: (event: WorldEvent) => void;
  readonly onConnection: (connected: boolean) => void;
};

/** An `EventSource`, or what stands for one. */
export type Stream = EventTarget & { close(): void };

export type LiveSource = {
  readonly open: () => Stream;
  readonly state: () => Promise<WorldView>;
  /** How long to wait before the first attempt to come back; it doubles with every failure. */
  readonly first_retry_ms?: number;
};

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 8000;

/**
 * Follows the emulator: each time the stream opens, the whole state is read again (events may have been missed
 * while it was away) and the events that came meanwhile are told after it. Retries for ever, ever more slowly.
 * Returns how to stop.
 */
export const follow = (source: LiveSource, listener: LiveListener): (() => void) => {
  const { open, state, first_retry_ms = FIRST_RETRY_MS } = source;
  let current: Stream | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let retryMs = first_retry_ms;
  let stopped = false;

  const retry = () => {
    current?.close();
    listener.onConnection(false);
    if (stopped) return;
    clearTimeout(timer);
    timer = setTimeout(connect, retryMs);
    retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
  };

  const connect = () => {
    const opened = open();
    current = opened;
    let early: WorldEvent[] | undefined = [];
    const isCurrent = () => current === opened && !stopped;
    const resync = async () => {
      const world = await state();
      if (!isCurrent()) return;
      listener.onWorld(world);
      for (const event of early ?? []) listener.onEvent(event);
      early = undefined;
      retryMs = first_retry_ms;
      listener.onConnection(true);
    };
    opened.addEventListener('open', () => void resync().catch(() => isCurrent() && retry()));
    opened.addEventListener('error', () => isCurrent() && retry());
    opened.addEventListener('message', (message) => {
      if (!(message instanceof MessageEvent) || !isCurrent()) return;
      const event = JSON.parse(String(message.data)) as WorldEvent;
      if (early) early.push(event);
      else listener.onEvent(event);
    });
  };

  connect();
  return () => {
    stopped = true;
    clearTimeout(timer);
    current?.close();
  };
};
