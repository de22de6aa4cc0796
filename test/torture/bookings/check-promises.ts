import type { BookingRow, Facts, HistoryRow } from './facts.ts';
import type { Acknowledged, Deed, Write } from './promises.ts';

/** The line of history that each deed leaves. */
const CHANGE: Readonly<Record<Deed, string>> = {
  create: 'created',
  hold: 'held',
  confirm: 'confirmed',
  move: 'moved',
  cancel: 'cancelled',
  complete: 'completed',
  no_show: 'no_show',
};

/** What is at another place, with somebody else, or for somebody else than was acknowledged. */
const differs = (
  row: BookingRow,
  { specialist_id, service_id, client_id, starts_ms }: Acknowledged,
  moved: boolean,
): boolean =>
  row.service_id !== service_id ||
  row.client_id !== client_id ||
  (!moved && (row.specialist_id !== specialist_id || row.starts_ms !== starts_ms));

const isCreation = ({ deed }: Write): boolean => deed === 'create' || deed === 'hold';

/** Whether what was acknowledged as created is there as it was promised, or lawfully became something else. */
const checkCreated = (row: BookingRow | undefined, write: Write, later: readonly Write[]): string[] => {
  const { answer, key } = write;
  if (answer === null) return [];
  if (row === undefined) return [`lost: ${key} was acknowledged as booking ${answer.id}, which is not there`];
  const moved = later.some(({ deed, ending }) => deed === 'move' && ending !== 'refused');
  if (differs(row, answer, moved)) return [`changed: booking ${row.id} is not what was acknowledged for ${key}`];
  const tried = (deed: Deed) => later.some((one) => one.deed === deed && one.ending !== 'refused');
  const mayRunOut = write.deed === 'hold' && !later.some((one) => one.deed === 'confirm' && one.ending === 'done');
  const mayBeGone = mayRunOut || tried('cancel');
  return row.status === 'cancelled' && !mayBeGone ? [`lost: booking ${row.id} was cancelled by nobody`] : [];
};

/** What is counted: a move to where it is already is done as well, and leaves no line. */
const COUNTED = ['confirm', 'cancel', 'complete', 'no_show'] as const;

/** Every deed that was acknowledged stands in the history, as often as it was done. */
const checkCounts = (id: string, deeds: readonly Write[], lines: readonly HistoryRow[]): string[] =>
  COUNTED.flatMap((deed) => {
    const ended = (ending: Write['ending']) => deeds.filter((one) => one.deed === deed && one.ending === ending).length;
    const done = ended('done');
    const told = lines.filter(({ change, by_system }) => change === CHANGE[deed] && !by_system).length;
    const what = `booking ${id}: ${done} × ${deed} acknowledged, ${told} in the history`;
    if (told < done) return [`lost: ${what}`];
    return told > done + ended('unknown') ? [`doubled: ${what}`] : [];
  });

const placesOf = (lines: readonly HistoryRow[]): Set<string> =>
  new Set(
    lines.flatMap(({ after: { starts_at } }) => (typeof starts_at === 'string' ? [`${Date.parse(starts_at)}`] : [])),
  );

/** Cancelled stays cancelled, and where somebody was moved to, there they were. */
const checkDeeds = (row: BookingRow, deeds: readonly Write[], lines: readonly HistoryRow[]): string[] => {
  const done = (deed: Deed) => deeds.filter((write) => write.deed === deed && write.ending === 'done');
  const undone = done('cancel').length > 0 && row.status !== 'cancelled';
  const places = placesOf(lines);
  const lost = done('move').filter(({ answer }) => answer !== null && !places.has(`${answer.starts_ms}`));
  return [
    ...(undone ? [`undone: booking ${row.id} was cancelled and is ${row.status}`] : []),
    ...lost.map(({ key }) => `lost: booking ${row.id} was moved by ${key}, which is not in its history`),
    ...checkCounts(row.id, deeds, lines),
  ];
};

/** Every booking comes from exactly one key, and every key made at most one. */
const checkOrigins = ({ bookings, answers }: Facts, creations: ReadonlyMap<string, Write>): string[] => {
  const origins = Map.groupBy(
    answers.filter(({ key }) => creations.has(key)),
    ({ booking_id }) => booking_id,
  );
  const wrong = bookings.flatMap(({ id }) => {
    const keys = origins.get(id)?.length ?? 0;
    return keys === 1
      ? []
      : [`${keys === 0 ? 'from nowhere' : 'doubled'}: booking ${id} was asked for by ${keys} keys`];
  });
  const refused = answers.flatMap(({ key, booking_id }) =>
    creations.get(key)?.ending === 'refused'
      ? [`done all the same: ${key} was refused and made booking ${booking_id}`]
      : [],
  );
  return [...wrong, ...refused];
};

/** Everything that was acknowledged and is not so, or is so and was refused. */
export const findBrokenPromises = (facts: Facts, writes: readonly Write[]): string[] => {
  const rows = new Map(facts.bookings.map((row) => [row.id, row]));
  const deeds = Map.groupBy(
    writes.filter(({ booking_id }) => booking_id !== null),
    ({ booking_id }) => booking_id ?? '',
  );
  const lines = Map.groupBy(facts.history, ({ booking_id }) => booking_id);
  const creations = writes.filter(isCreation);
  const created = creations.flatMap((write) => {
    const id = write.answer?.id ?? '';
    return checkCreated(rows.get(id), write, deeds.get(id) ?? []);
  });
  const later = facts.bookings.flatMap((row) => checkDeeds(row, deeds.get(row.id) ?? [], lines.get(row.id) ?? []));
  return [...created, ...later, ...checkOrigins(facts, new Map(creations.map((write) => [write.key, write])))];
};
