import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';

/** What a worker does with an item: claims it, takes it over, fires it (the effect), and has it settled. */
export type Deed = 'claimed' | 'taken' | 'fired' | 'settled';

/** One line of a worker's notes; `at` in Unix milliseconds of the machine, whatever the worker takes for the time. */
export type Note = { readonly deed: Deed; readonly due_id: string; readonly at: number };

/** The machine's time in a process whose `Date` is wrong. */
export const trueNow = (): number => performance.timeOrigin + performance.now();

/** Notes that are in the file before anything else happens: they outlive a process that is killed. */
export const openNotes = (file: string) => {
  const descriptor = openSync(file, 'a');
  return {
    write: (deed: Deed, due_ids: readonly string[]): void => {
      const at = trueNow();
      if (due_ids.length > 0) writeSync(descriptor, due_ids.map((id) => `${deed} ${id} ${at}\n`).join(''));
    },
    close: () => closeSync(descriptor),
  };
};

/** What a worker has in hand, as far as its notes tell. */
export const inHand = (file: string): string[] => {
  const open = new Set<string>();
  for (const { deed, due_id } of readNotes(file))
    if (deed === 'settled') open.delete(due_id);
    else if (deed !== 'fired') open.add(due_id);
  return [...open];
};

/** Whether there is something that a worker has begun and not fired yet. */
export const isAtWork = (file: string): boolean => {
  const fired = new Set(readNotes(file).flatMap(({ deed, due_id }) => (deed === 'fired' ? due_id : [])));
  return inHand(file).some((id) => !fired.has(id));
};

export const readNotes = (file: string): Note[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    // A worker that was killed while it wrote has left half a line.
    .filter((line) => /^[a-z]+ [0-9a-f-]{36} \d+(\.\d+)?$/.test(line))
    .map((line) => {
      const [deed, due_id = '', at] = line.split(' ');
      return { deed: deed as Deed, due_id, at: Number(at) };
    });
