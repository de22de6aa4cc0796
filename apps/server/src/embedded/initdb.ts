import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { syncFolder } from '../sync-folder.ts';
import { noBinaries, programPath } from './binaries.ts';
import { EmbeddedPostgresError, systemCode } from './errors.ts';
import { explainOutput } from './explain.ts';
import type { Machine } from './machine.ts';
import { isAlive } from './processes.ts';
import { programEnvironment, runProgram } from './programs.ts';
import type { RunAs } from './run-as.ts';

/** Name of the password's file inside a data folder whose server listens on loopback (Windows). */
export const passwordFile = 'okno_password';

const inProgress = new Set<string>();
const unfinishedName = /^\.okno-initdb-(\d+)-[0-9a-f]+$/;

// a killed initdb leaves a child that writes until it sees the end of its input
const removeTree = (folder: string): Promise<void> =>
  fs.promises.rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 20 });

/** Half-made folders of starts that were killed: they never held data. */
const removeUnfinished = async (parent: string): Promise<void> => {
  for (const name of fs.readdirSync(parent)) {
    const pid = Number(unfinishedName.exec(name)?.[1] ?? 0);
    const folder = path.join(parent, name);
    const abandoned = pid === process.pid ? !inProgress.has(folder) : !isAlive(pid);
    if (pid > 0 && abandoned) await removeTree(folder);
  }
};

const initdbArguments = (folder: string, transport: Machine['transport'], pwfile: string): string[] => [
  ...['-D', folder, '-U', 'postgres', '--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8'],
  '--no-instructions',
  ...(transport === 'socket'
    ? ['--auth-local=trust', '--auth-host=reject']
    : ['--auth-local=reject', '--auth-host=scram-sha-256', `--pwfile=${pwfile}`]),
];

const moveIntoPlace = (made: string, dataDir: string, machine: Machine): void => {
  try {
    if (fs.existsSync(dataDir)) fs.rmdirSync(dataDir);
    fs.renameSync(made, dataDir);
    syncFolder(path.dirname(dataDir), machine.platform);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return; // another start was faster; its folder is as good
    if (code !== 'EBUSY' && code !== 'EXDEV') throw error;
    throw new EmbeddedPostgresError(
      'bad_folder',
      `${dataDir} is a mount point, and PostgreSQL wants a folder of its own. Choose a folder below it with DATA_DIR.`,
      { cause: error },
    );
  }
};

type Target = { readonly dataDir: string; readonly machine: Machine; readonly runAs: RunAs };

const runInitdb = async (folder: string, { dataDir, machine, runAs }: Target): Promise<void> => {
  const { platform, transport } = machine;
  const pwfile = `${folder}.password`;
  if (transport === 'tcp') fs.writeFileSync(pwfile, randomBytes(24).toString('hex'), { mode: 0o600 });
  try {
    runAs.own(pwfile);
    const args = initdbArguments(folder, transport, pwfile);
    const [command, rest] = runAs.wrap(programPath(runAs.native, 'initdb', platform), args, 'KILL');
    const options = {
      ...runAs.ids,
      ...programEnvironment(platform),
      cwd: path.parse(folder).root,
      // Ctrl+C in a terminal reaches the whole group: cut short here, it would look like a database that cannot be made.
      detached: platform !== 'win32',
    };
    const { code, output } = await runProgram(command, rest, options);
    if (code !== 0) throw explainOutput(output, dataDir);
    if (transport === 'tcp') fs.copyFileSync(pwfile, path.join(folder, passwordFile));
  } catch (error) {
    // the file is there, what is missing is its loader: another C library (Alpine)
    if (systemCode(error) === 'ENOENT') throw noBinaries(machine, 'its programs do not run here', error);
    throw error;
  } finally {
    fs.rmSync(pwfile, { force: true });
  }
};

/**
 * Makes a new database in an empty or missing folder. It is made beside it under another name and moved into
 * place when complete, so a folder that holds anything holds a whole database, and a start that was killed in the
 * middle leaves nothing that could be taken for data.
 */
export const createCluster = async (target: Target): Promise<void> => {
  const parent = path.dirname(target.dataDir);
  await removeUnfinished(parent);
  const made = path.join(parent, `.okno-initdb-${process.pid}-${randomBytes(4).toString('hex')}`);
  inProgress.add(made);
  try {
    fs.mkdirSync(made, { mode: 0o700 });
    target.runAs.own(made);
    await runInitdb(made, target);
    moveIntoPlace(made, target.dataDir, target.machine);
  } finally {
    await removeTree(made);
    inProgress.delete(made);
  }
};
