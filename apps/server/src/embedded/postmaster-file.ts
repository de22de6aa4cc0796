import fs from 'node:fs';
import path from 'node:path';
import { systemCode } from './errors.ts';

/** What a running server says about itself in `postmaster.pid`. */
export type PostmasterFile = {
  readonly pid: number;
  readonly port: number;
  readonly socket_dir: string;
  /** `starting`, `ready`, `stopping`, `standby`, or empty while the file is being written. */
  readonly status: string;
  /** Tells one writing of the file from another. */
  readonly stamp: string;
};

/** Reads `postmaster.pid`; null when there is none. */
export const readPostmasterFile = (dataDir: string): PostmasterFile | null => {
  const name = path.join(dataDir, 'postmaster.pid');
  let text: string;
  let stamp: string;
  try {
    const { ino, ctimeNs } = fs.statSync(name, { bigint: true });
    stamp = `${ino}:${ctimeNs}`;
    text = fs.readFileSync(name, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
  const lines = text.split('\n');
  return {
    pid: Number(lines[0]) || 0,
    port: Number(lines[3]) || 0,
    socket_dir: lines[4] ?? '',
    status: (lines[7] ?? '').trim(),
    stamp,
  };
};

/** Removes the file of a server that is known to be gone. */
export const removePostmasterFile = (dataDir: string): void =>
  fs.rmSync(path.join(dataDir, 'postmaster.pid'), { force: true });
