import process from 'node:process';
import type { Answer } from './child.ts';

type Question = { readonly id: number; readonly question: string; readonly input: unknown };
type Answers = Readonly<Record<string, (input: never) => unknown>>;

/** The JSON with which the parent started us. */
export const inputOfParent = (): unknown => JSON.parse(process.argv[2] ?? 'null');

const tell = (answer: Answer): void => {
  process.send?.(answer);
};

/**
 * The other side of `startChild`: says that we are ready and answers until the parent lets go of us, however that
 * happens; then `stop` is called and the process ends. `cpu` is always understood: milliseconds of this process.
 */
export const answerParent = (ready: unknown, answers: Answers, stop: () => Promise<unknown>): void => {
  const cpu = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  const all: Answers = { cpu, ...answers };
  const answer = async ({ id, question, input }: Question): Promise<void> => {
    try {
      tell({ id, result: await all[question]?.(input as never) });
    } catch (error) {
      tell({ id, error: String((error as Error).stack) });
    }
  };
  process.on('message', (question: Question) => void answer(question));
  process.once('disconnect', () => {
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  });
  // The terminal's Ctrl+C reaches us too, but the parent decides.
  process.on('SIGINT', () => undefined);
  tell({ id: 0, result: ready });
};
