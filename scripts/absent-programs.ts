import fs from 'node:fs';

/**
 * A loud note about the programs that tests asked for and this machine does not have, from the file in which the
 * tests wrote them down (one JSON object a line); empty when none was absent.
 */
export const describeAbsent = (file: string): string => {
  if (!fs.existsSync(file)) return '';
  const lines = fs.readFileSync(file, 'utf8').trim().split('\n');
  const reports: { program: string; test: string }[] = lines.map((line) => JSON.parse(line));
  const programs = [...new Set(reports.map(({ program }) => program))];
  const counts = programs.map((name) => `${name} (${reports.filter(({ program }) => program === name).length})`);
  return `\n!!! NOT TESTED, because these programs are not on this machine: ${counts.join(', ')}. Install them to run these tests.\n`;
};
