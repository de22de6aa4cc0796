import type { Place } from '../../e2e/support/at-end.ts';
import { runRedis, type TestRedis } from '../../support/redis.ts';
import { findProgram } from '../../support/requires.ts';

/** A Redis of its own, gone at the end of `t`; throws when this machine has no `redis-server`. */
export const openRedis = (t: Place): Promise<TestRedis> => {
  const program = findProgram('redis-server');
  if (program === null) throw new Error('this needs redis-server on the path');
  return runRedis(t, program);
};
