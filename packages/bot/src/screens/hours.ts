import { escapeHtml } from '../html.ts';
import type { Turn } from '../turn.ts';
import { pageOf, pager, tap, type View } from '../view.ts';
import { backToManage } from './manage-buttons.ts';
import { toHours } from './staff-ways.ts';
import { weekLines } from './week-words.ts';

/** Few enough that their weeks fit into one message. */
const PER_PAGE = 4;

/** The weekly hours of the specialists at a glance; a tap leads to those of one. */
export const openHours = async (turn: Turn, wanted: number): Promise<View> => {
  const { specialists } = await turn.catalogue();
  const { items, page, pages } = pageOf(specialists, wanted, PER_PAGE);
  const weeks = await Promise.all(items.map(({ id }) => turn.ask('scheduling.hours', { id })));
  const blocks = items.map(({ name }, index) => {
    const lines = weekLines(turn, weeks[index]?.weekly ?? []);
    return [`<b>${escapeHtml(name)}</b>`, ...lines.map(escapeHtml)].join('\n');
  });
  return {
    text: [turn.say('manage.hours_title'), ...blocks].join('\n\n'),
    keyboard: [
      ...items.map(({ id, name }) => [tap(`✏️ ${name}`, toHours(id))]),
      ...pager(page, pages, (next) => ({ screen: 'manage', part: 'hours', page: next })),
      [backToManage(turn)],
    ],
  };
};
