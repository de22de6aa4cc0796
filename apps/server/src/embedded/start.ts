import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makeFolder } from '../make-folder.ts';
import { attachIfRunning } from './attach.ts';
import { findBinaries } from './binaries.ts';
import { connectionOf } from './connection.ts';
import { inspectDataFolder } from './data-folder.ts';
import { EmbeddedPostgresError, systemCode } from './errors.ts';
import { explainFailure, explainOutput, isPassingConflict } from './explain.ts';
import { createExitEvent, type EmbeddedPostgres } from './handle.ts';
import { createCluster } from './initdb.ts';
import { chooseListening, type Listening } from './listen.ts';
import type { Machine } from './machine.ts';
import { chooseRunAs, type RunAs } from './run-as.ts';
import { launchServer, type ServerProcess } from './server-process.ts';
import { settingArguments } from './settings.ts';
import { placeData } from './shared-place.ts';
import { removeSocketFolder } from './socket-folder.ts';
import { stopServer } from './stop-server.ts';

export type StartOptions = {
  /** Folder of the data; made when missing. */
  readonly dataDir: string;
  readonly port?: number;
  /** Server settings (`-c name=value`). */
  readonly settings?: Readonly<Record<string, string>>;
  /** Gets each line the server writes. */
  readonly log?: (line: string) => void;
};

type Place = { readonly dataDir: string; readonly machine: Machine; readonly runAs: RunAs };

const own = (server: ServerProcess, place: Place, listening: Listening): EmbeddedPostgres => {
  const { dataDir, machine } = place;
  const event = createExitEvent();
  let wanted = false;
  const watch = async (): Promise<void> => {
    const { code, signal } = await server.exited;
    if (wanted) return;
    const how = signal ? `signal ${signal}` : `exit code ${code}`;
    const message = `The database in ${dataDir} ended unexpectedly (${how}). Start it again; what was acknowledged is safe.`;
    event.emit({ reason: 'crashed', message });
  };
  const shutDown = async (): Promise<void> => {
    wanted = true;
    if (!server.hasEnded()) await stopServer(server, place);
    if (listening.socket_dir) removeSocketFolder(listening.socket_dir);
  };
  let stopping: Promise<void> | null = null;
  const stop = (): Promise<void> => {
    stopping ??= shutDown();
    return stopping;
  };
  void watch();
  const connection = connectionOf(dataDir, listening, machine);
  return { connection, pid: server.pid, attached: false, dataDir, stop, onExit: event.onExit };
};

/** Makes the path exist as far as the parent, and gives its real name, by which every program knows it. */
const settleFolder = (folder: string, machine: Machine, runAs: RunAs): string => {
  const wanted = path.resolve(folder);
  try {
    makeFolder(path.dirname(wanted));
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    throw new EmbeddedPostgresError(
      'bad_folder',
      `${wanted} cannot be made: the path leads nowhere, perhaps to a disk that is not there. Connect it, or choose another folder with DATA_DIR.`,
      { cause: error },
    );
  }
  placeData(wanted, machine, runAs.account);
  return fs.existsSync(wanted)
    ? fs.realpathSync(wanted)
    : path.join(fs.realpathSync(path.dirname(wanted)), path.basename(wanted));
};

// time for children of a killed server to end, and for a second starter to come up
const conflictMs = 15_000;
const retryMs = 100;

/** One try: a handle, or what a server wrote that lost a race and may be tried again. */
const tryStart = async (options: StartOptions, place: Place, major: string): Promise<EmbeddedPostgres | string> => {
  const { dataDir, machine, runAs } = place;
  if (inspectDataFolder(dataDir, major) === 'empty') await createCluster(place);
  const running = await attachIfRunning(dataDir, machine);
  if (running) return running;
  runAs.own(dataDir);
  const listening = await chooseListening(dataDir, machine, runAs, options.port);
  const args = ['-D', dataDir, ...listening.args, ...settingArguments(options.settings ?? {})];
  const server = await launchServer({ ...place, args, log: options.log ?? (() => undefined) });
  if ('pid' in server) return own(server, place, listening);
  // an owner that stops removes the socket folder, perhaps the one we had just found
  const folderWentAway = listening.socket_dir !== '' && !fs.existsSync(listening.socket_dir);
  if (folderWentAway || isPassingConflict(server.failed)) return server.failed;
  if (listening.socket_dir) removeSocketFolder(listening.socket_dir);
  throw explainOutput(server.failed, dataDir);
};

const startInside = async (options: StartOptions, place: Place, major: string): Promise<EmbeddedPostgres> => {
  for (let waited = 0; ; waited += retryMs) {
    const result = await tryStart(options, place, major);
    if (typeof result !== 'string') return result;
    if (waited >= conflictMs)
      throw new EmbeddedPostgresError(
        'in_use',
        `The database in ${place.dataDir} is still in use by an earlier server that does not end. End its processes, or restart the machine, and start again.`,
        { cause: new Error(result) },
      );
    await pause(retryMs);
  }
};

/** `startEmbeddedPostgres` on a machine described by the caller. */
export const startOn = async (options: StartOptions, machine: Machine): Promise<EmbeddedPostgres> => {
  try {
    settingArguments(options.settings ?? {}); // refuses before anything is made
    const binaries = findBinaries(machine);
    const runAs = chooseRunAs(machine, binaries);
    const dataDir = settleFolder(options.dataDir, machine, runAs);
    return await startInside(options, { dataDir, machine, runAs }, binaries.major);
  } catch (error) {
    throw explainFailure(error, path.resolve(options.dataDir));
  }
};
