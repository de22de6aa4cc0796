import type pg from 'pg';

/** A place in the primary's log, and since when (monotonic milliseconds) everything up to it was on the disk there. */
type Mark = { readonly place: number; readonly at: number };

/** Between two looks at both servers. */
const PULSE_MS = 250;
/** So many marks are kept of a standby that is behind: a minute's worth. What is older is forgotten, to its disadvantage. */
const MOST_MARKS = 240;

const PLACE = { name: 'standby_place', text: `select (pg_current_wal_flush_lsn() - '0/0')::float8 as place` };
// Of another history: a standby that was left behind by a promotion may be further on, and lack what counts.
const HISTORY =
  '(select timeline_id from pg_control_checkpoint()) as history, (select system_identifier::text from pg_control_system()) as server';
const PRIMARY = { name: 'standby_primary', text: `${PLACE.text}, ${HISTORY}` };
const STANDBY = {
  name: 'standby_replayed',
  text: `select case when pg_is_in_recovery() then (pg_last_wal_replay_lsn() - '0/0')::float8 end as place, ${HISTORY}`,
};

type Told = { readonly place: number | null; readonly history: number; readonly server: string };

/** The marks that are still of use, the newest one that has been reached first. */
export const reached = (marks: readonly Mark[], place: number): Mark[] => {
  const last = marks.findLastIndex((mark) => mark.place <= place);
  return last < 0 ? [] : marks.slice(last);
};

export type Standby = {
  /** How old the state is that it shows, at most; infinite when nobody knows, or when it is none. */
  readonly age_ms: () => number;
  readonly close: () => Promise<void>;
};

const ask = async (pool: pg.Pool, query: { name: string; text: string }): Promise<Told> => {
  const { rows } = await pool.query<Told>(query);
  const [told] = rows;
  if (told === undefined) throw new Error('a server that says nothing of itself');
  return told;
};

/**
 * Watches how far behind its primary a standby is: four times a second it is noted how far the primary's log goes, and then
 * how far the standby has come. Clocks of servers are not compared; one that is cut off, and shows what it had then, ages.
 * @param ticks monotonic milliseconds of this process
 * @param onLost hears why nothing is known; each time
 */
export const watchStandby = (deps: {
  readonly primary: pg.Pool;
  readonly standby: pg.Pool;
  readonly ticks: () => number;
  readonly onLost: (error: unknown) => void;
}): Standby => {
  const { primary, standby, ticks, onLost } = deps;
  let marks: Mark[] = [];
  let as_of = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const look = async (): Promise<void> => {
    // Before the question: whatever was acknowledged until now is in the log up to the answer.
    const at = ticks();
    const ours = await ask(primary, PRIMARY);
    const theirs = await ask(standby, STANDBY);
    const same = ours.history === theirs.history && ours.server === theirs.server;
    if (theirs.place === null || ours.place === null || !same) {
      marks = [];
      as_of = Number.NEGATIVE_INFINITY;
      throw new Error('DATABASE_READ_URL leads to no standby of DATABASE_URL, or it has not followed a promotion yet');
    }
    marks = [...marks, { place: ours.place, at }].slice(-MOST_MARKS);
    const left = reached(marks, theirs.place);
    const [mark] = left;
    if (mark === undefined) return;
    marks = left;
    as_of = mark.at;
  };

  const beat = async (): Promise<void> => {
    try {
      await look();
    } catch (error) {
      onLost(error);
    }
    if (!closed) timer = setTimeout(() => (beating = beat()), PULSE_MS).unref();
  };

  let beating = beat();
  return {
    age_ms: () => ticks() - as_of,
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await beating;
    },
  };
};
