import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { Clock } from '@okno/telegram';
import type { Server } from '../../../apps/server/src/serve.ts';
import { atEnd, type Place } from '../../e2e/support/at-end.ts';
import { startBalancer } from '../lib/balancer.ts';
import { openRedis } from '../lib/redis.ts';
import { withoutAway } from './away.ts';
import type { Said, Told } from './host.ts';
import { doorOf } from './hosts.ts';
import { SIX } from './six.ts';

type Given = {
  /** Where the six are told what to serve. */
  readonly folder: string;
  /** As the one process would have been started; `PORT` is where all of them are reached. */
  readonly settings: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** Gets what they write to their logs. */
  readonly log: { readonly write: (chunk: string) => void };
};

type Part = { readonly port: number; readonly stop: () => Promise<void> };

/** Two gateways, two bots and two workers, each a process, in the place of one server; they go by the clock of the emulator. */
export const serveApart = async (t: Place, { folder, settings, clock, log }: Given): Promise<Server> => {
  const balancer = await startBalancer(t, Number(settings['PORT']));
  const { url: REDIS_URL } = await openRedis(t);
  const begin = async (index: number): Promise<Part> => {
    const socket = connect(doorOf(folder, index));
    const closed = once(socket, 'close');
    const began = Promise.withResolvers<string>();
    const hear = (said: Said): void => {
      if ('log' in said) log.write(withoutAway(folder, said.log));
      else if ('url' in said) began.resolve(said.url);
      else began.reject(new Error(`a process has not begun: ${said.fault}`));
    };
    createInterface({ input: socket }).on('line', (line) => hear(JSON.parse(line)));
    closed.then(() => began.reject(new Error('a process has gone')), began.reject);
    const tell = (told: Omit<Told, 'offset_ms'> = {}) =>
      socket.writable && socket.write(`${JSON.stringify({ ...told, offset_ms: clock.offsetMs() })}\n`);
    const off = clock.onMove(() => tell());
    tell({ settings: { REDIS_URL, ...settings, PORT: '0', WORK_AT_ONCE: '6', WORK_AT_ONCE_TENANT: '6' } });
    const stop = async () => {
      off();
      socket.end();
      await closed;
    };
    atEnd(t, stop);
    return { port: Number(new URL(await began.promise).port), stop };
  };
  const parts = await Promise.all(SIX.map((_, index) => begin(index)));
  const portsOf = (role: string) => parts.flatMap(({ port }, index) => (SIX[index] === role ? [port] : []));
  balancer.leadTo({ gateways: portsOf('gateway'), bots: portsOf('bot') });
  const stop = async () => {
    await Promise.all(parts.map((part) => part.stop()));
  };
  return { url: balancer.url, demo: false, bots: 1, onLost: () => {}, stop };
};
