import type { BookingRow, Facts } from './facts.ts';
import type { Acknowledged, Deed, Write } from './promises.ts';

/** The line of history that each deed leaves. */
const CHANGE: Readonly<Record<Deed, string>> = {
  create: 'created',
  hold: 'created',
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
  const mayBeGone =
    write.deed === 'hold' || later.some(({ deed, ending }) => deed === 'cancel' && ending !== 'refused');
  return row.status === 'cancelled' && !mayBeGone ? [`lost: booking ${row.id} was cancelled by nobody`] : [];
};

/** Cancelled stays cancelled, and every deed that was acknowledged stands in the history, as often as it was done. */
const checkDeeds = (row: BookingRow, deeds: readonly Write[], changes: ReadonlyMap<string, number>): string[] => {
  const wrong: string[] = [];
  const done = (deed: Deed) => deeds.filter((write) => write.deed === deed && write.ending === 'done').length;
  if (done('cancel') > 0 && row.status !== 'cancelled')
    wrong.push(`undone: booking ${row.id} was cancelled and is ${row.status}`);
  for (const deed of ['confirm', 'move', 'cancel', 'complete', 'no_show'] as const) {
    const unknown = deeds.filter((write) => write.deed === deed && write.ending === 'unknown').length;
    const lines = changes.get(CHANGE[deed]) ?? 0;
    // What ran out or was completed by time was done by nobody who writes.
    const bySystem = deed === 'cancel' || deed === 'complete' ? 1 : 0;
    if (lines < done(deed))
      wrong.push(`lost: booking ${row.id}: ${done(deed)} × ${deed} acknowledged, ${lines} in the history`);
    if (lines > done(deed) + unknown + bySystem)
      wrong.push(`doubled: booking ${row.id}: ${done(deed)} × ${deed} acknowledged, ${lines} in the history`);
  }
  return wrong;
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
  const changes = new Map<string, Map<string, number>>();
  for (const { booking_id, change } of facts.history) {
    const counts = changes.get(booking_id) ?? new Map<string, number>();
    changes.set(booking_id, counts.set(change, (counts.get(change) ?? 0) + 1));
  }
  const creations = writes.filter(isCreation);
  const created = creations.flatMap((write) => {
    const id = write.answer?.id ?? '';
    return checkCreated(rows.get(id), write, deeds.get(id) ?? []);
  });
  const later = facts.bookings.flatMap((row) =>
    checkDeeds(row, deeds.get(row.id) ?? [], changes.get(row.id) ?? new Map()),
  );
  return [...created, ...later, ...checkOrigins(facts, new Map(creations.map((write) => [write.key, write])))];
};
