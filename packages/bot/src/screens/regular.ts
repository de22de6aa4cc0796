import { localDay, weekdayHeadings } from '@okno/contract';
import { nonceOf, type TargetOf } from '../callback-data.ts';
import type { Open } from '../dialogues.ts';
import type { Arranging, BookFor } from '../managing.ts';
import { weekdayAt } from '../regular-rule.ts';
import type { Turn } from '../turn.ts';
import { type Button, inRows, tap, type View } from '../view.ts';
import { toggled, weekdaysOf } from '../week-grid.ts';
import { findChoice, overView } from './for-client.ts';
import { homeButton, isManager } from './menu.ts';
import { arrange, checkRegular } from './regular-check.ts';
import { backOf, whoLines, zoneFor } from './regular-words.ts';
import { lostView } from './review-words.ts';
import { momentOf } from './staff-words.ts';
import { zoneOf } from './words.ts';

type Target = TargetOf<'regular'>;

/** As a calendar here shows them. */
const FROM_MONDAY = [1, 2, 3, 4, 5, 6, 0];
const TIMES = [4, 8, 12];

/** Begins a series after a visit that stands: the same client, service, specialist, weekday and time. */
export const beginAfterVisit = async (turn: Turn, id: string): Promise<View> => {
  const { client, service, specialist, starts_at } = await turn.ask('bookings.get', { id });
  const choice: Arranging = {
    ...{ name: 'book_for', state: 'arranging', purpose: 'series', ref: nonceOf(turn.update_id) },
    ...{ client: client.id, client_name: client.name, visit: id, clashes: '[]' },
    ...{ service: service.id, specialist: specialist.id, at: starts_at },
  };
  return (await turn.dialogues.begin(turn, choice))
    ? openOften(turn, choice, toRegular(choice, 'often'))
    : lostView(turn);
};

type First = { readonly service: string; readonly specialist: string; readonly at: string };

/** Goes on to a series when its first visit was chosen. */
export const beginRegular = async (turn: Turn, open: Open<BookFor>, first: First): Promise<View> => {
  const { client, client_name, ref } = open.dialogue;
  const choice: Arranging = {
    ...{ name: 'book_for', state: 'arranging', purpose: 'series', ref },
    ...{ client, client_name, visit: '', clashes: '[]' },
    ...{ service: first.service, specialist: first.specialist, at: first.at },
  };
  const kept = await turn.dialogues.goOn(turn, open, choice);
  return kept ? openOften(turn, choice, toRegular(choice, 'often')) : lostView(turn);
};

const toRegular = ({ ref }: Arranging, act: Target['act']): Target => ({
  ...{ screen: 'regular', act, ref, every: 'week', days: 0, times: 0, seen: 0 },
});

export const openRegular = async (turn: Turn, target: Target): Promise<View> => {
  const open = await findChoice(turn, target.ref);
  if (open?.dialogue.state !== 'arranging') return isManager(turn.me.role) ? overView(turn) : gone(turn);
  const choice = open.dialogue;
  switch (target.act) {
    case 'often':
      return openOften(turn, choice, target);
    case 'days':
      return openDays(turn, choice, target);
    default:
      // No button leads past the weekdays while none is chosen.
      if (target.every === 'days' && target.days === 0) return openDays(turn, choice, target);
      if (target.act === 'until') return openUntil(turn, choice, target);
      return target.act === 'check'
        ? checkRegular(turn, { dialogue: choice, kept: open.kept }, target)
        : arrange(turn, { dialogue: choice, kept: open.kept }, target);
  }
};

const gone = (turn: Turn): View => ({ text: turn.say('regular.over'), keyboard: [[homeButton(turn)]] });

/** For whom, what, with whom, and from which visit on. */
const headLines = async (turn: Turn, choice: Arranging): Promise<string[]> => {
  const zone = await zoneFor(turn, choice);
  const words = { ...momentOf(turn, zone, choice.at), zone: zoneOf(turn, zone) };
  return [
    turn.say('regular.title'),
    '',
    ...(await whoLines(turn, choice)),
    turn.say(choice.visit === '' ? 'regular.from' : 'regular.after', words),
    '',
  ];
};

const openOften = async (turn: Turn, choice: Arranging, target: Target): Promise<View> => {
  const zone = await zoneFor(turn, choice);
  const days = target.days === 0 ? toggled(0, weekdayAt(zone, choice.at)) : target.days;
  return {
    text: [...(await headLines(turn, choice)), turn.say('regular.often')].join('\n'),
    keyboard: [
      [tap(turn.label('regular.every_week'), { ...target, act: 'until', every: 'week' })],
      [tap(turn.label('regular.every_fortnight'), { ...target, act: 'until', every: 'fortnight' })],
      [tap(turn.label('regular.on_weekdays'), { ...target, act: 'days', every: 'days', days })],
      choice.visit === ''
        ? [dayOf(turn, choice, localDay(zone, choice.at)), backOf(turn, choice)]
        : [backOf(turn, choice), homeButton(turn)],
    ],
  };
};

/** Back to the day from which the first visit was chosen. */
const dayOf = (turn: Turn, { ref, service, specialist }: Arranging, day: string): Button =>
  tap(turn.label('menu.back'), { screen: 'for_client', step: 'day', ref, service, specialist, day, page: 0 });

const openDays = async (turn: Turn, choice: Arranging, target: Target): Promise<View> => {
  const names = weekdayHeadings(turn.language);
  const chosen = weekdaysOf(target.days);
  return {
    text: [...(await headLines(turn, choice)), turn.say('regular.days_ask')].join('\n'),
    keyboard: [
      ...inRows(
        FROM_MONDAY.map((day, index) =>
          tap(`${chosen.includes(day) ? '✅ ' : ''}${names[index] ?? ''}`, {
            ...{ ...target, act: 'days', every: 'days', days: toggled(target.days, day) },
          }),
        ),
        4,
      ),
      ...(chosen.length === 0 ? [] : [[tap(turn.label('regular.on'), { ...target, act: 'until', every: 'days' })]]),
      [tap(turn.label('menu.back'), { ...target, act: 'often' }), homeButton(turn)],
    ],
  };
};

const openUntil = async (turn: Turn, choice: Arranging, target: Target): Promise<View> => ({
  text: [...(await headLines(turn, choice)), turn.say('regular.until')].join('\n'),
  keyboard: [
    TIMES.map((times) => tap(turn.label('regular.times', { count: times }), { ...target, act: 'check', times })),
    [tap(turn.label('regular.endless'), { ...target, act: 'check', times: 0 })],
    [tap(turn.label('menu.back'), { ...target, act: target.every === 'days' ? 'days' : 'often' }), homeButton(turn)],
  ],
});
