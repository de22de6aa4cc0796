import assert from 'node:assert/strict';

/** One line of the server's log. */
export type LogLine = { readonly level: string; readonly event?: string; readonly [field: string]: unknown };

export type LogLines = {
  /** Where the server writes to. */
  readonly write: (chunk: string) => void;
  readonly text: () => string;
  readonly lines: () => LogLine[];
  /** Fails when the server has written an error or a warning. */
  readonly assertCalm: () => void;
};

const BAD = new Set(['warn', 'error', 'fatal']);

/** Keeps what a server writes; reading it fails unless every line is JSON. */
export const createLogLines = (): LogLines => {
  let text = '';
  const lines = () =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line): LogLine => JSON.parse(line));
  return {
    write: (chunk) => {
      text += chunk;
    },
    text: () => text,
    lines,
    assertCalm: () =>
      assert.deepEqual(
        lines().filter(({ level }) => BAD.has(level)),
        [],
      ),
  };
};
