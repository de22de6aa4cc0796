import { type AddressInfo, isIPv6 } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';
import { OperatorError } from '../problem.ts';

/**
 * Opens the port and returns the address under which this machine reaches it.
 * @throws OperatorError when the port is taken or may not be opened.
 */
export const listen = async (app: FastifyInstance, config: Config, demo: boolean): Promise<string> => {
  // The demo lets anybody act as anybody, so only this machine may reach it.
  const host = config.HOST ?? (demo ? '127.0.0.1' : '0.0.0.0');
  try {
    await app.listen({ port: config.PORT, host, backlog: BACKLOG });
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'EADDRINUSE')
      throw new OperatorError(`Port ${config.PORT} is taken: stop the other program, or set PORT to another one.`);
    if (code === 'EACCES')
      throw new OperatorError(`Port ${config.PORT} may not be opened by this user: set PORT to one above 1023.`);
    if (code !== undefined && NO_HOST.has(code))
      throw new OperatorError(
        `HOST=${host} is no address of this machine: leave it out, or set it to one such as 127.0.0.1.`,
      );
    throw error;
  }
  const { port } = app.server.address() as AddressInfo;
  return addressOf(host, port);
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
