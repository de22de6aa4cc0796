import fs from 'node:fs';
import path from 'node:path';
import { type Account, serverAccount } from './account.ts';
import type { Binaries } from './binaries.ts';
import type { Machine } from './machine.ts';
import { works } from './programs.ts';
import { copyBinaries, reachable } from './shared-place.ts';

/** How the server's programs are started, so that they do not see themselves as root and end with us. */
export type RunAs = {
  /** `self`: an ordinary user; `userns`: root, seen by the server as nobody; `setuid`: root that becomes another user. */
  readonly how: 'self' | 'userns' | 'setuid';
  readonly native: string;
  readonly account: Account | null;
  readonly ids: { readonly uid?: number; readonly gid?: number };
  /** Whether the kernel ends the program when we die; otherwise somebody has to watch. */
  readonly dies_with_parent: boolean;
  /** Command line that runs a program this way; `signal` is what it gets when this process dies. */
  wrap(command: string, args: readonly string[], signal: 'INT' | 'KILL'): [string, string[]];
  /** Gives a file or folder, with all that is in it, to the user of the server. */
  own(target: string): void;
};

const namespace = ['--user', '--map-user=65534', '--map-group=65534'];

const chownTree = (target: string, uid: number, gid: number): void => {
  if (!fs.existsSync(target)) return;
  fs.lchownSync(target, uid, gid);
  if (!fs.lstatSync(target).isDirectory()) return;
  for (const name of fs.readdirSync(target)) chownTree(path.join(target, name), uid, gid);
};

// A tree changes hands as a whole, so its top tells; walking 1,000 files at each start would cost more than the start.
const ownAs =
  (uid: number, gid: number) =>
  (target: string): void => {
    if (fs.existsSync(target) && fs.statSync(target).uid !== uid) chownTree(target, uid, gid);
  };

const deathWrap =
  (machine: Machine) =>
  (command: string, args: readonly string[], signal: string): [string, string[]] =>
    machine.tools.setpriv ? ['setpriv', ['--pdeathsig', signal, '--', command, ...args]] : [command, [...args]];

/**
 * Decides how to run the server on this machine: PostgreSQL refuses to be root.
 * Throws when root has no way to become somebody else.
 */
export const chooseRunAs = (machine: Machine, binaries: Binaries): RunAs => {
  const { platform } = machine;
  const setpriv = machine.tools.setpriv && works('setpriv', ['--pdeathsig', 'INT', 'true'], platform);
  const wrap = deathWrap({ ...machine, tools: { ...machine.tools, setpriv } });
  const plain: RunAs = {
    how: 'self',
    native: binaries.native,
    account: null,
    ids: {},
    dies_with_parent: setpriv,
    wrap,
    own: () => undefined,
  };
  if (machine.uid !== 0) return plain;
  if (machine.tools.unshare && works('unshare', [...namespace, 'true'], platform)) {
    // setpriv inside unshare: the wish to die with the parent is forgotten when a program changes its user
    const wrapInside: RunAs['wrap'] = (command, args, signal) => {
      const [inner, rest] = wrap(command, args, signal);
      return ['unshare', [...namespace, '--', inner, ...rest]];
    };
    return { ...plain, how: 'userns', wrap: wrapInside, own: ownAs(0, 0) };
  }
  const account = serverAccount();
  const native = reachable(binaries.native, account.uid) ? binaries.native : copyBinaries(machine, binaries);
  const ids = { uid: account.uid, gid: account.gid };
  return { ...plain, how: 'setuid', native, account, ids, own: ownAs(account.uid, account.gid) };
};
