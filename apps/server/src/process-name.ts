import { hostname } from 'node:os';
import { PROCESS_PREFIX } from '@okno/backend';
import { VERSION } from './version.ts';

/** PostgreSQL keeps so many bytes of a name, and the end tells processes apart. */
const MOST_HOST = 28;

/** What is known of a process by its name. */
export type NamedProcess = {
  readonly version: string;
  readonly roles: string;
  readonly host: string;
  readonly pid: number;
};

/** How a process is called among those that are connected to the database: `okno/0.1.0 gw host:123`, each role by its first letter. */
export const processName = (roles: readonly string[]): string => {
  const initials = roles.map((role) => role[0]).join('');
  const host = hostname()
    .replaceAll(/[^\w.-]/g, '-')
    .slice(0, MOST_HOST);
  return `${PROCESS_PREFIX}${VERSION} ${initials} ${host}:${process.pid}`;
};

const ROLES: Readonly<Record<string, string>> = { g: 'gateway', b: 'bot', w: 'worker' };

/** Reads such a name; undefined when it is none. */
export const readProcessName = (name: string): NamedProcess | undefined => {
  const [, version, initials, host, pid] = /^okno\/(\S+) ([gbw]+) (\S*):(\d+)$/.exec(name) ?? [];
  if (version === undefined || initials === undefined || host === undefined) return undefined;
  return { version, roles: [...initials].map((one) => ROLES[one]).join(','), host, pid: Number(pid) };
};
