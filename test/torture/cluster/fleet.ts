import { type Place, tempFolder } from '../../e2e/support/at-end.ts';
import { type RunningOkno, startOkno } from '../../e2e/support/okno.ts';
import { type Balancer, startBalancer } from '../lib/balancer.ts';

/** Several processes behind one address, each with roles of its own. */
export type Fleet = {
  readonly balancer: Balancer;
  /** What each process does, e.g. `gateway,bot`. */
  readonly roles: readonly string[];
  /** Ends it and starts another one in its place, when it has ended. */
  readonly replace: (index: number, signal: 'SIGKILL' | 'SIGTERM') => Promise<void>;
  /** How many updates are with this process, and may be dealt with once more when it is killed. */
  readonly updatesAt: (index: number) => number;
  /** Whether all say that they may be given work. */
  readonly ready: () => Promise<boolean>;
  /** How those ended that were told to, other than with 0, and those that nobody had told. */
  readonly badEnds: () => readonly string[];
  /** How often all of them, those that have ended as well, have told this event to their logs. */
  readonly countOf: (event: string) => number;
};

type Settings = Readonly<Record<string, string>>;
type Signal = 'SIGKILL' | 'SIGTERM';

const portOf = ({ url }: RunningOkno): number => Number(new URL(url).port);

/** @param given settings that all have in common; where they are reached is added */
export const startFleet = async (t: Place, given: Settings, roles: readonly string[]): Promise<Fleet> => {
  const balancer = await startBalancer(t);
  // Each is begun more than once, and most of a start is compiling.
  const NODE_COMPILE_CACHE = process.env['NODE_COMPILE_CACHE'] ?? tempFolder(t);
  const settings = {
    ...given,
    NODE_COMPILE_CACHE,
    PUBLIC_URL: balancer.url,
    LEAVE_MS: '400',
    WORK_AT_ONCE: '6',
    WORK_AT_ONCE_TENANT: '6',
  };
  const running: (RunningOkno | null)[] = [];
  const lives: RunningOkno[] = [];
  const told = new Set<RunningOkno>();
  const bad: string[] = [];
  let over = false;
  const portsOf = (role: string) =>
    running.flatMap((okno, index) => (okno && roles[index]?.includes(role) ? [portOf(okno)] : []));
  const begin = async (index: number) => {
    const okno = await startOkno(t, { ...settings, ROLES: roles[index] ?? '' });
    running[index] = okno;
    lives.push(okno);
    void okno.ended.then(({ code, signal }) => {
      if (!told.has(okno) && !over) bad.push(`a process ended by itself (${code}, ${signal}): ${okno.stderr()}`);
    });
    balancer.leadTo({ gateways: portsOf('gateway'), bots: portsOf('bot') });
  };
  const end = async (okno: RunningOkno, signal: Signal) => {
    told.add(okno);
    const { code } = await okno.kill(signal);
    if (signal === 'SIGTERM' && code !== 0)
      bad.push(`a process that was told to stop ended with ${code}: ${okno.stderr()}`);
  };
  await Promise.all(roles.map((_, index) => begin(index)));
  t.after(() => {
    over = true;
  });
  return {
    balancer,
    roles,
    replace: async (index, signal) => {
      const okno = running[index];
      // A proxy is not told of it: it finds out by itself.
      if (okno) await end(okno, signal);
      await begin(index);
    },
    updatesAt: (index) => {
      const okno = running[index];
      return okno ? balancer.webhooksAt(portOf(okno)) : 0;
    },
    ready: async () => {
      const asked = running.map(async (okno) => okno !== null && (await fetch(`${okno.url}/readyz`)).ok);
      return (await Promise.all(asked)).every(Boolean);
    },
    badEnds: () => bad,
    countOf: (event) => lives.reduce((count, { stdout }) => count + stdout().split(`"event":"${event}"`).length - 1, 0),
  };
};
