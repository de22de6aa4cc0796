import { randomUUID } from 'node:crypto';
import { type FileHandle, open, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { makeDataDir } from '../data-dir.ts';
import { OperatorError } from '../problem.ts';

const instant = z.number().nonnegative();

/** What is known of the backups of a folder beyond their files; instants in Unix milliseconds. */
const State = z.object({
  /** The newest that came back whole: its name, as of when it is, when it was checked, and what it holds. */
  checked: z
    .object({ name: z.string(), made_at: instant, at: instant, rows: z.number(), bytes: z.number() })
    .nullable()
    .default(null),
  /** The newest that was copied to the storage of `BACKUP_S3_URL`. */
  copied: z.object({ name: z.string(), at: instant }).nullable().default(null),
  /** Since when it fails, why the last time, and when somebody was told; null when the last one went well. */
  failing: z
    .object({ since: instant, at: instant, reason: z.string(), told_at: instant.nullable() })
    .nullable()
    .default(null),
});

export type BackupState = z.output<typeof State>;

const NAME = 'state.json';

/**
 * Nothing is known of a folder without the file, nor of one whose file was cut by a loss of power.
 * @throws OperatorError when another user has written it, for themselves alone, or the folder may not be entered.
 */
export const readState = async (folder: string): Promise<BackupState> => {
  const file = join(folder, NAME);
  try {
    return State.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES') throw new OperatorError(await whyNotRead(folder, file), { cause: error });
    const known = error instanceof SyntaxError || error instanceof z.ZodError;
    if (!known && code !== 'ENOENT') throw error;
    return State.parse({});
  }
};

/** A version before may have left the file to root; whoever is not root can neither read it nor give it to themselves. */
const whyNotRead = async (folder: string, file: string): Promise<string> => {
  try {
    // Not `access`, which asks for the user who started the process and not for the one it has become.
    await stat(file);
  } catch {
    return `The folder ${quote(folder)} may not be entered by this user: let the user of the service in, to it and to every folder above it.`;
  }
  return `${quote(file)} may not be read by this user, because another one, root perhaps, has written it: give it back with \`sudo chown --reference=${quote(folder)} ${quote(file)}\`.`;
};

/** As the shell takes a word that may have spaces in it. */
const quote = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/** Writes the changes; the file appears whole or not at all. */
export const writeState = async (folder: string, changes: Partial<BackupState>): Promise<BackupState> => {
  const state = { ...(await readState(folder)), ...changes };
  await makeDataDir(folder);
  // Processes of different containers that share the folder often have the same number.
  const draft = join(folder, `${NAME}.${randomUUID()}`);
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(state)}\n`);
    await giveToOwner(handle, folder);
  } finally {
    await handle.close();
  }
  await rename(draft, join(folder, NAME));
  return state;
};

/** What root writes by hand, the service whose folder it is has to read. */
const giveToOwner = async (handle: FileHandle, folder: string): Promise<void> => {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(folder);
  const own = await handle.stat();
  if (own.uid === uid && own.gid === gid) return;
  try {
    await handle.chown(uid, gid);
  } catch (error) {
    // In a container root may be kept from it: then it is root that runs the service there, and can read its own.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
  }
};
