import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type Content, createDigest } from './digest.ts';
import { type BackupBegin, BackupError, type BackupPart } from './parts.ts';

/**
 * Copies the rows of every table into tables that are empty since this transaction began, and gives how many there were. What
 * is being copied when something goes wrong is broken off: the server waits for it.
 * @throws BackupError when a table is missing, has other rows than were backed up, or the end is
 */
export const copyIn = async (
  client: pg.Client,
  begin: BackupBegin,
  parts: AsyncIterable<BackupPart>,
): Promise<number> => {
  const copies: ReturnType<typeof openCopy>[] = [];
  const in_parts = await listTablesInParts(client);
  try {
    return await copyParts(begin, parts, (table) => {
      const copy = openCopy(client, table, in_parts.has(table.name));
      copies.push(copy);
      return copy;
    });
  } catch (error) {
    await copies.at(-1)?.breakOff();
    throw error;
  }
};

const listTablesInParts = async (client: pg.Client): Promise<Set<string>> => {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'p'`,
  );
  return new Set(rows.map(({ name }) => name));
};

type Table = { readonly name: string; readonly columns: readonly string[] };

const copyParts = async (
  begin: BackupBegin,
  parts: AsyncIterable<BackupPart>,
  openTable: (table: Table) => ReturnType<typeof openCopy>,
): Promise<number> => {
  const left = new Set(begin.tables);
  let open: ReturnType<typeof openCopy> | undefined;
  let rows = 0;
  for await (const part of parts) {
    switch (part.part) {
      case 'table':
        open = openTable(part);
        break;
      case 'rows':
        await open?.write(part.bytes);
        break;
      case 'table_end':
        await open?.end(part);
        left.delete(part.name);
        rows += part.rows;
        break;
      case 'end':
        if (left.size > 0) refuse(`the backup lacks ${[...left].join(', ')}`);
        return rows;
    }
  }
  return refuse('the backup has no end: it was cut');
};

const refuse = (sentence: string): never => {
  throw new BackupError(sentence);
};

/** Frozen: nobody has to go over these rows again to find out that they were committed. A table in parts cannot be. */
const openCopy = (client: pg.Client, { name, columns }: Table, in_parts: boolean) => {
  const stream = client.query(
    copyFrom(
      `copy "${name}" (${columns.map((column) => `"${column}"`).join(', ')}) from stdin with (freeze ${!in_parts})`,
    ),
  );
  const done = finished(stream);
  // Before it is awaited, it may fail.
  done.catch(() => {});
  const digest = createDigest();
  return {
    write: async (bytes: Buffer): Promise<void> => {
      digest.add(bytes);
      if (!stream.write(bytes)) await Promise.race([once(stream, 'drain'), done]);
    },
    /** The server takes back what has come; nothing to do when it was over. */
    breakOff: async (): Promise<void> => {
      stream.destroy();
      await done.catch(() => {});
    },
    /** Throws when other rows came than were backed up. */
    end: async (wanted: Content): Promise<void> => {
      stream.end();
      await done;
      const own = digest.content();
      if (own.rows !== wanted.rows || own.digest !== wanted.digest)
        refuse(`the rows of ${name} are not those that were backed up`);
    },
  };
};
