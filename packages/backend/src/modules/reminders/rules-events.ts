import type { Assistant } from '@okno/contract';

export type Channel = 'queue' | 'poll' | 'webhook';

/** How events of an assistant leave: as it wishes, as far as the installation can. Null: it comes no more. */
export const channelOf = (
  { delivery, archived }: { delivery: Assistant['delivery']; archived: boolean },
  wire: boolean,
): Channel | null => {
  if (archived) return null;
  if (delivery === 'webhook' || delivery === 'poll') return delivery;
  return wire ? 'queue' : 'poll';
};

const FIRST_PAUSE_MS = 60_000;

/** How long a webhook that did not take an event is left alone: 1, 2, 4 and 8 minutes (`attempt` from 1). */
export const pauseAfter = (attempt: number): number => FIRST_PAUSE_MS * 2 ** (Math.min(attempt, 10) - 1);
