import type { Target } from './callback-data.ts';
import type { Face, FaceContext } from './context.ts';
import type { Pace } from './deps.ts';
import { createVoice } from './voice.ts';

/** Taps by which somebody tries to get a time; they cost the most, and are what a crowd fights for. */
const ATTEMPTS = new Set<Target['screen']>(['book', 'take']);

const isAttempt = (target: Target): boolean =>
  target.screen === 'moving' ? target.step === 'move' : ATTEMPTS.has(target.screen);

/** What a tap counts as; `target` is missing when its button is an old one. */
export const paceOfTap = (target: Target | undefined): Pace =>
  target !== undefined && isAttempt(target) ? 'booking' : 'tap';

/** Goes on with an update if its sender is not too fast; says so politely if they are, once (docs/rules.md#haste). */
export const admitted = async (
  { deps }: Face,
  ctx: FaceContext,
  pace: Pace,
  goOn: () => Promise<void>,
): Promise<void> => {
  const telegram_id = ctx.from?.id ?? 0;
  const admission = (await deps.admit?.({ bot_id: ctx.me.id, telegram_id }, pace)) ?? 'admitted';
  if (admission === 'admitted') return goOn();
  const voice = createVoice(deps.texts, ctx.language, deps.now());
  // A tap waits for its answer, however often it comes.
  if (pace !== 'message') return ctx.talk.answer({ toast: voice.label('error.too_many_requests'), alert: false });
  if (admission === 'refused') await ctx.talk.present({ text: voice.say('hint.slower'), keyboard: [] }, true);
};
