import type { BroadcastMessage } from '@okno/contract';
import type { TargetOf } from '../callback-data.ts';
import { escapeHtml } from '../html.ts';
import type { Turn } from '../turn.ts';
import { type Button, tap, type View } from '../view.ts';
import type { Voice } from '../voice.ts';
import { wishKey } from './book.ts';
import { homeButton } from './menu.ts';

/** News of the business, with the way out below it. What somebody wrote is text and never markup. */
export const broadcastView = (voice: Voice, { text }: BroadcastMessage): View => ({
  text: escapeHtml(text),
  keyboard: [[noMoreButton(voice, true)]],
});

/** `fresh`: the message above stays what it is. */
const noMoreButton = ({ label }: Voice, fresh: boolean): Button =>
  tap(label('broadcast.no_more'), { screen: 'news', on: false, fresh });

/** From now on they get the news of this business, or none, and see the way back. */
export const setNews = async (turn: Turn, { on }: TargetOf<'news'>): Promise<View> => {
  const { news } = await turn.ask('broadcasts.set_news', { news: on }, { idempotency_key: wishKey(turn) });
  const back = news
    ? noMoreButton(turn, false)
    : tap(turn.label('broadcast.again'), { screen: 'news', on: true, fresh: false });
  return { text: turn.say(news ? 'broadcast.on' : 'broadcast.off'), keyboard: [[back], [homeButton(turn)]] };
};
