import { AppError } from '@okno/contract';

/** Whether a change was made: not so when it was made from what is not true any more (docs/rules.md#two-editors). */
export const unlessChanged = async (change: Promise<unknown>): Promise<boolean> => {
  try {
    await change;
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'changed_meanwhile') return false;
    throw error;
  }
};
