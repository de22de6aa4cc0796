import type { Loss } from './spoiler.ts';

/** Where a business is after what happened to its move: whole there, and nothing of it elsewhere, unless it says `both`. */
export type Case = {
  readonly what: string;
  readonly at: 'first' | 'second' | 'both';
  readonly first?: Loss;
  readonly second?: Loss;
  /** What the mover says; null: that it is moved. */
  readonly says: RegExp | null;
  /** Leaves the publication of the first server behind. */
  readonly leaves?: true;
};

export const COMMIT = 'commit\0';
const answer = (words: string, away = false): Loss => ({ words, lost: 'answer', away });
const question = (words: string): Loss => ({ words, lost: 'question', away: false });

export const CASES: readonly Case[] = [
  { what: 'the first answer is lost, both committed', at: 'second', first: answer(COMMIT), says: null },
  { what: 'nobody can be told at the second', at: 'second', second: answer('pg_notify'), says: null },
  { what: 'nobody can be told at the first', at: 'second', first: question('unlock'), says: null },
  { what: 'the first never hears of it', at: 'first', first: question(COMMIT), says: /terminated/ },
  { what: 'the second answer is lost', at: 'second', second: answer(COMMIT), says: null },
  { what: 'the second never hears of it', at: 'first', second: question(COMMIT), says: /terminated/ },
  {
    what: 'the second answer is lost, and it is away',
    at: 'both',
    second: answer(COMMIT, true),
    leaves: true,
    says: /the second server did not say .* cannot be asked .* Ask both servers/,
  },
  {
    what: 'the first answer is lost, and it is away',
    at: 'second',
    first: answer(COMMIT, true),
    says: /the first server did not say .* cannot be asked .* Ask both servers/,
  },
  {
    what: 'both are lost one after the other',
    at: 'both',
    first: question(COMMIT),
    second: answer(COMMIT),
    says: /the second server has it as well, and may have served it/,
  },
];
