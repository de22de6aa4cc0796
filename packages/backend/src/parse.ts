import { type Action, AppError, readAs } from '@okno/contract';

/**
 * The input as its schema describes it.
 * @throws AppError `invalid_input` that names every offending field and its rule.
 */
export const parseInput = (action: Pick<Action, 'input'>, input: unknown): unknown => {
  const { data, complaints } = readAs(action.input, input ?? {});
  if (complaints === null) return data;
  throw new AppError('invalid_input', { ...complaints[0], errors: complaints });
};
