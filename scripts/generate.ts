// Writes every generated file; with --check it writes nothing and names those that are stale.
import { readFile, writeFile } from 'node:fs/promises';
import { generatePatterns } from './generate-patterns.ts';
import { generatePermissions } from './generate-permissions.ts';
import { generateSchema } from './generate-schema.ts';
import { generateSettings } from './generate-settings.ts';
import { generateTexts } from './generate-texts.ts';

type Generator = () => Promise<{ path: string; content: string }[]>;

const generators: readonly Generator[] = [
  generateTexts,
  generateSchema,
  generateSettings,
  generatePermissions,
  generatePatterns,
];

const root = new URL('../', import.meta.url);

const current = (path: string): Promise<string | undefined> =>
  readFile(new URL(path, root), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });

/** The files whose content is not what the generators make of their sources. */
const findStale = async (): Promise<{ path: string; content: string }[]> => {
  const files: { path: string; content: string }[] = [];
  for (const generate of generators) files.push(...(await generate()));
  const stale: { path: string; content: string }[] = [];
  for (const file of files) if ((await current(file.path)) !== file.content) stale.push(file);
  return stale;
};

const main = async (words: readonly string[]): Promise<number> => {
  const stale = await findStale();
  if (words.includes('--check')) {
    for (const { path } of stale) process.stderr.write(`${path} is stale: run npm run generate\n`);
    return stale.length === 0 ? 0 : 1;
  }
  for (const { path, content } of stale) {
    await writeFile(new URL(path, root), content);
    process.stdout.write(`${path} written\n`);
  }
  return 0;
};

process.exitCode = await main(process.argv.slice(2));
