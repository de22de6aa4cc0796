import { once } from 'node:events';
import { type AddressInfo, createServer, isIPv6 } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';
import { OperatorError } from '../problem.ts';

/**
 * Opens the port and returns the address under which this machine reaches it.
 * @throws OperatorError when the port is taken or may not be opened.
 */
export const listen = async (app: FastifyInstance, config: Config, demo: boolean): Promise<string> => {
  const host = hostOf(config, demo);
  try {
    await app.listen({ port: config.PORT, host, backlog: BACKLOG });
  } catch (error) {
    throw explain(error, config.PORT, host);
  }
  const { port } = app.server.address() as AddressInfo;
  return addressOf(host, port);
};

/**
 * Opens the port for a moment: whoever could not have it is to hear so before anything has been made.
 * @throws OperatorError like `listen`.
 */
export const assertCanListen = async (config: Config, demo: boolean): Promise<void> => {
  const host = hostOf(config, demo);
  const probe = createServer();
  try {
    const listening = once(probe, 'listening');
    probe.listen({ port: config.PORT, host });
    await listening;
  } catch (error) {
    throw explain(error, config.PORT, host);
  }
  const closed = once(probe, 'close');
  probe.close();
  await closed;
};

/** The demo lets anybody act as anybody, so only this machine may reach it. */
const hostOf = (config: Config, demo: boolean): string => config.HOST ?? (demo ? '127.0.0.1' : '0.0.0.0');

const explain = (error: unknown, port: number, host: string): unknown => {
  const { code } = error as { code?: string };
  if (code === 'EADDRINUSE')
    return new OperatorError(`Port ${port} is taken: stop the other program, or set PORT to another one.`);
  if (code === 'EACCES')
    return new OperatorError(`Port ${port} may not be opened by this user: set PORT to one above 1023.`);
  if (code !== undefined && NO_HOST.has(code))
    return new OperatorError(
      `HOST=${host} is no address of this machine: leave it out, or set it to one such as 127.0.0.1.`,
    );
  return error;
};

/** So many may knock at the same moment; whoever finds no room tries again after one second, then after three and seven. */
const BACKLOG = 4_096;

/** The host is unknown, cannot be looked up, or is somebody else's. */
const NO_HOST: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EADDRNOTAVAIL', 'EINVAL', 'EAFNOSUPPORT']);

/** Where this machine reaches a server that listens on `host`; one that listens everywhere is reached over IPv4. */
export const addressOf = (host: string, port: number): string => {
  const near = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${isIPv6(near) ? `[${near}]` : near}:${port}`;
};
