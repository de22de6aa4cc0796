export type EmbeddedPostgresErrorCode =
  | 'administrator'
  | 'bad_folder'
  | 'damaged'
  | 'disk_full'
  | 'in_use'
  | 'no_binaries'
  | 'not_writable'
  | 'other_major'
  | 'start_failed'
  | 'unsafe_setting';

/**
 * Everything the embedded server can refuse. `message` is a sentence for the person at the screen: what is the
 * matter and what to do about it. Programs look at `code`.
 */
export class EmbeddedPostgresError extends Error {
  readonly code: EmbeddedPostgresErrorCode;

  constructor(code: EmbeddedPostgresErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EmbeddedPostgresError';
    this.code = code;
  }
}

/** The code of a Node system error (`ENOENT`, …), or an empty string for anything else. */
export const systemCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
