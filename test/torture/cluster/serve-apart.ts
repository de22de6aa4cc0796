import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Clock } from '@okno/telegram';
import type { Server } from '../../../apps/server/src/serve.ts';
import { atEnd, type Place } from '../../e2e/support/at-end.ts';
import { startBalancer } from '../lib/balancer.ts';
import { SIX } from './six.ts';

type Given = {
  /** As the one process would have been started; `PORT` is where all of them are reached. */
  readonly settings: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** Gets what they write to their logs. */
  readonly log: { readonly write: (chunk: string) => void };
};

/** Two gateways, two bots and two workers, each a process, in the place of one server; they go by the clock of the emulator. */
export const serveApart = async (t: Place, { settings, clock, log }: Given): Promise<Server> => {
  const balancer = await startBalancer(t, Number(settings['PORT']));
  const begin = async (ROLES: string) => {
    const { PATH = '', HOME = '' } = process.env;
    const env = { PATH, HOME, ...settings, ROLES, PORT: '0', WORK_AT_ONCE: '6', WORK_AT_ONCE_TENANT: '6' };
    const child = fork(path.join(import.meta.dirname, 'process.ts'), { env, silent: true });
    child.stdout?.setEncoding('utf8').on('data', log.write);
    child.stderr?.setEncoding('utf8').on('data', log.write);
    const ended = once(child, 'exit');
    const tell = () => child.connected && child.send({ offset_ms: clock.offsetMs() });
    const off = clock.onMove(tell);
    const stop = async () => {
      off();
      child.kill('SIGTERM');
      await ended;
    };
    const [told] = (await Promise.race([once(child, 'message'), ended])) as [{ url?: string } | number | null];
    if (typeof told !== 'object' || told?.url === undefined)
      throw new Error(`a process has not begun: ${String(told)}`);
    tell();
    return { port: Number(new URL(told.url).port), roles: ROLES, stop };
  };
  const [first = '', ...others] = SIX;
  // The first one alone makes the schema; the others would only wait for it.
  const running = [await begin(first), ...(await Promise.all(others.map(begin)))];
  const portsOf = (role: string) => running.filter(({ roles }) => roles === role).map(({ port }) => port);
  balancer.leadTo({ gateways: portsOf('gateway'), bots: portsOf('bot') });
  const stop = async () => {
    await Promise.all(running.map((one) => one.stop()));
  };
  atEnd(t, stop);
  return { url: balancer.url, demo: false, bots: 1, onLost: () => {}, stop };
};
