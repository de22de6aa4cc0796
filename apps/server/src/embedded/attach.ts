import { setTimeout as pause } from 'node:timers/promises';
import { connectionOf } from './connection.ts';
import { createExitEvent, type EmbeddedPostgres } from './handle.ts';
import type { Machine } from './machine.ts';
import { type PostmasterFile, readPostmasterFile, removePostmasterFile } from './postmaster-file.ts';
import { isAlive, isServerOf } from './processes.ts';

const watchMs = 200;

const isStill = (dataDir: string, pid: number): boolean => isAlive(pid) && readPostmasterFile(dataDir)?.pid === pid;

const attachTo = (dataDir: string, file: PostmasterFile, machine: Machine): EmbeddedPostgres => {
  const { pid } = file;
  const event = createExitEvent();
  const watch = setInterval(() => {
    if (isStill(dataDir, pid)) return;
    clearInterval(watch);
    event.emit({
      reason: 'owner_stopped',
      message: `The database in ${dataDir} was started by another program, and that program has ended it. Start this program again.`,
    });
  }, watchMs);
  watch.unref();
  const stop = async (): Promise<void> => clearInterval(watch);
  return { connection: connectionOf(dataDir, file, machine), pid, attached: true, dataDir, stop, onExit: event.onExit };
};

/**
 * Joins the server that already runs on this data folder, waiting while it starts or ends.
 * Gives null when there is none (any more); then the way is free for a new one.
 */
export const attachIfRunning = async (dataDir: string, machine: Machine): Promise<EmbeddedPostgres | null> => {
  for (;;) {
    const file = readPostmasterFile(dataDir);
    if (!file) return null;
    if (!isServerOf(file.pid, dataDir)) {
      // A dead server's file is the server's own business: it also knows whether old children still hold the memory.
      // But a live stranger with the old number would stop it for ever.
      if (isZombieOrStranger(file.pid)) removePostmasterFile(dataDir);
      return null;
    }
    if (file.status === 'ready') return attachTo(dataDir, file, machine);
    await pause(20);
  }
};

const isZombieOrStranger = (pid: number): boolean => {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch {
    return false; // ESRCH: nobody has the number; EPERM: another user's, which the server passes over by itself
  }
};
