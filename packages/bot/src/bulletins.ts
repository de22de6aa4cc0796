import { type Bulletin, formatDay, formatTime } from '@okno/contract';
import type { View } from './view.ts';
import type { Voice } from './voice.ts';

/** What the staff is told that is about no booking. */
export const bulletinView = (voice: Voice, bulletin: Bulletin): View => {
  if (bulletin.kind === 'webhook_given_up')
    return { text: voice.say('webhooks.given_up', { host: bulletin.host ?? '' }), keyboard: [] };
  if (bulletin.kind === 'bot_revoked')
    return { text: voice.say('notice.bot_revoked', { bot: bulletin.username ?? '' }), keyboard: [] };
  const more = bulletin.count - bulletin.first.length;
  const lines = bulletin.first.map((one) => lineOf(voice, one));
  const rest = more > 0 ? [voice.say('notice.undelivered_more', { count: String(more) })] : [];
  const headline = voice.say('notice.undelivered', { count: bulletin.count });
  return { text: [headline, '', ...lines, ...rest].join('\n'), keyboard: [] };
};

const lineOf = (
  { language, say, now }: Voice,
  { kind, status, client, ...when }: Bulletin['first'][number],
): string => {
  const day = formatDay(language, when.time_zone, when.starts_at, now);
  const time = formatTime(language, when.time_zone, when.starts_at);
  const key = kind === 'booking_reminder' ? 'notice.undelivered_reminder' : 'notice.undelivered_news';
  const line = say(key, { client, day, time });
  return status === 'uncertain' ? `${line} ${say('notice.undelivered_unsure')}` : line;
};
