import { type Config, isDemo, isFar, launcherPid, misspeltSettings, readConfig } from '../config.ts';
import { type WatchedLog, watchFaults } from '../faults/watch-faults.ts';
import { keepHeapSmall } from '../heap.ts';
import { assertCanListen } from '../http/listen.ts';
import { createLog, type Logger } from '../log.ts';
import { describeMisspelt } from '../misspelt.ts';
import { onParentGone } from '../parent-watch.ts';
import { OperatorError } from '../problem.ts';
import { type Opened, welcome } from './welcome.ts';

/** `okno serve`: runs until it is told to stop, or its database ends. */
export const serve = async ({ reset }: { reset?: boolean }): Promise<void> => {
  keepHeapSmall();
  // The window of the terminal may be closed: nobody reads what is written then (EIO), and that is no reason not to stop in order.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const config = readConfig();
  // On a terminal people read the welcome; the lines for machines are for files and collectors.
  const interactive = process.stdout.isTTY && config.LOG_LEVEL === 'info';
  const watched = await watchFaults(config, createLog(interactive ? 'warn' : config.LOG_LEVEL));
  const { log } = watched;
  const tell = (words: string) => void (interactive && process.stderr.write(words));
  if (config.SENTRY_DSN !== undefined) process.once('uncaughtException', endOf(watched));
  const started = performance.now();
  const told = toldToStop(tell, () => {
    log.info({ event: 'stopped_at_once' }, 'told to stop once more: what was in hand is taken over by the next start');
    log.flush();
  });
  const hurry = new AbortController();
  void told.then(() => hurry.abort());
  const misspelt = describeMisspelt(misspeltSettings());
  if (misspelt !== '') tell(`\n${misspelt}\n`);
  // On a terminal it has just been said.
  if (misspelt !== '' && !interactive) log.warn({ event: 'settings_misspelt' }, misspelt);
  const server = await start({ config, log, reset: reset === true, signal: hurry.signal, tell }).catch(
    async (error: unknown) => {
      // Told to stop while it waited for another program: nothing has been opened.
      if (error instanceof Error && error.name === 'AbortError' && hurry.signal.aborted) return undefined;
      // What the operator has to put right is no fault of the program.
      if (!(error instanceof OperatorError)) log.error({ event: 'start_failed', err: error });
      await watched.close();
      throw error;
    },
  );
  if (server === undefined) {
    await watched.close();
    tell('Stopped.\n');
    log.flush();
    return;
  }
  log.info({ event: 'started', url: server.url, ms: Math.round(performance.now() - started) }, 'Okno is open');
  // Whoever has changed their mind meanwhile is not welcomed any more.
  if (!hurry.signal.aborted) process.stderr.write(welcome(server, Math.round(performance.now() - started)));
  const reason = await Promise.race([told, lost(server)]);
  log.info({ event: 'stopping', reason });
  const deadline = setTimeout(() => process.exit(1), STOP_MS).unref();
  await server.stop();
  await watched.close();
  clearTimeout(deadline);
  if (!reason.lost) tell('Stopped.\n');
  if (reason.lost) {
    // On a terminal the line of the log is not shown, and what else is in it tells only what followed from this.
    process.stderr.write(`\nOkno has stopped. ${reason.why}\n`);
    process.exitCode = 1;
  }
  log.flush();
};

/** What nobody has caught ends the process, as it does without Sentry, but not before it was told. */
const endOf =
  ({ log, close }: WatchedLog) =>
  (error: Error): void => {
    log.error({ event: 'crashed', err: error });
    process.stderr.write(`${error.stack ?? error}\n`);
    log.flush();
    void close().finally(() => process.exit(1));
  };

type Start = {
  readonly config: Config;
  readonly log: Logger;
  readonly reset: boolean;
  /** Nobody waits any longer. */
  readonly signal: AbortSignal;
  /** For people alone, who see no line of the log. */
  readonly tell: (words: string) => void;
};

/**
 * PostgreSQL comes up while our own modules are being loaded; what is to be thrown away has to go before that. A bot on
 * another machine loads nothing of all this.
 */
const start = async ({ config, log, reset, signal, tell }: Start): Promise<Opened> => {
  if (isFar(config)) {
    const { startFar } = await import('../far/serve-far.ts');
    return { far: config.BACKEND_URL, ...(await startFar({ config, log })) };
  }
  const { reachToServe, waitUntil } = await import('../reach-to-serve.ts');
  await assertPortFree(config);
  const waiting = { ...waitUntil(signal), tell: (words: string) => tell(`\n${words}\n`) };
  const reached = reset ? undefined : reachToServe(config, log, waiting);
  reached?.catch(() => {}); // the server asks for it, and says why it could not be reached
  const { startServer } = await import('../serve.ts');
  return startServer({ config, log, reset, waiting, ...(reached !== undefined && { reached }) });
};

/**
 * A port that somebody else has is told before a database has been made, or thrown away. Where Okno runs on this data folder
 * already, the port is probably taken by that one: of which the rest of the start tells, with its address.
 */
const assertPortFree = async (config: Config): Promise<void> => {
  const { isEmbeddedRunning } = await import('../reach.ts');
  if (!isEmbeddedRunning(config)) await assertCanListen(config, isDemo(config));
};

/** Whatever has not ended by then is cut; rows in the database are taken over by the next start. */
const STOP_MS = 10_000;

type Reason = { readonly why: string; readonly lost: boolean };

/** What shells call an end by Ctrl+C. */
const AT_ONCE_EXIT = 130;

/**
 * Heard from the very beginning: who is told while still starting stops as soon as that is done; told twice, at once,
 * and `lastly` is called before.
 */
const toldToStop = (tell: (words: string) => void, lastly: () => void): Promise<Reason> =>
  new Promise((resolve) => {
    let told = false;
    const hear = (why: string): void => {
      if (told) {
        tell('Ended at once.\n');
        lastly();
        process.exit(AT_ONCE_EXIT);
      }
      told = true;
      tell('\nStopping… (Ctrl+C once more ends it at once)\n');
      resolve({ why, lost: false });
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, hear);
    onParentGone(launcherPid(), () => resolve({ why: 'the launcher is gone', lost: false }));
  });

const lost = (server: Opened): Promise<Reason> =>
  new Promise((resolve) => {
    if ('onLost' in server) server.onLost((why) => resolve({ why, lost: true }));
  });
