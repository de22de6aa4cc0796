import fs from 'node:fs';
import { EmbeddedPostgresError } from './errors.ts';

export type Account = { readonly name: string; readonly uid: number; readonly gid: number };

/** One line of /etc/passwd by its name, or null. */
export const findAccount = (passwd: string, name: string): Account | null => {
  const fields = passwd
    .split('\n')
    .find((line) => line.startsWith(`${name}:`))
    ?.split(':');
  const uid = Number(fields?.[2]);
  const gid = Number(fields?.[3]);
  return fields && Number.isInteger(uid) && Number.isInteger(gid) && uid > 0 ? { name, uid, gid } : null;
};

/** The user a server started by root becomes: `postgres` where there is one, else `nobody`. */
export const serverAccount = (): Account => {
  const passwd = fs.readFileSync('/etc/passwd', 'utf8');
  const account = findAccount(passwd, 'postgres') ?? findAccount(passwd, 'nobody');
  if (account) return account;
  throw new EmbeddedPostgresError(
    'start_failed',
    'PostgreSQL refuses to run as root, and this machine has neither unshare nor a user "postgres" or "nobody". Start the program as an ordinary user, or use a server of your own with DATABASE_URL.',
  );
};
