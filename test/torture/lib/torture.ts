import type { Place } from '../../e2e/support/at-end.ts';

export type Options = {
  /** How long it goes on; null: as long as it was made for. */
  readonly seconds: number | null;
  /** What chance is made of: the same number asks for the same things in the same order. */
  readonly seed: number;
  /** Gets a sentence now and then about how far it is. */
  readonly tell: (sentence: string) => void;
};

/** What a run has found out. It has passed when `wrong` is empty. */
export type Findings = {
  readonly what: string;
  /** What was measured, by name; a unit ends the name. */
  readonly figures: Readonly<Record<string, number>>;
  /** What does not hold, a sentence each. */
  readonly wrong: readonly string[];
};

/** One promise put to the torture; everything it opens is closed at the end of `place`. */
export type Torture = (place: Place, options: Options) => Promise<Findings>;
