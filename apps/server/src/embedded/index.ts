import type { EmbeddedPostgres } from './handle.ts';
import { thisMachine } from './machine.ts';
import { type StartOptions, startOn } from './start.ts';

export { EmbeddedPostgresError } from './errors.ts';
export type { EmbeddedPostgres } from './handle.ts';
export type { StartOptions } from './start.ts';

/**
 * Starts PostgreSQL on a data folder (made when missing), or joins the server that already runs on it.
 * The server listens on a socket only this user can open and ends when this program ends, however it ends.
 * Throws `EmbeddedPostgresError`, whose message is a sentence for people.
 */
export const startEmbeddedPostgres = (options: StartOptions): Promise<EmbeddedPostgres> =>
  startOn(options, thisMachine());
