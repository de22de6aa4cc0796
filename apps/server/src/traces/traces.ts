/** What is told of a part: numbers, codes and names of ours; never what somebody wrote, who they are, or values of SQL. */
export type Facts = Readonly<Record<string, string | number | boolean>>;

/** One part of what is done, with a beginning and an end. */
export type Part = {
  readonly set: (facts: Facts) => void;
  /** It did not succeed. Of an error only its code or kind is told. */
  readonly fail: (error: unknown) => void;
  /** May be called twice. */
  readonly end: () => void;
  /** Runs `work` so that whatever it begins, now or after it has waited, is part of this. */
  readonly run: <T>(work: () => T) => T;
};

export type PartSpec = {
  readonly name: string;
  /** `server` answers somebody, `client` asks somebody, `consumer` takes what has come; `internal` when left out. */
  readonly kind?: 'server' | 'client' | 'consumer' | 'internal';
  readonly facts?: Facts;
  /** When it began, if that is over: Unix milliseconds. */
  readonly began?: number;
  /** Part of nothing here, whatever has led to it. */
  readonly root?: boolean;
  /** Left out where nothing stands above it: what a process does by itself all the time is no trace. */
  readonly inner?: boolean;
  /** The header `traceparent` of whoever asks for it, from another process; the header alone decides when it is given. */
  readonly parent?: string;
};

/**
 * How what is done here is followed from part to part (docs/monitoring.md#traces). There is none of it unless somebody wants
 * traces: each wrapper is then left out. What belongs to what is found by the flow of the calls, and nothing but this
 * reads it: no decision hangs on it.
 */
export type Traces = {
  readonly begin: (spec: PartSpec) => Part;
  /** A part that lasts as long as `work`, and fails with it. */
  readonly span: <T>(spec: PartSpec, work: (part: Part) => Promise<T>) => Promise<T>;
  /** Runs `work` without following it: what comes every second and finds nothing. */
  readonly quiet: <T>(work: () => T) => T;
  /** The headers by which another process goes on with this trace. */
  readonly headers: () => Readonly<Record<string, string>>;
  /** Sends what is left, some seconds at most. */
  readonly close: () => Promise<void>;
};
