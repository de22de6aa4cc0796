import { arch, cpus, platform, totalmem } from 'node:os';
import { version } from 'node:process';
import type { Figures, Spread } from './stats.ts';
import { summarise } from './stats.ts';

/** Something else that was promised. */
export type Check = { readonly what: string; readonly value: number; readonly reached: boolean };

/** What a benchmark found out. */
export type Findings = {
  readonly what: string;
  readonly rounds: number;
  /** The rounds of each contender. */
  readonly results: Readonly<Record<string, readonly Figures[]>>;
  /** Ours to the bare baseline; `target` null: nothing was promised. */
  readonly ratio: Spread;
  readonly ratio_of: string;
  readonly target: number | null;
  readonly checks?: readonly Check[];
  readonly notes: readonly string[];
};

export type Report = Omit<Findings, 'results' | 'ratio'> & {
  readonly name: string;
  readonly date: string;
  readonly machine: string;
  readonly node: string;
  readonly figures: Readonly<Record<string, Readonly<Record<string, Spread>>>>;
  readonly ratio: number;
  readonly ratio_min: number;
  readonly ratio_max: number;
  readonly reached: boolean | null;
};

const machine = (): string => {
  const list = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${platform()} ${arch()}, ${list.length} × ${list[0]?.model.trim() ?? 'unknown'}, ${memory} GiB`;
};

/** The findings with name, day and machine. */
export const reportOf = (name: string, date: string, { results, ratio, ...rest }: Findings): Report => ({
  name,
  date,
  machine: machine(),
  node: version,
  ...rest,
  figures: Object.fromEntries(Object.entries(results).map(([who, rounds]) => [who, summarise(rounds)])),
  ratio: ratio.median,
  ratio_min: ratio.min,
  ratio_max: ratio.max,
  reached: rest.target === null ? null : ratio.median >= rest.target,
});

const short = (value: number): string => {
  if (Number.isNaN(value)) return '–';
  const digits = [100, 10, 1].findIndex((least) => Math.abs(value) >= least);
  return value.toFixed(digits === -1 ? 3 : digits);
};

const cell = (spread: Spread | undefined): string =>
  spread === undefined ? '' : `${short(spread.median)} (${short(spread.min)}–${short(spread.max)})`;

const table = (rows: readonly (readonly string[])[]): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

const verdict = ({ target, reached }: Report): string => {
  if (target === null) return '';
  return `, target ≥ ${target}: ${reached ? 'reached' : 'NOT reached'}`;
};

/** The report for people: medians with the smallest and largest round in brackets. */
export const printed = (report: Report): string => {
  const who = Object.keys(report.figures);
  const names = [...new Set(who.flatMap((one) => Object.keys(report.figures[one] ?? {})))];
  const rows = names.map((name) => [name, ...who.map((one) => cell(report.figures[one]?.[name]))]);
  const ratio = `${short(report.ratio)} (${short(report.ratio_min)}–${short(report.ratio_max)})`;
  return [
    '',
    `${report.name}: ${report.what}`,
    `${report.machine}, Node ${report.node}, ${report.rounds} rounds; median (min–max)`,
    '',
    table([['', ...who], ...rows]),
    '',
    `ratio ${ratio} of ${report.ratio_of}${verdict(report)}`,
    ...(report.checks ?? []).map(
      ({ what, value, reached }) => `${what}: ${short(value)}, ${reached ? 'reached' : 'NOT reached'}`,
    ),
    ...report.notes.map((note) => `  ${note}`),
    '',
    '',
  ].join('\n');
};
