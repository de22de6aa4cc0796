import { createMemoryKeyValue, createTexts } from '@okno/contract';
import { createBackend } from '../backend.ts';
import type { TestBackend } from './backend.ts';
import { facesOf, type Studio } from './studio.ts';

/** The same business through other processes: what one of them remembers, or is just doing, the others know nothing of. */
export const processesOf = (
  { pool, clockOffset, secrets, faults, after }: TestBackend,
  studio: Studio,
  count: number,
): Studio['as'][] =>
  Array.from({ length: count }, () => {
    const backend = createBackend({
      ...{ pool, clockOffset, secrets },
      texts: createTexts(),
      ruleOfAddress: () => null,
      store: createMemoryKeyValue(() => performance.now()),
      onFault: (error) => faults.push(error),
    });
    after(() => backend.writeRefusals());
    return facesOf({ backend }, studio).as;
  });
