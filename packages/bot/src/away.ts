import { type AppError, formatTime } from '@okno/contract';
import type { Target } from './callback-data.ts';
import type { Turn } from './turn.ts';
import type { Reply, Toast } from './view.ts';

/**
 * Says below a screen that shows only what was known last, and of when that is: the oldest part of it (Unix milliseconds;
 * undefined for one that is of now). The clock is that of the business (docs/rules.md#away).
 */
export const withAge = (turn: Turn, reply: Reply, as_of: number | undefined): Reply => {
  if (as_of === undefined || !('text' in reply)) return reply;
  const time = formatTime(turn.language, turn.me.tenant.time_zone, as_of);
  return { ...reply, text: [reply.text, '', turn.say('away.as_of', { time })].join('\n') };
};

/** Taps that change something which people count on, told apart by whether a new visit comes of them. */
const CHANGES: Readonly<Partial<Record<Target['screen'], 'book' | 'change'>>> = {
  book: 'book',
  take: 'book',
  move_to: 'change',
  cancel: 'change',
};

/**
 * A booking that cannot be made or changed now, because the backend is away: nothing is done on what was known, the
 * message stays, and its button works again in a minute. Undefined for everything else.
 */
export const awayReply = (turn: Turn, target: Target | null, error: AppError): Toast | undefined => {
  const what = target === null ? undefined : CHANGES[target.screen];
  if (what === undefined || error.code !== 'unavailable') return undefined;
  const { phone } = turn.me.tenant;
  const toast = phone === null ? turn.label(`away.${what}`) : turn.label(`away.${what}_or_call`, { phone });
  return { toast, alert: true };
};
