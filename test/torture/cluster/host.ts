/**
 * A process that serves with its roles whatever it is asked to: each connection is one server, begun as `okno serve` begins it, and
 * ends with it. So the program is loaded once, and not for every conversation.
 */
import { createServer, type Socket } from 'node:net';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { readConfig } from '../../../apps/server/src/config.ts';
import { createLog } from '../../../apps/server/src/log.ts';
import { type Server, startServer } from '../../../apps/server/src/serve.ts';

/** What is said to it, a line each: first what to serve, then how far the clock has been moved. */
export type Told = { readonly settings?: Readonly<Record<string, string>>; readonly offset_ms: number };
/** What it says: where it answers, or why it cannot; and what it writes to its log. */
export type Said = { readonly url: string } | { readonly fault: string } | { readonly log: string };

const [path = '', ROLES = ''] = process.argv.slice(2);

const serve = (socket: Socket): void => {
  let offset_ms = 0;
  let starting: Promise<Server | undefined> | undefined;
  const say = (said: Said): void => {
    if (socket.writable) socket.write(`${JSON.stringify(said)}\n`);
  };
  const start = async (settings: Told['settings']): Promise<Server | undefined> => {
    const log = createLog('info', { write: (lines) => say({ log: lines }) });
    try {
      const config = readConfig({ ...settings, ROLES });
      const server = await startServer({ config, log, clockOffset: () => offset_ms });
      say({ url: server.url });
      return server;
    } catch (error) {
      say({ fault: String(error) });
      return undefined;
    }
  };
  createInterface({ input: socket }).on('line', (line) => {
    const told = JSON.parse(line) as Told;
    offset_ms = told.offset_ms;
    if (told.settings !== undefined) starting = start(told.settings);
  });
  const end = async () => {
    const server = await starting;
    await server?.stop();
    socket.end();
  };
  // The other end may have gone: there is nobody to tell, and what it has asked for ends all the same.
  socket.on('error', () => socket.destroy());
  socket.once('end', () => void end());
  socket.once('close', (broken) => broken && void end());
};

if (process.send !== undefined) {
  createServer({ allowHalfOpen: true }, serve).listen(path, () => process.send?.('open'));
  // With whoever has started it.
  process.once('disconnect', () => process.exit());
}
