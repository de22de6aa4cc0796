import pg from 'pg';
import { serialize } from 'pg-protocol';
import { NamelessClient } from './pooler.ts';
import { columnTypes } from './types.ts';
import type { DatabaseWatch } from './watch.ts';

/** A statement for the driver: named, so that the server keeps its plan. */
export type Ask = { readonly name: string; readonly text: string; readonly values: readonly unknown[] };

export type Answer = { readonly command: string; readonly rows: unknown[] };

/** The side of the driver that it shows to its own queries only. */
type Wire = {
  readonly stream: { write(bytes: Buffer): void };
  readonly parsedStatements: Record<string, string>;
  readonly submittedNamedStatements: Record<string, string>;
};

type Column = { readonly name: string; readonly dataTypeID: number; readonly format: 'text' | 'binary' };

type DriverQuery = {
  callback: ((error: Error | null, result?: unknown) => void) | null;
};

/** How the driver writes a value. */
const toWire = (pg as unknown as { utils: { prepareValue(value: unknown): unknown } }).utils.prepareValue;

const Query = pg.Query as unknown as new (config: object) => DriverQuery;

type OnEnd = (error: Error | null) => void;

/** How the rows of a statement are read; the server describes them once, when a connection asks for the first time. */
type Shape = readonly { readonly name: string; readonly read: (text: string) => unknown }[];

const NO_ROWS: Shape = [];

const toShape = (columns: readonly Column[]): Shape =>
  columns.map(({ name, dataTypeID, format }) => ({ name, read: columnTypes.getTypeParser(dataTypeID, format) }));

/** What each connection knows of its statements, by their names. */
const shapes = new WeakMap<Wire, Map<string, Shape>>();

const shapesOf = (wire: Wire): Map<string, Shape> => {
  const known = shapes.get(wire) ?? new Map<string, Shape>();
  shapes.set(wire, known);
  return known;
};

/** One statement of a batch. */
class Piece {
  readonly name: string;
  /** As the server knows it; empty where it is to forget it at once. */
  readonly #called: string;
  readonly text: string;
  readonly #values: readonly unknown[];
  readonly #answered = Promise.withResolvers<Answer>();
  readonly #rows: unknown[] = [];
  #shape: Shape | undefined;

  constructor({ name, text, values }: Ask, nameless: boolean) {
    this.name = name;
    this.#called = nameless ? '' : name;
    this.text = text;
    this.#values = values;
    this.answered.catch(() => {});
  }

  get answered(): Promise<Answer> {
    return this.#answered.promise;
  }

  /** Its messages: Parse and Describe only where this connection does not know it yet. */
  write(wire: Wire, messages: Buffer[]): void {
    this.#shape = shapesOf(wire).get(this.name);
    const known =
      this.#called === '' ? undefined : (wire.parsedStatements[this.name] ?? wire.submittedNamedStatements[this.name]);
    if (known !== undefined && known !== this.text) throw new Error(`two statements are called ${this.name}`);
    const bind = serialize.bind({
      statement: this.#called,
      values: [...this.#values],
      valueMapper: (value) => toWire(value),
    });
    if (known === undefined) {
      messages.push(serialize.parse({ name: this.#called, text: this.text }));
      if (this.#called !== '') wire.submittedNamedStatements[this.name] = this.text;
    }
    messages.push(bind);
    if (this.#shape === undefined) messages.push(serialize.describe({ type: 'P' }));
    messages.push(serialize.execute());
  }

  describe(columns: readonly Column[]): void {
    this.#shape = toShape(columns);
  }

  add(fields: readonly (string | null)[]): void {
    const shape = this.#shape ?? NO_ROWS;
    const row: Record<string, unknown> = {};
    for (let index = 0; index < shape.length; index++) {
      const column = shape[index];
      const field = fields[index] ?? null;
      if (column !== undefined) row[column.name] = field === null ? null : column.read(field);
    }
    this.#rows.push(row);
  }

  complete(wire: Wire, text: string): void {
    if (this.#called !== '') {
      wire.parsedStatements[this.name] = this.text;
      delete wire.submittedNamedStatements[this.name];
    }
    shapesOf(wire).set(this.name, this.#shape ?? NO_ROWS);
    this.#answered.resolve({ command: text.split(' ', 1)[0] ?? '', rows: this.#rows });
  }

  fail(error: Error): void {
    this.#answered.reject(error);
  }
}

/** Rows that break a constraint are refused when a statement runs, and so after it was parsed (class 23 of SQLSTATE). */
const isOfRows = (error: Error): boolean => (error as { code?: string }).code?.startsWith('23') === true;

/** The first has been parsed and then refused; what came behind it in the same packet the server has not looked at. */
const noteRefusedRows = (wire: Wire, [failed, ...skipped]: readonly Piece[]): void => {
  if (failed !== undefined && wire.submittedNamedStatements[failed.name] !== undefined)
    wire.parsedStatements[failed.name] = failed.text;
  for (const { name } of [failed, ...skipped].filter((piece) => piece !== undefined))
    delete wire.submittedNamedStatements[name];
};

/**
 * Statements that travel to the server in one packet and are answered in one. The driver's own pipeline ends every
 * statement with a Sync of its own, which the server answers with a packet of its own, and has every row described anew:
 * most of the time of a short transaction went into these. When a statement fails the server skips the rest, so the
 * rest fails with it.
 */
class Batch extends Query {
  readonly #pieces: readonly Piece[];
  readonly #onBroken: () => void;
  readonly #onEnd: OnEnd | undefined;
  #next = 0;
  #over = false;

  constructor(pieces: readonly Piece[], onBroken: () => void, onEnd: OnEnd | undefined) {
    super({ text: '' });
    this.#pieces = pieces;
    this.#onBroken = onBroken;
    this.#onEnd = onEnd;
    this.callback = () => {};
  }

  get size(): number {
    return this.#pieces.length;
  }

  /** The error, when a value cannot be sent: then nothing is. */
  submit(wire: Wire): Error | null {
    const messages: Buffer[] = [];
    try {
      for (const piece of this.#pieces) piece.write(wire, messages);
    } catch (error) {
      return error as Error;
    }
    messages.push(serialize.sync());
    wire.stream.write(Buffer.concat(messages));
    return null;
  }

  handleRowDescription({ fields }: { fields: readonly Column[] }): void {
    this.#pieces[this.#next]?.describe(fields);
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    this.#pieces[this.#next]?.add(fields);
  }

  handleCommandComplete({ text }: { text: string }, wire: Wire): void {
    const piece = this.#pieces[this.#next];
    if (piece === undefined) return;
    this.#next += 1;
    piece.complete(wire, text);
  }

  handleReadyForQuery(): void {
    this.#end(null);
  }

  handleError(error: Error, wire: Wire): void {
    const unanswered = this.#pieces.slice(this.#next);
    if (isOfRows(error)) noteRefusedRows(wire, unanswered);
    // Whether the server has parsed a statement that it had not seen before is not known now: such a connection ends.
    if (unanswered.some(({ name }) => wire.submittedNamedStatements[name] !== undefined)) this.#onBroken();
    for (const piece of unanswered) piece.fail(error);
    this.#end(error);
  }

  #end(error: Error | null): void {
    if (this.#over) return;
    this.#over = true;
    this.#onEnd?.(error);
    this.callback?.(error);
  }
}

/** Asks of one connection. What is asked for in one go travels together, in the order in which it was asked for. */
export type Asker = {
  ask(query: Ask): Promise<Answer>;
  /** Nothing more is sent: what has not left yet never will. */
  end(): void;
  /** The connection must not be used again. */
  isBroken(): boolean;
};

/** Throws when it is asked after its end: by then the connection serves another tenant. */
export const createAsker = (connection: pg.PoolClient, watch?: Pick<DatabaseWatch, 'batch'>): Asker => {
  const nameless = connection instanceof NamelessClient;
  let waiting: Piece[] = [];
  let over = false;
  let broken = false;
  const send = () => {
    const pieces = waiting;
    waiting = [];
    if (pieces.length === 0) return;
    const onBroken = () => {
      broken = true;
    };
    const batch = new Batch(pieces, onBroken, watch?.batch(pieces.map(({ text }) => text)));
    connection.query(batch as unknown as pg.Submittable);
  };
  return {
    ask: (query) => {
      if (over) throw new Error('a statement came after the end of its transaction');
      const piece = new Piece(query, nameless);
      // Everything that follows from the same answers is asked for before the next tick.
      if (waiting.length === 0) process.nextTick(send);
      waiting.push(piece);
      return piece.answered;
    },
    end: () => {
      over = true;
      for (const piece of waiting) piece.fail(new Error('its transaction has ended before it was sent'));
      waiting = [];
    },
    isBroken: () => broken,
  };
};
