import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { judgePattern, listPatterns, readVerdicts, VERDICTS } from './patterns.ts';

/** `test/patterns.golden.txt`: every pattern and how its time grows. What stands there already is not judged again. */
export const generatePatterns = async (): Promise<{ path: string; content: string }[]> => {
  const file = fileURLToPath(new URL(`../${VERDICTS}`, import.meta.url));
  const known = readVerdicts(existsSync(file) ? readFileSync(file, 'utf8') : '');
  const lines = [...listPatterns().all].map(([text, regex]) => `${known.get(text) ?? judgePattern(regex)}\t${text}\n`);
  return [{ path: VERDICTS, content: lines.join('') }];
};
