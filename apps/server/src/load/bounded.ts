import type { Caller, Transport } from '@okno/contract';
import type { Gate } from './gate.ts';

/** Whose work it is: the business, as far as it is known without asking the database. */
export type LaneOf = (caller: Caller) => string;

/** Callers of businesses that are not known yet, or of none: they share a lane, so that inventing names wins nothing. */
export const UNKNOWN = 'unknown';

/** @param knownTenantOf the business of a caller when it was looked up before */
export const createLaneOf =
  (knownTenantOf: (caller: Caller) => string | undefined): LaneOf =>
  (caller) =>
    knownTenantOf(caller) ?? UNKNOWN;

/** The same transport, behind the gate: each call waits for its turn, `patience_ms` at most, or is refused as `unavailable`. */
export const bounded =
  (
    transport: Transport,
    { gate, laneOf, patience_ms }: { gate: Gate; laneOf: LaneOf; patience_ms: number },
  ): Transport =>
  (call) =>
    gate.pass(laneOf(call.caller), patience_ms, () => transport(call));

/**
 * The same with two measures of patience: somebody in a chat with a far bot would have to tap again, as in one with a near
 * bot, while a program asks again by itself.
 */
export const boundedByCaller = (
  transport: Transport,
  { chat_patience_ms, ...turn }: Parameters<typeof bounded>[1] & { chat_patience_ms: number },
): Transport => {
  const others = bounded(transport, turn);
  const chats = bounded(transport, { ...turn, patience_ms: Math.max(chat_patience_ms, turn.patience_ms) });
  return (call) => (call.caller.via === 'telegram' ? chats(call) : others(call));
};
