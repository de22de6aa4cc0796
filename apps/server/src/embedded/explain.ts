import { EmbeddedPostgresError, type EmbeddedPostgresErrorCode, systemCode } from './errors.ts';

type Explanation = {
  readonly pattern: RegExp;
  readonly code: EmbeddedPostgresErrorCode;
  readonly sentence: (folder: string) => string;
};

// PostgreSQL runs with LC_MESSAGES=C, so its words are English on every machine.
const explanations: readonly Explanation[] = [
  {
    pattern: /No space left on device|Disk quota exceeded|ENOSPC|EDQUOT/,
    code: 'disk_full',
    sentence: (folder) => `The disk that holds ${folder} is full. Free some space and start again; nothing was lost.`,
  },
  {
    pattern: /Read-only file system|Permission denied|Operation not permitted|EROFS|EACCES|EPERM/,
    code: 'not_writable',
    sentence: (folder) =>
      `The folder ${folder} cannot be written. Give this user the right to write there, or choose another folder with DATA_DIR.`,
  },
  {
    pattern:
      /could not locate a valid checkpoint|invalid primary checkpoint|control file|PANIC|could not open directory|could not open file|is not a valid data directory|incorrect checksum|could not access directory|could not access the server configuration file|pg_hba\.conf|invalid data in/,
    code: 'damaged',
    sentence: (folder) =>
      `The data folder ${folder} is damaged. Move it aside and restore the newest backup into a new folder.`,
  },
  {
    pattern: /administrative permissions/,
    code: 'administrator',
    sentence: () =>
      'PostgreSQL refuses to run with administrator rights. Start the program from an ordinary window, or use a server of your own with DATABASE_URL.',
  },
];

/** Two starters meet, or processes of a killed server are still ending: waiting a little solves it. */
export const isPassingConflict = (output: string): boolean =>
  /lock file "[^"\n]*" already exists|lock file "[^"\n]*" is empty|pre-existing shared memory block/.test(output);

const lastWords = (output: string): string => {
  const lines = output.split('\n').filter((line) => /FATAL|PANIC|ERROR|error:/.test(line));
  return (lines.at(-1) ?? output.trim().split('\n').at(-1) ?? '').trim();
};

/** Turns what PostgreSQL wrote before it gave up into one sentence for people. `folder` is the data folder. */
export const explainOutput = (output: string, folder: string): EmbeddedPostgresError => {
  const cause = new Error(output.trim().slice(-4000) || 'the server wrote nothing');
  const known = explanations.find(({ pattern }) => pattern.test(output));
  if (known) return new EmbeddedPostgresError(known.code, known.sentence(folder), { cause });
  const words = lastWords(output);
  return new EmbeddedPostgresError(
    'start_failed',
    `The database in ${folder} could not be started${words ? ` (PostgreSQL says: ${words})` : ''}. Start again, or use a server of your own with DATABASE_URL.`,
    { cause },
  );
};

/** The same for an error of the file system; errors that already are sentences pass unchanged. */
export const explainFailure = (error: unknown, folder: string): EmbeddedPostgresError => {
  if (error instanceof EmbeddedPostgresError) return error;
  const code = systemCode(error);
  if (code === 'ENOTDIR' || code === 'EEXIST' || code === 'ENAMETOOLONG')
    return new EmbeddedPostgresError(
      'bad_folder',
      `${folder} cannot be a data folder (a file is in the way, or a name is too long). Choose another folder with DATA_DIR.`,
      { cause: error },
    );
  return explainOutput(`${code} ${error instanceof Error ? error.message : String(error)}`, folder);
};
