import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds: a tenth is felt, and after ten nobody waits any more. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** Makes what counts and measures; each is registered, and has a name that begins with `okno_`. */
export type Instruments = {
  readonly registry: Registry;
  counter(name: `okno_${string}_total`, help: string, labels?: readonly string[]): Counter;
  gauge(name: `okno_${string}`, help: string, labels?: readonly string[]): Gauge;
  /** How long something takes, in seconds. */
  duration(name: `okno_${string}_duration_seconds`, help: string, labels: readonly string[]): Histogram;
  /** Something has to be looked up before the others can be told; it must not throw. */
  before(look: () => Promise<void> | void): void;
  /** Everything as Prometheus reads it. */
  read(): Promise<string>;
};

export const createInstruments = (): Instruments => {
  const registry = new Registry();
  const registers = [registry];
  const looks: (() => Promise<void> | void)[] = [];
  return {
    registry,
    counter: (name, help, labels = []) => new Counter({ name, help, labelNames: [...labels], registers }),
    gauge: (name, help, labels = []) => new Gauge({ name, help, labelNames: [...labels], registers }),
    duration: (name, help, labels) =>
      new Histogram({ name, help, labelNames: [...labels], buckets: SECONDS, registers }),
    before: (look) => {
      looks.push(look);
    },
    read: async () => {
      await Promise.all(looks.map((look) => look()));
      return registry.metrics();
    },
  };
};
