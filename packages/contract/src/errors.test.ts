import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError, ERRORS, type ErrorCode } from './errors.ts';

const codes = Object.keys(ERRORS) as ErrorCode[];

test('every refusal survives the wire', () => {
  for (const code of codes) {
    const error = AppError.fromJSON(JSON.parse(JSON.stringify(new AppError(code, { field: 'name' }))));
    assert.deepEqual([error.code, error.status, error.params], [code, ERRORS[code], { field: 'name' }]);
  }
});

test('every refusal has a status of an error', () => {
  for (const code of codes) assert.ok(ERRORS[code] >= 400 && ERRORS[code] < 600, code);
});

test('whatever else comes over the wire is internal', () => {
  for (const value of [undefined, null, 5, 'slot_taken', [], {}, { code: 'nope' }, { code: 5 }, { code: '__proto__' }])
    assert.equal(AppError.fromJSON(value).code, 'internal');
});

test('parameters that are no object are dropped', () => {
  for (const params of [5, 'x', null, undefined])
    assert.deepEqual(AppError.fromJSON({ code: 'slot_taken', params }).params, {});
});
