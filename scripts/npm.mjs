import fs from 'node:fs';
import path from 'node:path';
import { execPath, platform } from 'node:process';

const isNpm = (file) => /[/\\]npm[/\\]bin[/\\]npm-cli\.js$/.test(file) || /[/\\]npm-cli\.js$/.test(file);

/** Where Node's own installers put npm beside it. */
const besideNode = () => {
  const folder = path.dirname(execPath);
  return ['node_modules', '../lib/node_modules'].map((place) => path.join(folder, place, 'npm', 'bin', 'npm-cli.js'));
};

/**
 * How to run npm, from the variables of the environment: the one that runs us, the one beside this Node, or whatever is called npm on PATH. Gives
 * `{ command, args, shell }`.
 */
export const findNpm = ({ npm_execpath: execpath = '' }) => {
  // yarn and pnpm set npm_execpath too, and would not understand the arguments
  const script = [...(isNpm(execpath) ? [execpath] : []), ...besideNode()].find((file) => fs.existsSync(file));
  if (script) return { command: execPath, args: [script], shell: false };
  // a .cmd file needs the shell; nothing that a stranger wrote is in our arguments
  return platform === 'win32'
    ? { command: 'npm.cmd', args: [], shell: true }
    : { command: 'npm', args: [], shell: false };
};

const explanations = [
  {
    pattern: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|network/i,
    sentence:
      'The npm registry cannot be reached. Check the connection to the internet (or the proxy) and start again.',
  },
  { pattern: /ENOSPC/, sentence: 'The disk is full. Free about 1 GB and start again.' },
  {
    pattern: /EACCES|EPERM|EROFS/,
    sentence: 'The project folder (or npm’s cache) cannot be written by this user. Fix the rights and start again.',
  },
  {
    pattern: /EUSAGE|in sync|EINTEGRITY/,
    sentence: 'package-lock.json does not fit the packages it names. Get a clean copy of the project and start again.',
  },
];

/** One sentence about why npm failed, from what it wrote. */
export const explainNpm = (output) =>
  explanations.find(({ pattern }) => pattern.test(output))?.sentence ??
  'The dependencies could not be installed. What npm said last stands above.';
