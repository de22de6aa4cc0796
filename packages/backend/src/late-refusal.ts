import type { AppError } from '@okno/contract';
import type { Tx } from './db/tx.ts';

/**
 * A refusal that has yet to read what it tells, such as the nearest free times. It is put into words when the transaction
 * that was refused is gone and its locks with it: of a hundred who want the same time, 99 are told what else is free, and
 * nobody should wait for their explanations.
 */
export class LateRefusal extends Error {
  readonly explain: (tx: Tx) => Promise<AppError>;

  constructor(explain: (tx: Tx) => Promise<AppError>) {
    super('a refusal that the door has to put into words');
    this.name = 'LateRefusal';
    this.explain = explain;
  }
}
