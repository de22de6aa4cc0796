import net from 'node:net';
import type { Machine } from './machine.ts';
import type { RunAs } from './run-as.ts';
import { clearStaleSocket, prepareSocketFolder } from './socket-folder.ts';

/** Where the server will listen, and the arguments that say so. */
export type Listening = { readonly socket_dir: string; readonly port: number; readonly args: readonly string[] };

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** Chooses the private socket, or a free loopback port where sockets are not possible. */
export const chooseListening = async (
  dataDir: string,
  machine: Machine,
  runAs: RunAs,
  port: number | undefined,
): Promise<Listening> => {
  if (machine.transport === 'tcp') {
    const chosen = port ?? (await freePort());
    const args = ['-p', String(chosen), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='];
    return { socket_dir: '', port: chosen, args };
  }
  const socketDir = prepareSocketFolder(dataDir, machine, runAs);
  const chosen = port ?? 5432; // only a part of the socket's name: it takes no port from anybody
  clearStaleSocket(socketDir, chosen, dataDir);
  const args = ['-k', socketDir, '-p', String(chosen), '-c', 'listen_addresses=', '-c', 'unix_socket_permissions=0700'];
  return { socket_dir: socketDir, port: chosen, args };
};
