import { fileURLToPath } from 'node:url';

/** One place of a stack, as whoever reads faults is shown it. */
export type Place = {
  readonly filename?: string;
  readonly function?: string;
  readonly lineno?: number;
  readonly colno?: number;
  readonly in_app?: boolean;
};

/** A fault as it leaves this installation: what kind, where in the program, and under which id the log tells the rest. */
export type FaultEvent = {
  readonly tags: Readonly<Record<string, string>>;
  /** The fault itself comes last; before it stands what caused it. */
  readonly exceptions: readonly { readonly type: string; readonly value: string; readonly places: readonly Place[] }[];
};

/** Reads the lines `    at …` of a stack; the innermost place comes last. */
export type ReadStack = (lines: string) => readonly Place[];

/** Tags that a line of the log may give, and what each may look like; whatever is anything else stays here. */
const TAGS: Readonly<Record<string, RegExp>> = {
  event: /^[a-z_]{1,60}$/,
  action: /^[a-z_]{1,40}(\.[a-z_]{1,40})?$/,
  request_id: /^[\w-]{1,100}$/,
};

/** What the database and the system say of a fault that is none of anybody's data: codes, and names of our own schema. */
const FACTS: Readonly<Record<string, RegExp>> = {
  code: /^[A-Z0-9_]{2,40}$/,
  constraint: /^[a-z_][a-z0-9_]{0,62}$/,
  table: /^[a-z_][a-z0-9_]{0,62}$/,
  syscall: /^[a-z]{1,20}$/,
};

const TYPE = /^[A-Za-z]{0,60}(Error|error|Refusal)$/;
const MOST_CAUSES = 5;
const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const AT = /^\s+at /;

const picked = (from: object, rules: Readonly<Record<string, RegExp>>): [string, string][] =>
  Object.entries(rules).flatMap(([name, rule]) => {
    const value = (from as Readonly<Record<string, unknown>>)[name];
    return typeof value === 'string' && rule.test(value) ? [[name, value] as [string, string]] : [];
  });

/** Files by their place in the project; of other files not even the folder is told, which may be somebody's name. */
const placeOf = ({ filename = '', function: name, lineno, colno }: Place): Place => {
  const file = filename.replace(/^file:\/\//, '');
  const ours = file.startsWith(ROOT);
  const told = ours ? file.slice(ROOT.length) : file.startsWith('node:') ? file : 'elsewhere';
  return {
    filename: told,
    in_app: ours && !told.includes('node_modules/'),
    ...(name !== undefined && /^[\w$.<>[\]# ]{1,100}$/.test(name) && { function: name }),
    ...(lineno !== undefined && { lineno }),
    ...(colno !== undefined && { colno }),
  };
};

/** The lines of places alone: before them stands the message, which may say anything and imitate them. */
const placesIn = (stack: string, message: string): string => {
  const head = stack.indexOf(message);
  const lines = (head === -1 ? stack : stack.slice(head + message.length)).split('\n');
  const last = lines.findLastIndex((line) => line !== '' && !AT.test(line));
  return lines.slice(last + 1).join('\n');
};

type Thrown = {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly stack?: unknown;
  readonly cause?: unknown;
};

/**
 * The kind and place of an error, never its message: PostgreSQL, parsers and libraries quote in it what they were given,
 * which is where names, telephone numbers and tokens would come from (docs/rules.md#faults-told-elsewhere).
 */
const exceptionOf = (thrown: Thrown, read: ReadStack): FaultEvent['exceptions'][number] => {
  const { name, message, stack } = thrown;
  const given = typeof stack === 'string' ? stack : '';
  const called = typeof name === 'string' ? name : (/^(\w+)/.exec(given)?.[1] ?? '');
  const facts = picked(thrown, FACTS).map(([fact, value]) => `${fact} ${value}`);
  return {
    type: TYPE.test(called) ? called : 'Error',
    value: facts.join(', '),
    places: read(placesIn(given, typeof message === 'string' ? message : '')).map(placeOf),
  };
};

/**
 * The event for a line of the log that tells a fault; null for a line that tells none.
 * @param line what the log was given: `err`, or the `stack` of one that was caught
 */
export const toFaultEvent = (line: object, read: ReadStack): FaultEvent | null => {
  const { err, stack, reason } = line as { err?: unknown; stack?: unknown; reason?: unknown };
  const first = err ?? (typeof stack === 'string' ? { stack, message: reason } : undefined);
  if (typeof first !== 'object' || first === null) return null;
  const exceptions = [];
  for (
    let one: unknown = first;
    typeof one === 'object' && one !== null && exceptions.length < MOST_CAUSES;
    one = (one as Thrown).cause
  )
    exceptions.push(exceptionOf(one, read));
  return { tags: Object.fromEntries(picked(line, TAGS)), exceptions: exceptions.reverse() };
};

/** What makes two faults the same: told once a minute, however often it happens. */
export const sameness = ({ tags, exceptions }: FaultEvent): string => {
  const fault = exceptions.at(-1);
  const { filename, lineno } = fault?.places.at(-1) ?? {};
  return [tags['event'], tags['action'], fault?.type, fault?.value, filename, lineno].join(' ');
};
