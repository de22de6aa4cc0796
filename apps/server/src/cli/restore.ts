import { createInterface } from 'node:readline/promises';
import { withBackup } from '../backup/fetched.ts';
import { restoreBackup } from '../backup/restore.ts';
import { readConfig } from '../config.ts';

type Options = { readonly replace?: boolean; readonly withoutKey?: boolean };

/** `okno restore FILE`: brings a backup back; what was there is put aside, never thrown away. */
export const restore = async (file: string, { replace = false, withoutKey = false }: Options): Promise<void> => {
  const began = performance.now();
  const config = readConfig();
  const wish = { config, mayReplace: async () => replace || askPerson(), without_key: withoutKey, now: new Date() };
  const { at, rows, tables, before } = await withBackup(config, file, (there) =>
    restoreBackup({ ...wish, file: there }),
  );
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const put = before === null ? '' : `\nWhat was there before lies in ${before}; remove it when all is well.`;
  process.stdout.write(`Restored ${rows} rows in ${tables} tables, as of ${at}, in ${seconds} s.${put}\n`);
};

/** Nobody at a terminal, nothing is replaced. */
const askPerson = async (): Promise<boolean> => {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question('There is a database already. Put it aside and restore the backup? (yes/no) ');
  terminal.close();
  return answer.trim().toLowerCase() === 'yes';
};
