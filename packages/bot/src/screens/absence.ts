import { AppError, formatDate } from '@okno/contract';
import { nonceOf, type TargetOf } from '../callback-data.ts';
import type { Turn } from '../turn.ts';
import { tap, type View } from '../view.ts';
import { tapKey } from './book.ts';
import { homeButton } from './menu.ts';
import { openOff } from './off.ts';
import { toOff } from './staff-ways.ts';
import { momentOf } from './staff-words.ts';
import { unlessChanged } from './versions.ts';

type Target = TargetOf<'absence'>;

/** One absence or closed day, with the way back to work. */
export const openAbsence = async (turn: Turn, target: Target): Promise<View> => {
  if (!target.remove) return showAbsence(turn, target);
  const toast = turn.label((await remove(turn, target)) ? 'off.removed' : 'off_versions.open');
  return { ...(await openOff(turn, toOff(target.specialist))), toast };
};

/** False when a closed day has other hours by now: those are somebody's wish, and stay (docs/rules.md#two-editors). */
const remove = async (turn: Turn, { specialist: id, absence, day }: Target): Promise<boolean> => {
  const key = { idempotency_key: tapKey(turn) };
  if (absence !== null) await turn.ask('scheduling.remove_time_off', { id, time_off_id: absence }, key);
  if (absence !== null || day === null) return true;
  const { intervals, version } = await turn.ask('scheduling.day_hours', { id, date: day });
  // The same tap, come twice, has opened it already.
  if (intervals === null) return true;
  if (intervals.length > 0) return false;
  return unlessChanged(turn.ask('scheduling.remove_override', { id, date: day }, { ...key, if_match: [version] }));
};

const showAbsence = async (turn: Turn, target: Target): Promise<View> => ({
  text: (await linesOf(turn, target)).join('\n'),
  keyboard: [
    [tap(turn.label('off.remove'), { ...target, remove: true, nonce: nonceOf(turn.update_id) })],
    [tap(turn.label('off.back'), toOff(target.specialist)), homeButton(turn)],
  ],
});

/** Whole days are told by their names alone, from the first to the last. */
const spanWords = (
  turn: Turn,
  zone: string,
  { starts_at, ends_at }: { starts_at: string; ends_at: string },
): { from: string; to: string } => {
  const [from, to] = [momentOf(turn, zone, starts_at), momentOf(turn, zone, ends_at)];
  if (from.time === MIDNIGHT && to.time === MIDNIGHT)
    return { from: from.day, to: momentOf(turn, zone, Date.parse(ends_at) - 1).day };
  return { from: `${from.day}, ${from.time}`, to: `${to.day}, ${to.time}` };
};

const MIDNIGHT = '00:00';

/** More absences than these nobody has ahead. */
const MOST = 100;

const linesOf = async (turn: Turn, { specialist: id, absence, day }: Target): Promise<string[]> => {
  if (absence === null) {
    if (day === null) throw new AppError('not_found', { what: 'time_off' });
    const { date } = await turn.ask('scheduling.override', { id, date: day });
    return [turn.say('off.closed_day', { day: formatDate(turn.language, date, turn.now) })];
  }
  const [{ items }, { specialists }] = await Promise.all([
    turn.ask('scheduling.time_off', { id, limit: MOST }),
    turn.catalogue(),
  ]);
  const found = items.find((one) => one.id === absence);
  if (found === undefined) throw new AppError('not_found', { what: 'time_off' });
  const zone = specialists.find((one) => one.id === id)?.time_zone ?? turn.me.tenant.time_zone;
  return [
    turn.say('off.away', spanWords(turn, zone, found)),
    ...(found.note === null ? [] : [turn.say('off.note', { text: found.note })]),
  ];
};
