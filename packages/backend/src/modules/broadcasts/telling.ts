import type { BroadcastMessage, Delivery } from '@okno/contract';
import type { Tx } from '../../db/tx.ts';
import { updateReachable } from '../people/index.ts';
import { addressed, textFor } from './rules.ts';
import { settledBy } from './settled.ts';
import { type Started, settleRecipient, startRecipient } from './store-recipients.ts';

/** One person who is being told, and what. */
export type Telling = { readonly started: Started; readonly message: BroadcastMessage };

/**
 * Looks at one person anew and begins with them. Misses when the broadcast is stopped, somebody else has begun with them,
 * or they cannot or do not want to be written to, which is written down.
 */
export const beginTelling = async (
  tx: Tx,
  recipient: { readonly id: string; readonly broadcast_id: string },
  lease_ms: number | null = null,
): Promise<Telling | undefined> => {
  const started = await startRecipient(tx, recipient, lease_ms);
  if (started === undefined) return undefined;
  if (!started.reachable) settleRecipient(tx, started.id, { status: 'unreachable', error: null });
  // Whoever tries it out on themselves wants to see it.
  else if (!started.news && !started.is_test) settleRecipient(tx, started.id, { status: 'opted_out', error: null });
  else return { started, message: messageOf(started) };
  return undefined;
};

const messageOf = ({ id, bot_id, telegram_id, language, ...started }: Started): BroadcastMessage => ({
  id,
  kind: 'broadcast',
  bot_id,
  telegram_id,
  language,
  text: addressed(textFor(started.texts, language, started.business_language), started.name),
});

/** Writes down how it ended for one person; who has blocked the bot is not written to again until they return. */
export const endTelling = (
  tx: Tx,
  recipient: { id: string; bot_id: number; telegram_id: number; attempts: number },
  delivery: Delivery,
): void => {
  settleRecipient(tx, recipient.id, settledBy(delivery, recipient.attempts));
  if (delivery.status === 'unreachable') updateReachable(tx, recipient, false);
};
