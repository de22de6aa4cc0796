import type { Place } from '../../e2e/support/at-end.ts';
import { inPlace } from '../lib/place.ts';
import type { Findings, Torture } from '../lib/torture.ts';
import { type Blow, type Run, SIX, tortureCluster } from './blows.ts';

/** Each of the six, so many times over. */
const each = (rounds: number, blow: (index: number) => Blow): Blow[] =>
  Array.from({ length: rounds * SIX.length }, (_, index) => blow(index % SIX.length));

type Part = Omit<Run, 'tell'>;

const COMMON = { roles: SIX, clients: 400, talkers: 12, between_ms: 150 };

/** A round takes about half a minute; how many there are without a given time. */
const ROUNDS = 5;
const ROUND_SECONDS = 30;

const partsOf = (rounds: number): Readonly<Record<string, Part>> => ({
  killed: {
    ...COMMON,
    what: 'each process is killed in turn while people book, write, tap and are written to',
    blows: each(rounds, (kill) => ({ kill })),
  },
  rolling: {
    ...COMMON,
    what: 'each process is told to stop in turn, and the next one when it has a successor',
    blows: each(rounds, (stop) => ({ stop })),
  },
  promoted: {
    ...COMMON,
    what: 'the primary is killed, and its standby takes its place',
    blows: [{ kill: 4 }, 'promote', { kill: 0 }, { stop: 2 }],
    database: 'sync',
  },
});

/** What is not waited for may be lost: the check has to find it. */
const runControl = async (t: Place, run: Part, tell: Run['tell']): Promise<Findings> => {
  const { wrong, figures } = await tortureCluster(t, { ...run, blows: ['lag', 'promote'], database: 'async', tell });
  const found = wrong.some((sentence) => /acknowledged bookings or cancellations are lost/.test(sentence));
  return {
    what: 'the control: a standby that lags behind, for which no commit waits',
    figures: { bookings: figures['bookings'] ?? 0, found: wrong.length },
    wrong: found ? [] : ['a standby that lagged behind took the place of the primary, and no loss was found'],
  };
};

/** Two gateways, two bots and two workers against one PostgreSQL and one Redis: killed, replaced, and with a new primary. */
export const cluster: Torture = async (_t, { seconds, tell }) => {
  const rounds = seconds === null ? ROUNDS : Math.max(1, Math.round(seconds / ROUND_SECONDS / 2));
  const parts = partsOf(rounds);
  const found: [string, Findings][] = [];
  for (const [name, part] of Object.entries(parts))
    found.push([name, await inPlace((place) => tortureCluster(place, { ...part, tell }))]);
  const { promoted } = parts;
  if (promoted !== undefined) found.push(['control', await inPlace((place) => runControl(place, promoted, tell))]);
  return {
    what: 'six processes against one PostgreSQL and one Redis are killed, replaced, and given a new primary',
    figures: Object.fromEntries(
      found.flatMap(([name, { figures }]) =>
        Object.entries(figures).map(([figure, value]) => [`${name}: ${figure}`, value]),
      ),
    ),
    wrong: found.flatMap(([name, { wrong }]) => wrong.map((sentence) => `${name}: ${sentence}`)),
  };
};
