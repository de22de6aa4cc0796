import { mkdir, writeFile } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';

/** Watches what this process spends its time with; `save` writes a `.cpuprofile` that Chrome's DevTools read. */
export type Profile = { pause(): Promise<void>; go(): Promise<void>; save(): Promise<void> };

/**
 * A CPU profile of the stretches between `go` and `pause`, one file per stretch: `<folder>/<name>-<number>.cpuprofile`.
 * Without a folder nothing happens.
 */
export const openProfile = async (folder: string | undefined, name: string): Promise<Profile> => {
  if (folder === undefined)
    return { pause: async () => undefined, go: async () => undefined, save: async () => undefined };
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await mkdir(folder, { recursive: true });
  const texts: string[] = [];
  return {
    go: async () => {
      await session.post('Profiler.start');
    },
    pause: async () => {
      texts.push(JSON.stringify((await session.post('Profiler.stop')).profile));
    },
    save: async () => {
      for (const [index, text] of texts.entries()) await writeFile(join(folder, `${name}-${index}.cpuprofile`), text);
      session.disconnect();
    },
  };
};
