type Labels = Readonly<Record<string, string>>;

/** What stands in a look at `/metrics`. */
export type Look = {
  readonly text: string;
  /** Names as PromQL asks for them, histograms with their suffixes, also of those that have no values yet. */
  readonly names: ReadonlySet<string>;
  /** The sum of all values that have at least these labels; 0 without any. */
  value(name: string, labels: Labels): number;
};

const SUFFIXES: Readonly<Record<string, readonly string[]>> = {
  histogram: ['_bucket', '_sum', '_count'],
  summary: ['', '_sum', '_count'],
};

/** Reads the text format of Prometheus. */
export const readMetrics = (text: string): Look => {
  const types = [...text.matchAll(/^# TYPE (\S+) (\w+)$/gm)];
  const names = types.flatMap(([, name = '', type = '']) => (SUFFIXES[type] ?? ['']).map((end) => `${name}${end}`));
  const samples = [...text.matchAll(/^([a-z_A-Z0-9]+)(?:\{(.*)\})? (\S+)$/gm)].map(([, name, labels = '', value]) => ({
    name,
    labels: Object.fromEntries([...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, word]) => [key, word])),
    value: Number(value),
  }));
  return {
    text,
    names: new Set(names),
    value: (name, labels) =>
      samples
        .filter((one) => one.name === name && Object.entries(labels).every(([key, word]) => one.labels[key] === word))
        .reduce((sum, one) => sum + one.value, 0),
  };
};
