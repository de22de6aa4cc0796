import { MINUTE_MS } from '../../time.ts';
import type { ServiceShape, Taken, Window } from './rules.ts';

/** The range of starts that a taken time, with all buffers, forbids a candidate's core: [from, to). */
export function blockedBy(
  taken: Taken,
  service: Pick<ServiceShape, 'buffer_before_minutes' | 'buffer_after_minutes'>,
): Window {
  return {
    from: taken.starts_at - (taken.buffer_before_minutes + service.buffer_after_minutes) * MINUTE_MS,
    to: taken.ends_at + (taken.buffer_after_minutes + service.buffer_before_minutes) * MINUTE_MS,
  };
}
