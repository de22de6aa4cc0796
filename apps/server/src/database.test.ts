import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain, tellMigrated } from './database.ts';
import { createLog } from './log.ts';
import { OperatorError } from './problem.ts';

test('whatever the driver says becomes a sentence, also what nobody has foreseen', () => {
  for (const [error, sentence] of [
    [Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), /nobody answers at DATABASE_URL/],
    [new Error('timeout expired'), /does not answer/],
    [new Error('The server does not support SSL connections'), /cannot be used: The server does not support SSL/],
    [Object.assign(new Error('no\nroom'), { code: '53100' }), /^The database cannot be used: 53100 no room$/],
    ['odd', /^The database cannot be used: odd$/],
  ] as const) {
    const told = explain(error);
    assert.ok(told instanceof OperatorError);
    assert.match(told.message, sentence);
  }
});

test('however many migrations a start has run, the log has a short line of it; by name at debug', () => {
  const names = Array.from({ length: 90 }, (_, index) => `migration_${index + 1}`);
  const linesAt = (level: string, ran: readonly string[]) => {
    const lines: string[] = [];
    tellMigrated(createLog(level, { write: (line: string) => void lines.push(line) }), ran);
    return lines;
  };
  const [line = '', ...more] = linesAt('info', names);
  assert.deepEqual(more, []);
  assert.match(line, /"event":"migrated","count":90,"last":"migration_90"/);
  assert.ok(line.length < 200, line);
  const [all = ''] = linesAt('debug', names);
  assert.match(all, /"event":"migrations".*"migration_1","migration_2".*"migration_90"/);
  assert.deepEqual(linesAt('debug', []), []);
});
