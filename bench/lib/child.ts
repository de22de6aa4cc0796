import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Workplace } from './workplace.ts';

/** A program of its own that answers questions; see `answerParent`. */
export type Child = {
  readonly pid: number;
  /** What it said when it was ready. */
  readonly ready: unknown;
  ask(question: string, input?: unknown): Promise<unknown>;
  stop(): Promise<void>;
};

export type Answer = { readonly id: number; readonly result?: unknown; readonly error?: string };

const STOP_MS = 15_000;

/** Starts a script of ours with one JSON argument and waits until it is ready; it is ended with the workplace. */
export const startChild = async (
  place: Workplace,
  script: URL,
  { input, node_options = [] }: { input: unknown; node_options?: readonly string[] },
): Promise<Child> => {
  const child = fork(script, [JSON.stringify(input)], {
    execArgv: [...node_options],
    serialization: 'advanced',
    // What the child logs is written, as in life, and thrown away.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const exited = once(child, 'exit').then(() => {
    for (const one of waiting.values()) one.reject(new Error(`${script.pathname} ended before it answered`));
  });
  child.on('message', ({ id, result, error }: Answer) => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) one?.resolve(result);
    else one?.reject(new Error(error));
  });
  const expect = (id: number): Promise<unknown> => {
    const one = Promise.withResolvers<unknown>();
    waiting.set(id, one);
    return one.promise;
  };
  let last = 0;
  const ended = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const stop = async (): Promise<void> => {
    if (ended()) return;
    const kill = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    if (child.connected) child.disconnect();
    await exited;
    clearTimeout(kill);
  };
  place.atEnd(stop);
  return {
    ready: await expect(0),
    pid: child.pid ?? 0,
    ask: (question, input) => {
      last += 1;
      const answer = expect(last);
      child.send({ id: last, question, input });
      return answer;
    },
    stop,
  };
};
