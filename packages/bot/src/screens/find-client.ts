import { type Actions, cleanLine, type Output } from '@okno/contract';
import type { Open } from '../dialogues.ts';
import type { Managing } from '../managing.ts';
import type { Turn } from '../turn.ts';
import { pager, tap, type View } from '../view.ts';
import { backToManage, manageButton } from './manage-buttons.ts';
import { lostView } from './review-words.ts';

type Found = Output<Actions['clients.list']>['items'][number];

const PER_PAGE = 8;
/** What the contract takes. */
const MAX_SEARCH = 100;

const askAgain = (turn: Turn, text: string): View => ({
  text,
  keyboard: [[manageButton('create', turn.label('manage.create'))], [backToManage(turn)]],
});

/** Asks whom they look for. Whatever is written next is looked for, as often as they like. */
export const askSearch = async (turn: Turn): Promise<View> => {
  const begun = await turn.dialogues.begin(turn, { name: 'find_client', state: 'asked' });
  return begun ? askAgain(turn, turn.say('manage.find_ask')) : lostView(turn);
};

/** Words came to look for. */
export const search = async (turn: Turn, open: Open<Managing>, said: string): Promise<View> => {
  const words = cleanLine(said).slice(0, MAX_SEARCH).trim();
  if (words === '') return askAgain(turn, turn.say('manage.find_ask'));
  const view = await foundView(turn, words, 0);
  const kept = await turn.dialogues.goOn(turn, open, { name: 'find_client', state: 'found', search: words });
  return kept ? view : lostView(turn);
};

/** A page of those who were found; what was looked for is remembered and not carried by the buttons. */
export const openFound = async (turn: Turn, page: number): Promise<View> => {
  const found = await turn.dialogues.find(turn);
  if (typeof found === 'string' || found.dialogue.name !== 'find_client' || found.dialogue.state !== 'found')
    return askSearch(turn);
  return foundView(turn, found.dialogue.search, page);
};

const foundView = async (turn: Turn, words: string, page: number): Promise<View> => {
  const { items, total } = await turn.ask('clients.list', { search: words, page: page + 1, limit: PER_PAGE });
  const pages = Math.max(1, Math.ceil(total / PER_PAGE));
  if (items.length === 0 && total > 0) return foundView(turn, words, pages - 1);
  if (items.length === 0) return askAgain(turn, turn.say('manage.found_none', { search: words }));
  return {
    text: turn.say('manage.found', { count: total, search: words }),
    keyboard: [
      ...items.map((client) => [
        tap(labelOf(client), { screen: 'client' as const, client: client.id, part: 'card' as const, page: 0 }),
      ]),
      ...pager(page, pages, (to) => ({ screen: 'manage', part: 'found', page: to })),
      [backToManage(turn)],
    ],
  };
};

/** The end of the number tells apart who bears the same name, and fits beside it. */
const labelOf = ({ name, phone }: Found): string => {
  const end = phone === null ? '' : ` · …${phone.slice(-4)}`;
  return `${[...name].length > 22 ? `${[...name].slice(0, 21).join('')}…` : name}${end}`;
};
