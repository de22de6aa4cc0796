import os from 'node:os';

/** What the runner asks the machine about; tests replace parts of it to walk the paths of other machines. */
export type Machine = {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** Number of the user, or null where there is none (Windows). */
  readonly uid: number | null;
  /** Node cannot speak to Unix sockets on Windows; there the server listens on loopback behind a random password. */
  readonly transport: 'socket' | 'tcp';
  /** System programs that may be used if they are there. */
  readonly tools: { readonly unshare: boolean; readonly setpriv: boolean };
  /** Where another user can reach binaries and data of a root whose own folders are closed. */
  readonly shared_dir: string;
  /** Places for the socket folder, the best first. */
  readonly temp_dirs: readonly string[];
};

/** The machine we are on. */
export const thisMachine = (): Machine => ({
  platform: process.platform,
  arch: process.arch,
  uid: process.getuid?.() ?? null,
  transport: process.platform === 'win32' ? 'tcp' : 'socket',
  tools: { unshare: process.platform === 'linux', setpriv: process.platform === 'linux' },
  shared_dir: '/var/lib/okno',
  temp_dirs: process.platform === 'win32' ? [os.tmpdir()] : [os.tmpdir(), '/tmp'],
});
