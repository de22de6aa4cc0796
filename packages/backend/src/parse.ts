import { type Action, AppError } from '@okno/contract';

type Issue = NonNullable<ReturnType<Action['input']['safeParse']>['error']>['issues'][number];

/**
 * The input as its schema describes it.
 * @throws AppError `invalid_input` that names every offending field and its rule.
 */
export const parseInput = (action: Pick<Action, 'input'>, input: unknown): unknown => {
  const parsed = action.input.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap(complaintsOf).slice(0, 20);
  throw new AppError('invalid_input', { field: errors[0]?.field ?? '', rule: errors[0]?.rule ?? '', errors });
};

/** Unknown fields are complained of one by one, under their own names. */
const complaintsOf = (issue: Issue): { field: string; rule: string }[] => {
  const path = issue.path.map(String);
  if (issue.code !== 'unrecognized_keys') return [{ field: path.join('.'), rule: issue.message }];
  return issue.keys.map((key) => ({ field: [...path, key].join('.'), rule: 'unknown field' }));
};
