import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain } from './database.ts';
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
