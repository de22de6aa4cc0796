import { cpus, loadavg, platform } from 'node:os';
import { arch, version } from 'node:process';
import type { Findings } from './torture.ts';

export type Report = Findings & {
  readonly name: string;
  readonly seed: number;
  readonly date: string;
  readonly machine: string;
  readonly passed: boolean;
};

const machine = (): string => {
  const list = cpus();
  const busy = loadavg()[0]?.toFixed(1);
  return `${platform()} ${arch}, ${list.length} × ${list[0]?.model.trim() ?? 'unknown'}, Node ${version}, load ${busy}`;
};

/** The findings with all that is needed to repeat the run. */
export const reportOf = (run: { name: string; seed: number; date: string }, findings: Findings): Report => ({
  ...run,
  machine: machine(),
  ...findings,
  passed: findings.wrong.length === 0,
});

/** So many of a kind are enough to know what is wrong. */
const SHOWN = 30;

/** The report for people: the figures, and what is wrong. */
export const printed = ({ name, what, seed, machine: where, figures, wrong, passed }: Report): string => {
  const width = Math.max(...Object.keys(figures).map((figure) => figure.length));
  const more = wrong.length > SHOWN ? [`  and ${wrong.length - SHOWN} more`] : [];
  return [
    '',
    `${name}: ${what}`,
    `${where}, seed ${seed}`,
    '',
    ...Object.entries(figures).map(([figure, value]) => `  ${figure.padEnd(width)}  ${value}`),
    '',
    passed ? 'Everything holds.' : `${wrong.length} × wrong:`,
    ...wrong.slice(0, SHOWN).map((sentence) => `  ${sentence}`),
    ...more,
    '',
  ].join('\n');
};
