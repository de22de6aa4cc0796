import { type Config, launcherPid, readConfig } from '../config.ts';
import { createLog, type Logger } from '../log.ts';
import { onParentGone } from '../parent-watch.ts';
import { reachDatabase } from '../reach.ts';
import type { Server } from '../serve.ts';

/** `okno serve`: runs until it is told to stop, or its database ends. */
export const serve = async ({ reset }: { reset?: boolean }): Promise<void> => {
  const config = readConfig();
  // On a terminal people read the welcome; the lines for machines are for files and collectors.
  const interactive = process.stdout.isTTY && config.LOG_LEVEL === 'info';
  const log = createLog(interactive ? 'warn' : config.LOG_LEVEL);
  const started = performance.now();
  const told = toldToStop();
  const server = await start(config, log, reset === true);
  log.info({ event: 'started', url: server.url, ms: Math.round(performance.now() - started) }, 'Okno is open');
  process.stderr.write(welcome(server, Math.round(performance.now() - started)));
  const reason = await Promise.race([told, lost(server)]);
  log.info({ event: 'stopping', reason });
  const deadline = setTimeout(() => process.exit(1), STOP_MS).unref();
  await server.stop();
  clearTimeout(deadline);
  if (reason.lost) process.exitCode = 1;
  log.flush();
};

/** PostgreSQL comes up while our own modules are being loaded; what is to be thrown away has to go before that. */
const start = async (config: Config, log: Logger, reset: boolean): Promise<Server> => {
  const reached = reset ? undefined : reachDatabase(config, log);
  reached?.catch(() => {}); // the server asks for it, and says why it could not be reached
  const { startServer } = await import('../serve.ts');
  return startServer({ config, log, reset, ...(reached !== undefined && { reached }) });
};

/** Whatever has not ended by then is cut; rows in the database are taken over by the next start. */
const STOP_MS = 10_000;

type Reason = { readonly why: string; readonly lost: boolean };

/** Heard from the very beginning: who is told while still starting stops as soon as that is done; told twice, at once. */
const toldToStop = (): Promise<Reason> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => resolve({ why: signal, lost: false }));
    onParentGone(launcherPid(), () => resolve({ why: 'the launcher is gone', lost: false }));
  });

const lost = (server: Server): Promise<Reason> =>
  new Promise((resolve) => {
    server.onLost((why) => resolve({ why, lost: true }));
  });

/** Where everything is, and how to go on. */
const welcome = ({ url, demo, bots }: Server, ms: number): string => {
  const places = [
    ...(demo
      ? [['Simulator', `${url}/simulator/`, 'chat with the bot of the demo as client, specialist or owner']]
      : []),
    ['API docs', `${url}/docs`, 'every request, to read and to try'],
    ['Health', `${url}/api/v1/health`, ''],
  ];
  const width = Math.max(...places.map(([, address = '']) => address.length));
  const lines = places.map(([name = '', address = '', what = '']) =>
    `  ${name.padEnd(10)} ${address.padEnd(width)}  ${what}`.trimEnd(),
  );
  const next = demo
    ? [
        '  A bot of your own: put its token from @BotFather into TELEGRAM_BOT_TOKEN and start again.',
        '  Begin anew: npm start -- --reset     Stop: Ctrl+C (all data is kept)',
      ]
    : [
        ...(bots === 0
          ? ['  No bot is served yet: put its token from @BotFather into TELEGRAM_BOT_TOKEN and start again.']
          : []),
        '  Stop: Ctrl+C (all data is kept)',
      ];
  return ['', `Okno is open (started in ${(ms / 1000).toFixed(1)} s).`, '', ...lines, '', ...next, '', ''].join('\n');
};
