import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { systemCode } from './errors.ts';

/** Whether a process exists; one that ended and only waits to be collected (a zombie) does not count on Linux. */
export const isAlive = (pid: number): boolean => {
  if (process.platform === 'linux') {
    const state = linuxState(pid);
    return state !== null && state !== 'Z' && state !== 'X';
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
};

const linuxState = (pid: number): string | null => {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    // the name stands in brackets and may itself hold brackets and blanks
    return stat[stat.lastIndexOf(')') + 2] ?? null;
  } catch {
    return null; // no such process: that is the answer
  }
};

const linuxWorksIn = (pid: number, dataDir: string): boolean => {
  try {
    const [program = ''] = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    // a postmaster's working directory is its data folder, however it was started
    return path.basename(program) === 'postgres' && fs.readlinkSync(`/proc/${pid}/cwd`) === dataDir;
  } catch {
    return false; // ended meanwhile, or another user's: not our server
  }
};

const commandLine = (pid: number): string =>
  process.platform === 'win32'
    ? spawnSync('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'], { encoding: 'utf8' }).stdout
    : spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout;

/** Whether this live process is the PostgreSQL server of this data folder, and not a program that got its old number. */
export const isServerOf = (pid: number, dataDir: string): boolean => {
  if (!isAlive(pid)) return false;
  if (process.platform === 'linux') return linuxWorksIn(pid, dataDir);
  const line = commandLine(pid) ?? '';
  return line.includes('postgres') && (process.platform === 'win32' || line.includes(dataDir));
};
