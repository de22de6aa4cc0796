import { type Call, MAX_WAIT_SECONDS, type Transport } from '@okno/contract';
import type { FastifyReply } from 'fastify';

/** Who waits for events of an assistant hears of them here. */
export type Wakes = {
  /** Somebody announced events for this assistant. */
  wake(assistant_id: string): void;
  /** Resolves with the next announcement after this call, or when `signal` ends. */
  next(assistant_id: string, signal: AbortSignal): Promise<void>;
};

export const createWakes = (): Wakes => {
  const waiting = new Map<string, Set<() => void>>();
  return {
    wake: (assistant_id) => {
      for (const one of waiting.get(assistant_id) ?? []) one();
    },
    next: (assistant_id, signal) =>
      new Promise((resolve) => {
        const all = waiting.get(assistant_id) ?? new Set();
        const end = () => {
          all.delete(end);
          if (all.size === 0 && waiting.get(assistant_id) === all) waiting.delete(assistant_id);
          signal.removeEventListener('abort', end);
          resolve();
        };
        waiting.set(assistant_id, all.add(end));
        signal.addEventListener('abort', end);
        if (signal.aborted) end();
      }),
  };
};

/** A lease that runs out is announced by nobody, nor is what came while the connection was lost. */
const LOOK_MS = 1_000;

type Wish = { readonly assistant_id: string; readonly wait_ms: number; readonly gone: AbortSignal };

const isEmpty = (answer: unknown): boolean => (answer as { items?: unknown[] }).items?.length === 0;

/**
 * Asks until there is something, the time is over, or whoever asks is gone: events that nobody receives any more are not
 * taken, because they would have to wait for the end of their lease.
 */
const waitFor = async (
  wakes: Wakes,
  ask: () => Promise<unknown>,
  { assistant_id, wait_ms, gone }: Wish,
): Promise<unknown> => {
  const over = AbortSignal.any([gone, AbortSignal.timeout(wait_ms)]);
  for (;;) {
    // Listened for before it is asked, so that nothing falls between.
    const heard = new AbortController();
    const woken = wakes.next(assistant_id, AbortSignal.any([over, heard.signal]));
    const timer = setTimeout(() => heard.abort(), LOOK_MS);
    try {
      const answer = await ask();
      if (!isEmpty(answer) || over.aborted) return answer;
      await woken;
      if (gone.aborted) return answer;
    } finally {
      clearTimeout(timer);
      heard.abort();
    }
  }
};

/** Ends when whoever waits for this answer is gone, or the server is being stopped. */
export const goneWith = (reply: FastifyReply, stopping: AbortSignal): AbortSignal => {
  const left = new AbortController();
  // A connection that is kept for the next request would hold up the end of the server.
  const letGo = () => {
    reply.raw.shouldKeepAlive = false;
  };
  if (stopping.aborted) letGo();
  stopping.addEventListener('abort', letGo, { once: true });
  reply.raw.once('close', () => {
    stopping.removeEventListener('abort', letGo);
    left.abort();
  });
  return AbortSignal.any([left.signal, stopping]);
};

/** Asks once, or as long as the caller wants to wait for something. */
export const askPatiently = async (
  { call: transport, wakes }: { call: Transport; wakes: Wakes },
  call: Call,
  gone: AbortSignal,
): Promise<unknown> => {
  const { wait } = call.input as { wait?: unknown };
  const { caller } = call;
  if (typeof wait !== 'number' || wait <= 0 || wait > MAX_WAIT_SECONDS || caller.via !== 'assistant')
    return transport(call);
  const wish = { assistant_id: caller.assistant_id, wait_ms: wait * 1000, gone };
  return waitFor(wakes, () => transport(call), wish);
};
