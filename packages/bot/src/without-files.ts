import { HttpError, InputFile, type Transformer } from 'grammy';
import type { CallBotApi } from './deps.ts';

/** Ours stand where the method wants them, never deeper. */
const bringsFile = (payload: object): boolean => Object.values(payload).some((value) => value instanceof InputFile);

/**
 * Sends calls without files the shorter way. Those with a file and those that somebody may break off go on through grammY's own
 * client. What is thrown is grammY's all the same.
 */
export const withoutFiles =
  (token: string, call: CallBotApi): Transformer =>
  async (prev, method, payload, signal) => {
    if (signal !== undefined || bringsFile(payload)) return prev(method, payload, signal);
    try {
      return (await call(token, method, payload)) as Awaited<ReturnType<typeof prev<typeof method>>>;
    } catch (error) {
      throw new HttpError(`Network request for '${method}' failed!`, error);
    }
  };
