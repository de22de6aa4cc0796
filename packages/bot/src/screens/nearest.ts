import { formatShortDay, formatTime, type Slot } from '@okno/contract';
import type { Target } from '../callback-data.ts';
import { type Keyboard, MAX_LABEL, tap } from '../view.ts';
import type { Voice } from '../voice.ts';

/** The first free time of all, one tap away. */
export const nearestRow = (
  voice: Voice,
  { nearest, time_zone }: { readonly nearest: Slot | null; readonly time_zone: string },
  target: (starts_at: string) => Target,
): Keyboard =>
  nearest === null ? [] : [[tap(nearestLabel(voice, time_zone, nearest.starts_at), target(nearest.starts_at))]];

/** The time, with the word for it where a phone has the room: with its year a day is long. */
export const nearestLabel = (voice: Voice, zone: string, starts_at: string | number): string => {
  const words = {
    day: formatShortDay(voice.language, zone, starts_at, voice.now),
    time: formatTime(voice.language, zone, starts_at),
  };
  const label = voice.label('month.nearest', words);
  return [...label].length <= MAX_LABEL ? label : voice.label('month.nearest_short', words);
};
