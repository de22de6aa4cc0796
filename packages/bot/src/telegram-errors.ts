import type { Delivery } from '@okno/contract';
import { GrammyError, HttpError } from 'grammy';

/** What became of a call to Telegram that did not succeed. */
export type Trouble =
  /** The message shows this already: as good as done. */
  | { readonly kind: 'same' }
  /** The message cannot be edited or taken back any more: deleted, too old, not ours, or a picture. */
  | { readonly kind: 'gone' }
  /** The tap was answered too late, or twice: nothing to do. */
  | { readonly kind: 'stale_tap' }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'revoked' }
  | { readonly kind: 'wait'; readonly after_ms: number }
  /** Telegram had a fault of its own, or was never reached: nothing was done. */
  | { readonly kind: 'away' }
  /** The request may have been written and no answer came. */
  | { readonly kind: 'uncertain' }
  /** Telegram refused what we sent: our fault. */
  | { readonly kind: 'refused' };

const GONE =
  /message to (edit|delete) not found|message can't be (edited|deleted)|MESSAGE_ID_INVALID|message identifier is not specified|there is no text in the message to edit/i;
const STALE_TAP = /query is too old|query ID is invalid/i;

/** The names under which Node and its HTTP clients report that no connection came about. */
const NOT_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Reads an error of grammY; undefined when it is none (a bug of ours). */
export const troubleOf = (error: unknown): Trouble | undefined => {
  if (error instanceof GrammyError) return refusalOf(error);
  if (error instanceof HttpError) return { kind: neverConnected(error.error) ? 'away' : 'uncertain' };
  return undefined;
};

const refusalOf = (error: GrammyError): Trouble => {
  const { error_code, description } = error;
  if (error_code === 401) return { kind: 'revoked' };
  // 404 is what the real server says for a token that is no token at all.
  if (error_code === 404 && description === 'Not Found') return { kind: 'revoked' };
  if (error_code === 403) return { kind: 'unreachable' };
  if (error_code === 429) return { kind: 'wait', after_ms: (error.parameters.retry_after ?? 1) * 1000 };
  if (error_code >= 500) return { kind: 'away' };
  if (description.includes('message is not modified')) return { kind: 'same' };
  if (STALE_TAP.test(description)) return { kind: 'stale_tap' };
  return { kind: GONE.test(description) ? 'gone' : 'refused' };
};

const neverConnected = (error: unknown): boolean => {
  for (let one = error, depth = 0; one instanceof Error && depth < 4; one = one.cause, depth += 1) {
    if ('code' in one && typeof one.code === 'string' && NOT_CONNECTED.has(one.code)) return true;
  }
  return false;
};

/** A pause after Telegram's own faults; the worker makes it longer from attempt to attempt. */
const AWAY_MS = 1000;

/** How a delivery ended that failed with `error`. `repeatable`: doing it twice does no harm (an edit). */
export const deliveryOf = (error: unknown, repeatable: boolean): Delivery => {
  const reason = reasonOf(error);
  const trouble = troubleOf(error);
  switch (trouble?.kind) {
    case 'unreachable':
    case 'revoked':
      return { status: trouble.kind, reason };
    case 'wait':
      return { status: 'paused', after_ms: trouble.after_ms, reason };
    case 'away':
      return { status: 'retry', after_ms: AWAY_MS, reason };
    case 'uncertain':
      return repeatable ? { status: 'retry', after_ms: AWAY_MS, reason } : { status: 'uncertain', reason };
    default:
      return { status: 'failed', reason };
  }
};

/** One line for logs and staff. What grammY wraps stays inside: it may hold the address and so the token. */
export const reasonOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
