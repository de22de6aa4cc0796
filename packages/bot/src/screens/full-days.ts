import { formatShortDate } from '@okno/contract';
import { fullDays } from '../calendar.ts';
import { nonceOf, type TargetOf } from '../callback-data.ts';
import { findService, findSpecialist, type Turn } from '../turn.ts';
import { inRows, tap, type View } from '../view.ts';
import { homeButton } from './menu.ts';
import { heading, openMonth } from './month.ts';

/** The full days of a month, each of which one can wait for; the month itself when there is none any more. */
export const openFullDays = async (turn: Turn, target: TargetOf<'full_days'>): Promise<View> => {
  const { service, specialist, month } = target;
  const [catalogue, glance] = await Promise.all([
    turn.catalogue(),
    turn.ask('scheduling.month', {
      service_id: service,
      month,
      ...(specialist === null ? {} : { specialist_id: specialist }),
    }),
  ]);
  const back = { screen: 'month', service, specialist, month, fresh: false } as const;
  const full = fullDays(glance);
  if (full.length === 0) return openMonth(turn, back);
  const nonce = nonceOf(turn.update_id);
  const buttons = full.map((day) =>
    tap(formatShortDate(turn.language, day, turn.now), {
      screen: 'wait',
      service,
      specialist,
      from: day,
      to: day,
      nonce,
    }),
  );
  return {
    text: [
      ...heading(turn, findService(catalogue, service), findSpecialist(catalogue, specialist)),
      '',
      turn.say('month.which_full'),
    ].join('\n'),
    keyboard: [...inRows(buttons, 3), [tap(turn.label('day.calendar'), back), homeButton(turn)]],
  };
};
