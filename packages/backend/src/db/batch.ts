import pg from 'pg';

/** A statement for the driver: named, so that the server keeps its plan. */
export type Ask = { readonly name: string; readonly text: string; readonly values: readonly unknown[] };

export type Answer = { readonly command: string; readonly rows: unknown[] };

/** The side of the driver that it shows to its own queries only. */
type Wire = {
  readonly stream: { cork(): void; uncork(): void };
  readonly parsedStatements: Record<string, string>;
  readonly submittedNamedStatements: Record<string, string>;
  execute(options: object): void;
  sync(): void;
};

type DriverQuery = {
  name: string;
  text: string;
  values: unknown[];
  callback: ((error: Error | null, result?: unknown) => void) | null;
  _result: { _types: unknown; command: string; rows: unknown[] };
  prepare(wire: Wire): void;
  handleRowDescription(message: unknown): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, wire: Wire): void;
};

const Query = pg.Query as unknown as new (config: object) => DriverQuery;

/** One statement of a batch: prepared and executed like any other, but the batch ends with one Sync for all. */
class Piece extends Query {
  readonly answered = Promise.withResolvers<Answer>();

  constructor({ name, text, values }: Ask) {
    super({ name, text, values: [...values] });
    // The driver keeps rows only for a query with a callback.
    this.callback = () => {};
    this.answered.promise.catch(() => {});
  }

  _getRows(wire: Wire): void {
    wire.execute({ portal: '' });
  }
}

/**
 * Statements that travel to the server in one packet and are answered in one. The driver's own pipeline ends every
 * statement with a Sync of its own, which the server answers with a packet of its own: most of the time of a short
 * transaction went into these. When a statement fails the server skips the rest, so the rest fails with it.
 */
class Batch extends Query {
  readonly #pieces: readonly Piece[];
  readonly #onBroken: () => void;
  #next = 0;
  #over = false;

  constructor(pieces: readonly Piece[], onBroken: () => void) {
    super({ text: '' });
    this.#pieces = pieces;
    this.#onBroken = onBroken;
    this.callback = () => {};
  }

  get size(): number {
    return this.#pieces.length;
  }

  submit(wire: Wire): null {
    wire.stream.cork();
    for (const piece of this.#pieces) {
      piece._result._types = this._result._types;
      piece.prepare(wire);
    }
    wire.sync();
    wire.stream.uncork();
    return null;
  }

  override handleRowDescription(message: unknown): void {
    this.#pieces[this.#next]?.handleRowDescription(message);
  }

  override handleDataRow(message: unknown): void {
    this.#pieces[this.#next]?.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, wire: Wire): void {
    const piece = this.#pieces[this.#next];
    if (piece === undefined) return;
    this.#next += 1;
    wire.parsedStatements[piece.name] = piece.text;
    delete wire.submittedNamedStatements[piece.name];
    piece.handleCommandComplete(message, wire);
    piece.answered.resolve({ command: piece._result.command, rows: piece._result.rows });
  }

  handleReadyForQuery(): void {
    this.#end(null);
  }

  handleError(error: Error, wire: Wire): void {
    const unanswered = this.#pieces.slice(this.#next);
    // Whether the server has parsed a statement that it had not seen before is not known now: such a connection ends.
    if (unanswered.some(({ name }) => wire.submittedNamedStatements[name] !== undefined)) this.#onBroken();
    for (const piece of unanswered) piece.answered.reject(error);
    this.#end(error);
  }

  #end(error: Error | null): void {
    if (this.#over) return;
    this.#over = true;
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
export const createAsker = (connection: pg.PoolClient): Asker => {
  let waiting: Piece[] = [];
  let over = false;
  let broken = false;
  const send = () => {
    const pieces = waiting;
    waiting = [];
    if (pieces.length === 0) return;
    const batch = new Batch(pieces, () => {
      broken = true;
    });
    connection.query(batch as unknown as pg.Submittable);
  };
  return {
    ask: (query) => {
      if (over) throw new Error('a statement came after the end of its transaction');
      const piece = new Piece(query);
      // Everything that follows from the same answers is asked for before the next tick.
      if (waiting.length === 0) process.nextTick(send);
      waiting.push(piece);
      return piece.answered.promise;
    },
    end: () => {
      over = true;
      for (const piece of waiting) piece.answered.reject(new Error('its transaction has ended before it was sent'));
      waiting = [];
    },
    isBroken: () => broken,
  };
};
