import fs from 'node:fs';
import path from 'node:path';
import type { EmbeddedConnection } from './handle.ts';
import { passwordFile } from './initdb.ts';
import type { Machine } from './machine.ts';

/** Connection settings of the server that listens at this place. */
export const connectionOf = (
  dataDir: string,
  place: { readonly socket_dir: string; readonly port: number },
  machine: Machine,
): EmbeddedConnection => {
  const base = { port: place.port, user: 'postgres', database: 'postgres' };
  if (machine.transport === 'socket') return { host: place.socket_dir, ...base };
  const password = fs.readFileSync(path.join(dataDir, passwordFile), 'utf8').trim();
  return { host: '127.0.0.1', ...base, password };
};
