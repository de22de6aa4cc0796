import type { Place } from '../../e2e/support/at-end.ts';
import { inPlace } from '../lib/place.ts';
import type { Findings, Options, Torture } from '../lib/torture.ts';
import { type Blow, type Run, tortureCluster } from './blows.ts';
import { holdConversations } from './conversations.ts';
import { SIX } from './six.ts';

/** Each of the six, so many times over. */
const each = (rounds: number, blow: (index: number) => Blow): Blow[] =>
  Array.from({ length: rounds * SIX.length }, (_, index) => blow(index % SIX.length));

const COMMON = { roles: SIX, clients: 400, talkers: 12, between_ms: 150 };

/** A round takes about half a minute; how many there are without a given time. */
const ROUNDS = 3;
const ROUND_SECONDS = 30;

const roundsIn = (seconds: number | null): number =>
  seconds === null ? ROUNDS : Math.max(1, Math.round(seconds / ROUND_SECONDS));

const PROMOTION: Omit<Run, 'tell'> = {
  ...COMMON,
  what: 'the primary is killed, and its standby takes its place',
  blows: [{ kill: 4 }, 'promote', { kill: 0 }, { stop: 2 }],
  database: 'sync',
};

/** What is not waited for may be lost: the check has to find it. */
const runControl: Torture = async (t, { tell }) => {
  const { wrong, figures } = await tortureCluster(t, {
    ...PROMOTION,
    blows: ['lag', 'promote'],
    database: 'async',
    tell,
  });
  const found = wrong.some((sentence) => /acknowledged bookings or cancellations are lost/.test(sentence));
  return {
    what: 'the control: a standby that lags behind, for which no commit waits',
    figures: { bookings: figures['bookings'] ?? 0, found: wrong.length },
    wrong: found ? [] : ['a standby that lagged behind took the place of the primary, and no loss was found'],
  };
};

/** The parts, each a torture by itself. */
export const clusterParts: Readonly<Record<string, Torture>> = {
  'cluster-conversations': (t, { tell }) => holdConversations(t, tell),
  'cluster-killed': (t, { seconds, tell }) =>
    tortureCluster(t, {
      ...COMMON,
      what: 'each process is killed in turn while people book, write, tap and are written to',
      blows: each(roundsIn(seconds), (kill) => ({ kill })),
      tell,
    }),
  'cluster-replaced': (t, { seconds, tell }) =>
    tortureCluster(t, {
      ...COMMON,
      what: 'each process is told to stop in turn, and the next one when it has a successor',
      blows: each(roundsIn(seconds), (stop) => ({ stop })),
      tell,
    }),
  'cluster-promoted': (t, { tell }) => tortureCluster(t, { ...PROMOTION, tell }),
  'cluster-control': runControl,
};

/** Two gateways, two bots and two workers against one PostgreSQL and one Redis: killed, replaced, and with a new primary. */
export const cluster: Torture = async (_place: Place, options: Options) => {
  const found: [string, Findings][] = [];
  // Each clears away what it has started before the next one begins.
  for (const [name, part] of Object.entries(clusterParts))
    found.push([name.replace('cluster-', ''), await inPlace((place) => part(place, options))]);
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
