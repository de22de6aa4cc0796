import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { atEnd, type Place, tempFolder } from '../../e2e/support/at-end.ts';
import { SIX } from './six.ts';

/** Two gateways, two bots and two workers, each a process, that wait to be told what to serve; gives the folder of their doors. */
export const startHosts = async (t: Place): Promise<string> => {
  const folder = tempFolder(t);
  const start = async (roles: string, index: number): Promise<void> => {
    const child = fork(path.join(import.meta.dirname, 'host.ts'), [doorOf(folder, index), roles]);
    const ended = once(child, 'exit');
    atEnd(t, async () => {
      if (child.connected) child.disconnect();
      await ended;
    });
    const [told] = (await Promise.race([once(child, 'message'), ended])) as [unknown];
    if (told !== 'open') throw new Error(`a process has not begun: ${String(told)}`);
  };
  await Promise.all(SIX.map(start));
  return folder;
};

/** Where the process with this number is told what to serve. */
export const doorOf = (folder: string, index: number): string => path.join(folder, `${index}.sock`);
