import fs from 'node:fs';
import path from 'node:path';
import { EmbeddedPostgresError } from './errors.ts';

// each of these exists in every data folder from initdb on; without one of them the server cannot have its data
const essentials = ['global/pg_control', 'base', 'pg_wal', 'pg_xact', 'postgresql.conf', 'pg_hba.conf'];

const damaged = (dataDir: string, missing: string): EmbeddedPostgresError =>
  new EmbeddedPostgresError(
    'damaged',
    `The data folder ${dataDir} is damaged: ${missing} is missing. Restore the newest backup into a new folder; if it never was a database, choose an empty folder with DATA_DIR.`,
  );

// PostgreSQL keeps paths in 1024 bytes and cuts what is longer; its own names below the folder need about 100
const longestDataPath = 900;

/**
 * Looks at a data folder before anything touches it: `empty` means that it holds nothing and never did, `ready`
 * that a server of this major version can be started. Throws `damaged`, `other_major`, `bad_folder`; never changes it.
 */
export const inspectDataFolder = (dataDir: string, major: string): 'empty' | 'ready' => {
  if (Buffer.byteLength(dataDir) > longestDataPath)
    throw new EmbeddedPostgresError(
      'bad_folder',
      `The path of the data folder is longer than ${longestDataPath} bytes, more than PostgreSQL can take: ${dataDir}. Choose a shorter one with DATA_DIR.`,
    );
  const info = fs.statSync(dataDir, { throwIfNoEntry: false });
  if (!info) return 'empty';
  if (!info.isDirectory())
    throw new EmbeddedPostgresError('bad_folder', `${dataDir} is a file. Choose a folder for the data with DATA_DIR.`);
  if (fs.readdirSync(dataDir).length === 0) return 'empty';
  const versionFile = path.join(dataDir, 'PG_VERSION');
  if (!fs.existsSync(versionFile)) throw damaged(dataDir, 'PG_VERSION');
  const version = fs.readFileSync(versionFile, 'utf8').trim();
  if (!/^\d+(\.\d+)?$/.test(version)) throw damaged(dataDir, 'the version number in PG_VERSION');
  if (version !== major)
    throw new EmbeddedPostgresError(
      'other_major',
      `The data folder ${dataDir} was made by PostgreSQL ${version}, and this program brings PostgreSQL ${major}. Restore a backup into a new folder, or run PostgreSQL ${version} yourself and name it with DATABASE_URL.`,
    );
  const missing = essentials.find((name) => !fs.existsSync(path.join(dataDir, name)));
  if (missing) throw damaged(dataDir, missing);
  return 'ready';
};
