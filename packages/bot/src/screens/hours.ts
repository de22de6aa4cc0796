import { escapeHtml } from '../html.ts';
import type { Turn } from '../turn.ts';
import { pageOf, pager, tap, type View } from '../view.ts';
import { backToManage } from './manage-buttons.ts';
import { toHours } from './staff-ways.ts';
import { withinLimit } from './staff-words.ts';
import { weekLines } from './week-words.ts';

/** Few enough that their weeks fit into one message, as a rule. */
const PER_PAGE = 4;

/** The weekly hours of the specialists at a glance; a tap leads to those of one. */
export const openHours = async (turn: Turn, wanted: number): Promise<View> => {
  const { specialists } = await turn.catalogue();
  const { items, page, pages } = pageOf(specialists, wanted, PER_PAGE);
  const weeks = await Promise.all(items.map(({ id }) => turn.ask('scheduling.hours', { id })));
  const lines = items.flatMap(({ name }, index) => {
    const week = weekLines(turn, weeks[index]?.weekly ?? []);
    return ['', `<b>${escapeHtml(name)}</b>`, ...week.map(escapeHtml)];
  });
  return {
    text: withinLimit(turn, [turn.say('manage.hours_title'), ...lines]),
    keyboard: [
      ...items.map(({ id, name }) => [tap(`✏️ ${name}`, toHours(id))]),
      ...pager(page, pages, (next) => ({ screen: 'manage', part: 'hours', page: next })),
      [backToManage(turn)],
    ],
  };
};
