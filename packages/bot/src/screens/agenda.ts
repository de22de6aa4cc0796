import type { TargetOf } from '../callback-data.ts';
import type { Turn } from '../turn.ts';
import type { View } from '../view.ts';
import { menuView } from './menu.ts';
import { openStaffDay } from './staff-day.ts';
import { seesEverybody } from './staff-words.ts';

/** A specialist's own day; whoever runs the business and gives no visits sees that of everybody. */
export const openAgenda = async (turn: Turn, { day }: Pick<TargetOf<'agenda'>, 'day'>): Promise<View> => {
  const { specialist_id } = turn.me;
  if (specialist_id === null && !seesEverybody(turn.me)) return menuView(turn, 'agenda.not_specialist');
  return openStaffDay(turn, { specialist: specialist_id, day, page: 0 });
};
