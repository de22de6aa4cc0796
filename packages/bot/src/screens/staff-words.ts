import { type Booking, formatDay, formatShortDay, formatTime } from '@okno/contract';
import type { Me } from '../memory.ts';
import { findSpecialist, type Turn } from '../turn.ts';
import { fit } from '../view.ts';
import type { Voice } from '../voice.ts';

/** Telegram takes 4096 characters; the last line says how much did not fit. */
const MAX_TEXT = 3800;
/** Longer names would push the rest off a button. */
const NAME_LENGTH = 20;

/** Who sees the days of others in their menus; what they may do there the backend decides. */
export const seesEverybody = ({ role }: Pick<Me, 'role'>): boolean => role === 'moderator' || role === 'super_admin';

/** Cuts at whole lines: half a tag would be refused. */
export const withinLimit = (voice: Voice, lines: readonly string[]): string => {
  let length = 0;
  const fitting = lines.findIndex((line) => {
    length += line.length + 1;
    return length > MAX_TEXT;
  });
  if (fitting === -1) return lines.join('\n').trimEnd();
  return [...lines.slice(0, fitting), voice.say('agenda.more', { count: lines.length - fitting })].join('\n');
};

/** Whose it is, unless it is one's own. */
export const ofWhom = async (turn: Turn, specialist: string): Promise<string[]> => {
  if (specialist === turn.me.specialist_id) return [];
  const found = findSpecialist(await turn.catalogue(), specialist);
  return found === null ? [] : [turn.say('staff.of', { specialist: found.name })];
};

type Visit = Pick<Booking, 'starts_at' | 'time_zone' | 'client' | 'service'>;

/** Day and time of an instant in the zone of a specialist. */
export const momentOf = (voice: Voice, zone: string, at: string | number): { day: string; time: string } => ({
  day: formatDay(voice.language, zone, at, voice.now),
  time: formatTime(voice.language, zone, at),
});

/** The same, short, for buttons and lists. */
export const shortMomentOf = (voice: Voice, zone: string, at: string | number): { day: string; time: string } => ({
  day: formatShortDay(voice.language, zone, at, voice.now),
  time: formatTime(voice.language, zone, at),
});

/** When a visit is, who comes, and for what. */
export const visitWords = (voice: Voice, { starts_at, time_zone, client, service }: Visit) => ({
  ...shortMomentOf(voice, time_zone, starts_at),
  client: fit(client.name, NAME_LENGTH),
  service: service.name,
});

const MARKS: Readonly<Record<Booking['status'], string>> = {
  held: ' ⏳',
  pending_payment: ' ⏳',
  confirmed: '',
  completed: ' ☑️',
  no_show: ' 🚫',
  cancelled: ' ✖️',
};

/** What became of a visit, at the end of a line about it. */
export const markOf = ({ status }: Pick<Booking, 'status'>): string => MARKS[status];

/** Who comes, and how to reach them; for the eyes of staff. */
export const clientLines = (voice: Voice, { client }: Booking): string[] => [
  voice.say('booking.client', { client: client.name }),
  ...(client.phone === null ? [] : [voice.say('booking.phone', { phone: client.phone })]),
];
