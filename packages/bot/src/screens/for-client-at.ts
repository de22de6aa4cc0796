import { AppError, formatShortDay, formatTime, localDay } from '@okno/contract';
import type { TargetOf } from '../callback-data.ts';
import type { Open } from '../dialogues.ts';
import type { BookFor } from '../managing.ts';
import type { Turn } from '../turn.ts';
import { instantOf, readTypedTime } from '../typed-time.ts';
import { inRows, type Keyboard, tap, type View } from '../view.ts';
import { tapKey } from './book.ts';
import { choiceLines, readChoice } from './confirm.ts';
import { findChoice, overView } from './for-client.ts';
import { clientButton } from './manage-buttons.ts';
import { beginRegular } from './regular.ts';
import { lostView } from './review-words.ts';
import { readNearest } from './taken.ts';
import { visitView } from './visit.ts';
import { zoneOf } from './words.ts';

type At = TargetOf<'for_client_at'>;

export const openForClientAt = async (turn: Turn, target: At): Promise<View> => {
  const open = await findChoice(turn, target.ref);
  if (open === undefined) return overView(turn);
  if (open.dialogue.purpose === 'series') return firstOfMany(turn, open, target);
  return target.act === 'check' ? checkView(turn, open.dialogue, target) : bookFor(turn, open, target);
};

/** The time is that of the first of many visits; those are with somebody in particular. */
const firstOfMany = async (turn: Turn, open: Open<BookFor>, target: At): Promise<View> => {
  const specialist = target.specialist ?? (await whoIsFree(turn, target));
  if (specialist === null) throw new AppError('slot_taken');
  return beginRegular(turn, open, { ...target, specialist });
};

/** What nobody can book, whoever they are. */
const IMPOSSIBLE: readonly unknown[] = ['past', 'taken', 'full', 'room_taken'];

/** Everything once more before it counts, with what speaks against it. */
const checkView = async (turn: Turn, choice: BookFor, target: At): Promise<View> => {
  const { service: service_id, specialist: specialist_id, at: starts_at } = target;
  const [catalogue, answer] = await Promise.all([
    turn.catalogue(),
    specialist_id === null ? { rule: null } : turn.ask('scheduling.why_not', { service_id, specialist_id, starts_at }),
  ]);
  const chosen = readChoice(turn, catalogue, target);
  const { rule } = answer;
  const lines = [turn.say('manage.for', { name: choice.client_name }), ...choiceLines(turn, chosen)];
  if (rule === null)
    return {
      text: [turn.say('confirm.title'), '', ...lines].join('\n'),
      keyboard: [
        [tap(turn.label('confirm.yes'), { ...target, act: 'book' }, 'success')],
        backRow(turn, choice, target, chosen.zone),
      ],
    };
  if (IMPOSSIBLE.includes(rule))
    return {
      text: [turn.say('manage.impossible', { why: turn.label(`why_not.${rule}`) }), '', ...lines].join('\n'),
      keyboard: [backRow(turn, choice, target, chosen.zone)],
    };
  return anywayView(turn, choice, target, { lines, why: turn.label(`why_not.${rule}`), zone: chosen.zone });
};

/** The staff may, and is told what they overrule (docs/rules.md#outside-the-rules). */
const anywayView = (
  turn: Turn,
  choice: BookFor,
  target: At,
  { lines, why, zone }: { lines: string[]; why: string; zone: string },
): View => ({
  text: [turn.say('manage.anyway_ask', { why }), '', ...lines].join('\n'),
  keyboard: [
    [tap(turn.label('manage.anyway'), { ...target, act: 'anyway' }, 'danger')],
    backRow(turn, choice, target, zone),
  ],
});

const backRow = (
  turn: Turn,
  { client, ref }: BookFor,
  { service, specialist, at }: At,
  zone: string,
): Keyboard[number] => {
  const day = localDay(zone, at);
  return [
    tap(turn.label('menu.back'), { screen: 'for_client', step: 'day', ref, service, specialist, day, page: 0 }),
    clientButton(turn, client),
  ];
};

/** Books. The choice stays, as one that is over, so that a second tap gets the same answer. */
const bookFor = async (turn: Turn, open: Open<BookFor>, target: At): Promise<View> => {
  const { client, client_name, ref, purpose } = open.dialogue;
  try {
    const booking = await turn.ask(
      'bookings.create',
      {
        service_id: target.service,
        specialist_id: target.specialist,
        starts_at: target.at,
        client_id: client,
        outside_rules: target.act === 'anyway',
      },
      { idempotency_key: tapKey(turn) },
    );
    await turn.dialogues.goOn(turn, open, { name: 'book_for', state: 'booked', client, client_name, ref, purpose });
    return visitView(turn, booking);
  } catch (error) {
    const view = error instanceof AppError ? await refusedView(turn, open.dialogue, target, error) : undefined;
    if (view === undefined) throw error;
    return view;
  }
};

/** What can be done instead; undefined for a refusal that has nothing to do with the time. */
const refusedView = async (turn: Turn, choice: BookFor, target: At, error: AppError): Promise<View | undefined> => {
  if (error.code === 'booking_limit_reached') return limitView(turn, choice, target, error);
  const { zone } = readChoice(turn, await turn.catalogue(), target);
  if (error.code === 'already_booked')
    return { text: turn.say('manage.already_booked'), keyboard: [backRow(turn, choice, target, zone)] };
  if (error.code !== 'slot_taken' && error.code !== 'slot_not_offered') return undefined;
  const nearest = readNearest(error.params['nearest']).map(({ starts_at }) => {
    const when = `${formatShortDay(turn.language, zone, starts_at, turn.now)}, ${formatTime(turn.language, zone, starts_at)}`;
    return tap(when, { ...target, act: 'check', at: starts_at });
  });
  return {
    text: [
      turn.say(error.code === 'slot_taken' ? 'taken.title' : 'taken.gone'),
      nearest.length > 0 ? turn.say('taken.nearest', { zone: zoneOf(turn, zone) }) : turn.say('taken.other'),
    ].join('\n'),
    keyboard: [...inRows(nearest.slice(0, 6), 2), backRow(turn, choice, target, zone)],
  };
};

/** A client has as many ahead as the business allows: the staff may go beyond that, with somebody in particular. */
const limitView = async (turn: Turn, choice: BookFor, target: At, error: AppError): Promise<View> => {
  const catalogue = await turn.catalogue();
  const specialist = target.specialist ?? (await whoIsFree(turn, target));
  const chosen = readChoice(turn, catalogue, { ...target, specialist });
  const lines = [turn.say('manage.for', { name: choice.client_name }), ...choiceLines(turn, chosen)];
  const why = turn.label('manage.limit', { limit: Number(error.params['limit'] ?? 0) });
  return specialist === null
    ? { text: turn.say('manage.impossible', { why }), keyboard: [backRow(turn, choice, target, chosen.zone)] }
    : anywayView(turn, choice, { ...target, specialist }, { lines, why, zone: chosen.zone });
};

const whoIsFree = async (turn: Turn, { service: service_id, at }: At): Promise<string | null> => {
  const date = localDay(turn.me.tenant.time_zone, at);
  const { slots } = await turn.ask('scheduling.free_slots_day', { service_id, date });
  return slots.find(({ starts_at }) => Date.parse(starts_at) === Date.parse(at))?.specialist_id ?? null;
};

/** A time came in words. */
export const takeTime = async (turn: Turn, open: Open<BookFor>, said: string): Promise<View> => {
  const { dialogue } = open;
  if (dialogue.state !== 'asked_time') return overView(turn);
  const { service, specialist, day, client, client_name, ref, purpose } = dialogue;
  const target: At = { screen: 'for_client_at', act: 'check', ref, service, specialist, at: '' };
  const { zone } = readChoice(turn, await turn.catalogue(), target);
  const typed = readTypedTime(said, { day, today: localDay(zone, turn.now) });
  if (typed === undefined) return { text: turn.say('manage.time_wrong'), keyboard: [[clientButton(turn, client)]] };
  const at = instantOf(zone, typed);
  if (purpose === 'series') return beginRegular(turn, open, { service, specialist, at });
  const next = { name: 'book_for', state: 'choosing', client, client_name, ref, purpose } as const;
  if (!(await turn.dialogues.goOn(turn, open, next))) return lostView(turn);
  return checkView(turn, next, { ...target, at });
};
