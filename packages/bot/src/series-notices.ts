import { formatDay, formatTime, localDay, type Notice } from '@okno/contract';
import { bookingLines, whenLines } from './screens/card.ts';
import { clientLines } from './screens/staff-words.ts';
import { tap, type View } from './view.ts';
import type { Voice } from './voice.ts';

type News = NonNullable<Notice['series']>;

/** One message about many visits: how many it is about, and the first of them. */
export const seriesView = (voice: Voice, notice: Notice, news: News): View =>
  notice.audience === 'client' ? clientView(voice, notice, news) : specialistView(voice, notice, news);

const clientView = (voice: Voice, notice: Notice, { count }: News): View => {
  const { booking } = notice;
  return {
    text: [headlineOf(voice, notice, count), '', ...bookingLines(voice, booking)].join('\n'),
    keyboard: [[tap(voice.label('booking.show'), { screen: 'booking', booking: booking.id, listed: true })]],
  };
};

const specialistView = (voice: Voice, notice: Notice, news: News): View => {
  const { booking, kind } = notice;
  const [first = booking.starts_at] = news.starts_at;
  const when = kind === 'series_clash' ? clashLines(voice, notice, news) : whenLines(voice, booking);
  const service = voice.say('booking.service', { service: booking.service.name });
  const day = localDay(booking.time_zone, kind === 'series_clash' ? first : booking.starts_at);
  return {
    text: [headlineOf(voice, notice, news.count), '', service, ...when, ...clientLines(voice, booking)].join('\n'),
    keyboard: [[tap(voice.label('menu.agenda'), { screen: 'agenda', day, fresh: true })]],
  };
};

const clashLines = ({ say, language, now }: Voice, { booking }: Notice, { count, starts_at }: News): string[] => {
  const lines = starts_at.map((at) =>
    say('notice.series_clash_at', {
      day: formatDay(language, booking.time_zone, at, now),
      time: formatTime(language, booking.time_zone, at),
    }),
  );
  const more = count - starts_at.length;
  return more > 0 ? [...lines, say('notice.series_more', { count: more })] : lines;
};

const headlineOf = ({ say }: Voice, { kind }: Notice, count: number): string => {
  if (kind === 'series_created') return say('notice.series_created', { count });
  if (kind === 'series_moved') return say('notice.series_moved', { count });
  if (kind === 'series_ended') return say('notice.series_ended', { count });
  return say('notice.series_clash', { count });
};
