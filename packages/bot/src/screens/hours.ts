import { weekdayHeadings } from '@okno/contract';
import { escapeHtml } from '../html.ts';
import type { Turn } from '../turn.ts';
import { pageOf, pager, type View } from '../view.ts';
import { backToManage } from './manage-buttons.ts';

/** Few enough that their weeks fit into one message. */
const PER_PAGE = 4;

/** The weekly hours of the specialists at a glance. */
export const openHours = async (turn: Turn, wanted: number): Promise<View> => {
  const { specialists } = await turn.catalogue();
  const { items, page, pages } = pageOf(specialists, wanted, PER_PAGE);
  const weeks = await Promise.all(items.map(({ id }) => turn.ask('scheduling.hours', { id })));
  const names = weekdayHeadings(turn.language);
  const blocks = items.map(({ name }, index) => {
    const rows = weeks[index]?.weekly ?? [];
    const lines = rows.map(({ days, from, to }) => `${weekdays(names, days)}: ${from}–${to}`);
    return [`<b>${escapeHtml(name)}</b>`, ...(lines.length === 0 ? [turn.say('manage.no_hours')] : lines)].join('\n');
  });
  return {
    text: [turn.say('manage.hours_title'), ...blocks].join('\n\n'),
    keyboard: [
      ...pager(page, pages, (next) => ({ screen: 'manage', part: 'hours', page: next })),
      [backToManage(turn)],
    ],
  };
};

/** The contract's weeks begin on Sunday, those of a calendar here on Monday. */
const weekdays = (names: readonly string[], days: readonly number[]): string =>
  days
    .map((day) => (day + 6) % 7)
    .toSorted((one, other) => one - other)
    .map((day) => names[day] ?? '')
    .join(', ');
