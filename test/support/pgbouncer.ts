import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import process from 'node:process';
import { atEnd, type Place, tempFolder, until } from '../e2e/support/at-end.ts';
import { freePort } from './free-port.ts';
import type { ServerConnection } from './test-server.ts';

const DEPLOY = path.resolve(import.meta.dirname, '../../deploy/pgbouncer');

export const PASSWORD = 'of-the-requests';

/** A server that listens on a socket of the file system is reached through the loopback: another user has to reach it. */
const lead = async (t: Place, { host = 'localhost', port = 5432 }: ServerConnection): Promise<number> => {
  const server = net.createServer((near) => {
    const far = net.connect(host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port });
    for (const socket of [near, far])
      socket
        .on('error', () => {}) // the other end is closed as well
        .on('close', () => {
          near.destroy();
          far.destroy();
        });
    near.pipe(far).pipe(near);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  atEnd(t, () => void server.close());
  return (server.address() as net.AddressInfo).port;
};

/**
 * PgBouncer with the file of `deploy/`, before a server; gone after the test.
 * @param most how many connections of the server it may use
 * @returns the address of a database behind it, for DATABASE_POOL_URL
 */
export const startPgBouncer = async (
  t: Place,
  program: string,
  { server, most, user = 'okno_requests' }: { server: ServerConnection; most: number; user?: string },
): Promise<string> => {
  const folder = tempFolder(t);
  const [port, behind] = [await freePort(), await lead(t, server)];
  const users = path.join(folder, 'userlist.txt');
  writeFileSync(
    users,
    readFileSync(path.join(DEPLOY, 'userlist.txt'), 'utf8')
      .replace('PASSWORD', PASSWORD)
      .replace('okno_requests', user),
  );
  const put = (text: string, name: string, value: string): string => {
    const changed = text.replace(new RegExp(`^${name} = .*$`, 'm'), `${name} = ${value}`);
    if (changed === text) throw new Error(`pgbouncer.ini has no ${name}`);
    return changed;
  };
  const changes: readonly (readonly [string, string])[] = [
    ['okno', `host=127.0.0.1 port=${behind} dbname=${server.database}`],
    ['listen_port', String(port)],
    ['auth_file', users],
    ['default_pool_size', String(most)],
    ['min_pool_size', '0'],
  ];
  const file = path.join(folder, 'pgbouncer.ini');
  const text = changes.reduce(
    (so_far, [name, value]) => put(so_far, name, value),
    readFileSync(path.join(DEPLOY, 'pgbouncer.ini'), 'utf8'),
  );
  writeFileSync(file, text);
  chmodSync(users, 0o644);
  // It refuses to run as root.
  const as = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const child = spawn(program, [...as, file], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
  });
  atEnd(t, async () => {
    if (child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  await until('PgBouncer listens', async () => {
    if (child.exitCode !== null) throw new Error(`PgBouncer has ended: ${said}`);
    return said.includes('process up');
  });
  return `postgres://${user}:${PASSWORD}@127.0.0.1:${port}/okno`;
};
