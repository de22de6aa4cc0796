import { ConfigError, OperatorError } from '../problem.ts';

/**
 * What was looked at, and how it is: in order; worth knowing; or wrong. `advice` is one sentence that says what is the
 * matter, and what to do about it.
 */
export type Finding = {
  readonly what: string;
  readonly level: 'ok' | 'note' | 'wrong';
  readonly advice: string | null;
};

export const fine = (what: string): Finding => ({ what, level: 'ok', advice: null });
export const wrong = (what: string, advice: string): Finding => ({ what, level: 'wrong', advice });
export const note = (what: string, advice: string): Finding => ({ what, level: 'note', advice });

/** In order when there is nothing to say. */
export const wrongIf = (what: string, advice: string | null): Finding =>
  advice === null ? fine(what) : wrong(what, advice);

/** What `look` finds; a problem that it throws as a sentence is a finding as well. */
export const check = async (what: string, look: () => Promise<string | null> | string | null): Promise<Finding> => {
  try {
    return wrongIf(what, await look());
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof OperatorError)) throw error;
    return wrong(what, error.message);
  }
};
