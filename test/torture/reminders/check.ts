import type { Arrival, Diary } from './program.ts';

/** A row of an event as it is in the end. */
export type EventRow = {
  readonly reminder_id: string;
  /** Unix milliseconds. */
  readonly due_at: number;
  readonly acked: boolean;
  /** How often it was handed over, as far as it is written down. */
  readonly attempt: number;
  readonly dead: boolean;
  readonly open: boolean;
  readonly skipped: boolean;
};

export type Terms = {
  readonly lease_ms: number;
  /** Whether the queue stayed what it was: then nothing comes twice for one attempt, or late. */
  readonly queue_kept: boolean;
  readonly max_attempts: number;
};

export type Verdict = { readonly figures: Readonly<Record<string, number>>; readonly wrong: readonly string[] };

/** No promise is as exact as two processes' looks at one clock. */
const EARLY_MS = 50;
const TAKE_OVER_MS = 2_000;
/** A repetition comes when the lease is over, five seconds later at most. */
const LATE_RESEND_MS = 5_000;

const keyOf = ({ reminder_id, due_at }: Pick<Arrival, 'reminder_id' | 'due_at'>) => `${reminder_id} ${due_at}`;

const gapsOf = (arrivals: readonly Arrival[]): number[] =>
  arrivals.slice(1).map(({ at }, index) => at - (arrivals[index]?.at ?? at));

/** The occurrences of a reminder of every second that are missing between its first and its last one. */
const missingOf = (rows: readonly EventRow[]): number => {
  const seconds = rows.map(({ due_at }) => due_at / 1000);
  return seconds.length === 0 ? 0 : Math.max(...seconds) - Math.min(...seconds) + 1 - new Set(seconds).size;
};

/** Everything that is wrong with what became of the reminders of an assistant. */
export const check = ({ promised, arrivals }: Diary, rows: readonly EventRow[], terms: Terms): Verdict => {
  const { lease_ms, queue_kept, max_attempts } = terms;
  const rowsOf = Map.groupBy(rows, ({ reminder_id }) => reminder_id);
  const byEvent = Map.groupBy(
    arrivals.toSorted((a, b) => a.at - b.at),
    keyOf,
  );
  const mannerOf = (id: string) => promised.get(id)?.manner ?? 'prompt';
  const own = [...promised.keys()];
  const lost = own.filter((id) => !rowsOf.has(id)).length;
  const unheard = rows.filter((row) => !row.skipped && !row.dead && !byEvent.has(keyOf(row))).length;
  const missing = own
    .filter((id) => promised.get(id)?.recurring)
    .reduce((sum, id) => sum + missingOf(rowsOf.get(id) ?? []), 0);
  const early = arrivals.filter(({ at, due_at }) => at < due_at - EARLY_MS).length;
  const open = rows.filter((row) => row.open).length;
  const astray = rows.filter((row) => row.dead !== (mannerOf(row.reminder_id) === 'never') && !row.skipped).length;
  const firsts = [...byEvent.values()].map(([first]) => (first ? first.at - first.due_at : 0));
  const gaps = [...byEvent.values()].flatMap(gapsOf);
  // An ack may come before it is written down that the event was handed over; then it is not written down any more.
  const surplus = rows.filter(
    (row) => (byEvent.get(keyOf(row))?.length ?? 0) > row.attempt + (row.acked ? 1 : 0),
  ).length;
  const tardy = gaps.filter((gap) => gap > lease_ms + LATE_RESEND_MS).length;
  const late = firsts.filter((ms) => ms > TAKE_OVER_MS).length;
  const miscounted = rows.filter((row) => row.dead && (byEvent.get(keyOf(row))?.length ?? 0) !== max_attempts).length;
  const sayings: readonly (readonly [number, string])[] = [
    [lost, 'reminders that were answered with 201 have never fired'],
    [unheard, 'events never reached the assistant'],
    [missing, 'occurrences are missing'],
    [early, 'events came before their time'],
    [open, 'events are still open'],
    [astray, 'events are dead letters that should not be, or are none that should'],
    ...(queue_kept
      ? ([
          [surplus, 'events came more often than they were handed over'],
          [tardy, `events came again later than ${LATE_RESEND_MS} ms after their lease`],
          [late, `events came later than ${TAKE_OVER_MS} ms`],
          [miscounted, `dead letters did not come ${max_attempts} times`],
        ] as const)
      : []),
  ];
  return {
    figures: {
      promised: promised.size,
      events: rows.length,
      arrivals: arrivals.length,
      sent_again: gaps.length,
      too_often: surplus,
      dead_letters: rows.filter(({ dead }) => dead).length,
      worst_lateness_ms: Math.max(0, ...firsts),
      longest_until_sent_again_ms: Math.max(0, ...gaps),
    },
    wrong: sayings.flatMap(([count, saying]) => (count === 0 ? [] : [`${count} ${saying}`])),
  };
};
