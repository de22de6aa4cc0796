import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { emptyDatabase } from '../../test-support/database.ts';
import { until } from '../../test-support/until.ts';
import { LOCK_NUMBERS } from '../lock-numbers.ts';
import { WORKERS_LOCK } from '../moving-locks.ts';
import { oneBackupAtATime } from './turns.ts';

/** A database, and backups of it that end when they are told to. */
const open = async (t: TestContext) => {
  const { connection, rows } = await emptyDatabase(t);
  const done: string[] = [];
  const lost: Error[] = [];
  const begin = (name: string, signal = new AbortController().signal) => {
    const goOn = Promise.withResolvers<void>();
    const turn = { signal, onLost: (error: Error) => void lost.push(error), again_ms: 10 };
    const ended = oneBackupAtATime(connection, turn, async () => {
      done.push(name);
      await goOn.promise;
      done.push(`${name} is over`);
    });
    return { ended, goOn: goOn.resolve };
  };
  const has = async (condition: string): Promise<number> =>
    (await rows(`select from pg_stat_activity where datname = current_database() and ${condition}`)).length;
  /** How many have asked for a turn and hold or await it, without a statement that goes on meanwhile. */
  const wait = async (count: number) =>
    until(`${count} have asked`, async () => (await has(ASKED)) === count && done.length > 0);
  const isHeld = async (): Promise<boolean> =>
    (
      await rows(`select from pg_locks where locktype = 'advisory' and granted and objid = ${LOCK_NUMBERS.backup}
        and database = (select oid from pg_database where datname = current_database())`)
    ).length === 1;
  return { rows, done, lost, begin, wait, has, isHeld };
};

const ASKED = `state = 'idle' and query like '%pg_try_advisory_lock%'`;

test('two backups of a database are made one after the other, and who waits may be broken off', async (t) => {
  const { done, begin, wait } = await open(t);
  const first = begin('first');
  await wait(1);
  const second = begin('second');
  await wait(2);
  const ending = new AbortController();
  const third = begin('third', ending.signal);
  await wait(3);
  ending.abort();
  await assert.rejects(third.ended, { name: 'AbortError' });
  first.goOn();
  second.goOn();
  await Promise.all([first.ended, second.ended]);
  assert.deepEqual(done, ['first', 'first is over', 'second', 'second is over']);
});

test('who works for all businesses is not held up by a backup, nor by one that waits for its turn', async (t) => {
  const { rows, begin, wait } = await open(t);
  const [first, second] = [begin('first'), begin('second')];
  await wait(2);
  const taken = await rows(`select pg_try_advisory_xact_lock_shared(${WORKERS_LOCK}) as workers,
    pg_try_advisory_xact_lock_shared(${LOCK_NUMBERS.backup}) as backup`);
  assert.deepEqual(taken, [{ workers: true, backup: false }]);
  first.goOn();
  second.goOn();
  await Promise.all([first.ended, second.ended]);
});

test('who is broken off keeps the turn until everything of it has ended', async (t) => {
  const { done, begin, wait, isHeld } = await open(t);
  const ending = new AbortController();
  const first = begin('first', ending.signal);
  await wait(1);
  ending.abort();
  for (let round = 0; round < 50; round += 1) assert.equal(await isHeld(), true);
  first.goOn();
  await first.ended;
  assert.deepEqual(done, ['first', 'first is over']);
  await until('the turn is free', async () => !(await isHeld()));
});

test('a server that is started anew ends no waiting, and who had the turn hears that it is lost', async (t) => {
  const { rows, done, lost, begin, wait } = await open(t);
  const [first, second] = [begin('first'), begin('second')];
  await wait(2);
  await rows(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and ${ASKED}`);
  await until('one has lost the turn, and the other has it', () => lost.length > 0 && done.length === 2);
  first.goOn();
  second.goOn();
  await Promise.all([first.ended, second.ended]);
  assert.match(lost[0]?.message ?? '', /terminating connection/);
});
