import { writeFile } from 'node:fs/promises';

const DURATION = /duration: ([\d.]+) ms +(parse|bind|execute|statement)(?: [^:]+)?: (.*)/;
/** Enough of a statement to recognise it. */
const SHOWN = 140;

type Entry = { readonly ms: number; readonly phase: string; text: string };

/** Adds up the durations that PostgreSQL logs (`log_min_duration_statement=0`), by statement and phase. */
export const createStatementTimes = () => {
  const times = new Map<string, { ms: number; count: number }>();
  let counting = false;
  let last: Entry | undefined;
  const add = ({ ms, phase, text }: Entry): void => {
    const key = `${phase} ${text.replace(/\s+/g, ' ').trim().slice(0, SHOWN)}`;
    const known = times.get(key) ?? { ms: 0, count: 0 };
    times.set(key, { ms: known.ms + ms, count: known.count + 1 });
  };
  return {
    note: (line: string): void => {
      // The server indents the further lines of a statement.
      if (last !== undefined && line.startsWith('\t')) {
        last.text += line;
        return;
      }
      if (last !== undefined) add(last);
      last = undefined;
      const [, ms, phase = '', text = ''] = DURATION.exec(line) ?? [];
      if (counting && ms !== undefined) last = { ms: Number(ms), phase, text };
    },
    go: (): void => {
      counting = true;
    },
    pause: (): void => {
      counting = false;
    },
    /** The dearest first: milliseconds in all, how often, what. */
    save: async (file: string): Promise<void> => {
      const rows = [...times].sort(([, a], [, b]) => b.ms - a.ms);
      await writeFile(file, rows.map(([key, { ms, count }]) => `${ms.toFixed(1)}\t${count}\t${key}\n`).join(''));
    },
  };
};
