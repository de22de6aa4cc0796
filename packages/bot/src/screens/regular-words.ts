import { type SeriesClash, weekdayHeadings } from '@okno/contract';
import type { TargetOf } from '../callback-data.ts';
import type { Arranging } from '../managing.ts';
import { findService, findSpecialist, type Turn } from '../turn.ts';
import { type Button, tap } from '../view.ts';
import { weekdaysOf } from '../week-grid.ts';
import { clientButton } from './manage-buttons.ts';
import { shortMomentOf } from './staff-words.ts';
import { zoneOf, zoneOfChoice } from './words.ts';

type Target = TargetOf<'regular'>;

/** The clock on the wall of the specialist. */
export const zoneFor = async (turn: Turn, { specialist }: Arranging): Promise<string> =>
  zoneOfChoice(turn, findSpecialist(await turn.catalogue(), specialist));

/** For whom, what, and with whom unless it is one's own. */
export const whoLines = async (turn: Turn, choice: Arranging): Promise<string[]> => {
  const catalogue = await turn.catalogue();
  const specialist = findSpecialist(catalogue, choice.specialist);
  return [
    turn.say('manage.for', { name: choice.client_name }),
    turn.say('booking.service', { service: findService(catalogue, choice.service).name }),
    ...(choice.specialist === turn.me.specialist_id
      ? []
      : [turn.say('booking.specialist', { specialist: specialist?.name ?? '' })]),
  ];
};

/** The same with how often and until when, and whose clock it is. */
export const aboutLines = async (turn: Turn, choice: Arranging, target: Target): Promise<string[]> => [
  ...(await whoLines(turn, choice)),
  turn.say('regular.rule', { often: oftenWords(turn, target), until: untilWords(turn, target) }),
  `🕑 ${zoneOf(turn, await zoneFor(turn, choice))}`,
];

const oftenWords = (turn: Turn, { every, days }: Target): string => {
  if (every !== 'days') return turn.label(every === 'week' ? 'regular.weekly' : 'regular.fortnightly');
  const names = weekdayHeadings(turn.language);
  const chosen = weekdaysOf(days)
    .map((day) => (day + 6) % 7)
    .sort((one, other) => one - other);
  return turn.label('regular.weekly_on', { days: chosen.map((index) => names[index] ?? '').join(', ') });
};

const untilWords = (turn: Turn, { times }: Target): string =>
  times === 0 ? turn.label('regular.no_end') : turn.label('regular.times', { count: times });

/** A date, and why it cannot be. */
export const dateLine = (turn: Turn, zone: string, at: string, reason: SeriesClash | undefined): string => {
  const words = shortMomentOf(turn, zone, at);
  return reason === undefined
    ? turn.say('staff_series.booked', words)
    : turn.say('staff_series.clash', { ...words, why: turn.label(`staff_series.${reason}`) });
};

/** Back to where the first visit came from. */
export const backOf = (turn: Turn, { visit, client }: Arranging): Button =>
  visit === ''
    ? clientButton(turn, client)
    : tap(turn.label('staff.to_visit'), { screen: 'visit', booking: visit, act: 'show', fresh: false, nonce: 0 });
