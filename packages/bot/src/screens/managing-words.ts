import type { Open } from '../dialogues.ts';
import type { Managing } from '../managing.ts';
import type { Turn } from '../turn.ts';
import type { View } from '../view.ts';
import { takeBroadcastWords } from './broadcast-words.ts';
import { takeClientWords } from './client-words.ts';
import { search } from './find-client.ts';
import { takeTime } from './for-client-at.ts';
import { takeHours } from './hours-words.ts';
import { menuView } from './menu.ts';
import { takeNewClient } from './new-client.ts';
import { takeRule } from './rules-words.ts';
import { takeServiceWords } from './service-admin.ts';

/** Words came in the middle of what somebody who runs the business does. */
export const takeManaging = async (turn: Turn, { dialogue, kept }: Open<Managing>, text: string): Promise<View> => {
  switch (dialogue.name) {
    case 'find_client':
      return search(turn, { dialogue, kept }, text);
    case 'new_client':
      return takeNewClient(turn, { dialogue, kept }, text);
    case 'client_note':
    case 'client_tags':
      return takeClientWords(turn, { dialogue, kept }, text);
    case 'book_for':
      // The others wait for a tap.
      return dialogue.state === 'asked_time' ? takeTime(turn, { dialogue, kept }, text) : menuView(turn, 'hint.text');
    case 'broadcast_text':
    case 'broadcast_tag':
    case 'broadcast_time':
      return takeBroadcastWords(turn, { dialogue, kept }, text);
    case 'hours':
      return takeHours(turn, { dialogue, kept }, text);
    case 'rule':
      return takeRule(turn, { dialogue, kept }, text);
    case 'service_price':
    case 'service_duration':
      return takeServiceWords(turn, { dialogue, kept }, text);
  }
};
