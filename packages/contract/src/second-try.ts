import { isRead } from './action.ts';
import { actions, isActionName } from './actions/index.ts';
import type { Call, Transport } from './client.ts';
import { AppError } from './errors.ts';

/** Whether it does no harm to ask the same twice: nothing is changed, or the key has its effect once. */
const isRepeatable = ({ name, idempotency_key }: Call): boolean =>
  idempotency_key !== undefined || (isActionName(name) && isRead(actions[name]));

/** The connection broke, and nobody has waited long: an answer that takes too long once would do so twice. */
const wasCut = (error: unknown): boolean =>
  error instanceof AppError &&
  error.code === 'unavailable' &&
  error.cause !== undefined &&
  !['TimeoutError', 'AbortError'].includes((error.cause as { name?: string }).name ?? '');

/** Asks once more, at once, when the connection was cut and repeating the call does no harm. */
export const withSecondTry =
  (next: Transport): Transport =>
  async (call) => {
    try {
      return await next(call);
    } catch (error) {
      if (!wasCut(error) || !isRepeatable(call)) throw error;
      return next({ ...call, attempt: 2 });
    }
  };
