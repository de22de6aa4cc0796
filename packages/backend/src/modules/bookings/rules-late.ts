import { MINUTE_MS } from '../../time.ts';

/** A delay of less is not worth a message. */
const SHORTEST_MS = 5 * MINUTE_MS;
/** A shift may go on after midnight: so far its visits belong to the delay. */
const NIGHT_MS = 6 * 60 * MINUTE_MS;

/** A visit with its buffers; Unix milliseconds. */
type TakenByVisit = { readonly id: string; readonly from: number; readonly to: number };

/**
 * By how many minutes each visit begins late when the first of them does by so many: what is free before a visit makes
 * up for some of it, or for all (docs/rules.md#running-late). Those that begin in time are left out. `visits` in the
 * order of their starts; the seats of a group begin together.
 */
export const delaysOf = (visits: readonly TakenByVisit[], minutes: number): ReadonlyMap<string, number> => {
  const delays = new Map<string, number>();
  let [left, busy_until] = [minutes * MINUTE_MS, Number.POSITIVE_INFINITY];
  for (const { id, from, to } of visits) {
    left -= Math.max(0, from - busy_until);
    if (left < SHORTEST_MS) break;
    busy_until = delays.size === 0 ? to : Math.max(busy_until, to);
    delays.set(id, Math.ceil(left / MINUTE_MS));
  }
  return delays;
};

/**
 * Which starts a delay of now may concern: those that lie ahead, and those that would lie ahead with the delay, because
 * such a visit cannot have begun (Unix milliseconds, both ends not included).
 */
export const startsConcerned = (
  now: number,
  minutes: number,
  end_of_day: number,
): { after: number; before: number } => ({
  after: now - minutes * MINUTE_MS,
  before: Math.max(end_of_day, now + NIGHT_MS),
});

type Known = { readonly late_minutes: number; readonly told_minutes: number | null; readonly chats: number };

/** Nobody is told twice of the same delay, or of less than they know. */
export const newsOf = ({ late_minutes, told_minutes, chats }: Known): 'new' | 'known' | 'no_chat' => {
  if (told_minutes !== null && told_minutes >= late_minutes) return 'known';
  return chats === 0 ? 'no_chat' : 'new';
};
