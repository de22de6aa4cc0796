import type { DueGauges } from '@okno/backend';
import type pg from 'pg';
import type { Instruments } from './instruments.ts';

/** Whoever asks for metrics waits no longer than this for a database that does not answer. */
const PATIENCE_MS = 2_000;

/** How many connections there are, and who waits for one; told without asking the database. */
export const watchPools = (
  { gauge, before }: Instruments,
  pools: Readonly<Record<string, Pick<pg.Pool, 'totalCount' | 'idleCount' | 'waitingCount'>>>,
): void => {
  const open = gauge('okno_pool_connections', 'Connections to PostgreSQL', ['pool', 'state']);
  const waiting = gauge('okno_pool_waiting', 'Who waits for a connection', ['pool']);
  before(() => {
    for (const [pool, { totalCount, idleCount, waitingCount }] of Object.entries(pools)) {
      open.set({ pool, state: 'idle' }, idleCount);
      open.set({ pool, state: 'busy' }, totalCount - idleCount);
      waiting.set({ pool }, waitingCount);
    }
  });
};

/** How old is what the standby shows, at most. */
export const watchStandbyAge = ({ gauge, before }: Instruments, age_ms: () => number): void => {
  const age = gauge(
    'okno_standby_age_seconds',
    'How old is what the standby shows, at most; infinite when it is of no use',
  );
  before(() => age.set(age_ms() / 1000));
};

/** No old number passes for a new one: whatever is compared with this is false. */
const UNKNOWN: DueGauges = { due: NaN, lag_ms: NaN, open: NaN, abandoned: NaN, dead: NaN };

/** How late the timetable is, asked anew for each look. A database that is away is told by `okno_database_up`. */
export const watchTimetable = ({ gauge, before }: Instruments, ask: () => Promise<DueGauges>): void => {
  const up = gauge('okno_database_up', '1 when PostgreSQL has answered this look');
  const rows = gauge('okno_due_rows', 'Rows of the timetable: due, open, abandoned, dead; counted up to 10000', [
    'state',
  ]);
  const lag = gauge('okno_due_lag_seconds', 'How long the oldest row that is due has waited');
  // Several who ask at once share one question.
  let asked: Promise<DueGauges | null> | undefined;
  const askOnce = () => {
    asked ??= inTime(ask()).finally(() => {
      asked = undefined;
    });
    return asked;
  };
  before(async () => {
    const told = await askOnce();
    up.set(told === null ? 0 : 1);
    const { lag_ms, ...counts } = told ?? UNKNOWN;
    for (const [state, count] of Object.entries(counts)) rows.set({ state }, count);
    lag.set(lag_ms / 1000);
  });
};

/** Null when it fails or takes too long: why, the log is told by whoever needs the database. */
const inTime = async <T>(answer: Promise<T>): Promise<T | null> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE_MS);
  });
  const told = answer.then(
    (value) => value,
    () => null,
  );
  return Promise.race([told, late]).finally(() => clearTimeout(timer));
};
