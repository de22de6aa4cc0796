import { createMemoryKeyValue, createTexts } from '@okno/contract';
import type { Aside } from '../aside.ts';
import { createBackend } from '../backend.ts';
import type { TestBackend } from './backend.ts';
import { facesOf, type Studio } from './studio.ts';

/**
 * The same business as if through other processes: who takes turns in one of them, and what its backend remembers, the others
 * know nothing of. The pool is one, and so is what modules keep for the whole program: timetables, and who is at their limit.
 */
export const processesOf = (
  { pool, clockOffset, secrets, faults, after }: TestBackend,
  studio: Studio,
  count: number,
  aside?: Aside,
): Studio['as'][] =>
  Array.from({ length: count }, () => {
    const backend = createBackend({
      ...{ pool, clockOffset, secrets },
      texts: createTexts(),
      ruleOfAddress: () => null,
      store: createMemoryKeyValue(() => performance.now()),
      onFault: (error) => faults.push(error),
      ...(aside && { aside }),
    });
    after(() => backend.writeRefusals());
    return facesOf({ backend }, studio).as;
  });
