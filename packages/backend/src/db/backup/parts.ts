/** What a backup consists of, in this order: begin, then of each table its rows, then the end. */
export type BackupPart =
  | {
      readonly part: 'begin';
      /** The instant whose state this is. */
      readonly at: string;
      readonly server_version: string;
      /** Which schema it fits. */
      readonly migrations: readonly { readonly version: number; readonly checksum: string }[];
      /** Names, in the order in which they come. */
      readonly tables: readonly string[];
    }
  | { readonly part: 'table'; readonly name: string; readonly columns: readonly string[] }
  /** A piece of the table as COPY's text; rows may lie across pieces. */
  | { readonly part: 'rows'; readonly bytes: Buffer }
  | { readonly part: 'table_end'; readonly name: string; readonly rows: number; readonly digest: string }
  | { readonly part: 'end' };

export type BackupBegin = Extract<BackupPart, { part: 'begin' }>;

/** A backup that cannot be taken for what it says; the message is a sentence for people. */
export class BackupError extends Error {}
