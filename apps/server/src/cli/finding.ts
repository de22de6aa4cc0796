import { ConfigError, OperatorError } from '../problem.ts';

/** What was looked at, and what is wrong with it: one sentence with a remedy, or nothing. */
export type Finding = { readonly what: string; readonly wrong: string | null };

export const check = async (what: string, look: () => Promise<string | null> | string | null): Promise<Finding> => {
  try {
    return { what, wrong: await look() };
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof OperatorError)) throw error;
    return { what, wrong: error.message };
  }
};
