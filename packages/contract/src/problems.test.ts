import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError, ERRORS, type ErrorCode } from './errors.ts';
import { Problem, problemOf } from './problems.ts';
import { createTexts } from './texts.ts';

const texts = createTexts();
const inEnglish = (error: AppError) => problemOf(error, texts, 'en', 'r-1');
const inRussian = (error: AppError) => problemOf(error, texts, 'ru', 'r-1');

test('a problem document has the fixed names, and no parameter can take their place', () => {
  const usurping = { status: 200, code: 'fine', type: 'x', title: 'y', instance: 'z' };
  assert.deepEqual(inEnglish(new AppError('slot_taken', { nearest: [], ...usurping })), {
    type: 'urn:okno:error:slot_taken',
    title: 'That time has just been taken.',
    status: 409,
    code: 'slot_taken',
    instance: 'r-1',
    nearest: [],
  });
});

test('every refusal has the described shape in every language, with parameters or without', () => {
  for (const code of Object.keys(ERRORS) as ErrorCode[])
    for (const params of [{}, { field: 'a', rule: 'is needed' }, { errors: 'nonsense' }, { errors: [] }, { what: 7 }])
      for (const document of [inEnglish, inRussian].map((make) => make(new AppError(code, params)))) {
        const { success, error } = Problem.omit({ what: true }).safeParse(document);
        // What we were given stays as it is, also where it is nonsense.
        assert.ok(success || 'errors' in params, `${code} ${JSON.stringify(params)} ${error?.message}`);
      }
});

test('bad input names every field with its rule, in the language of the reader', () => {
  const errors = [
    { field: 'name', rule: 'must not be empty' },
    { field: 'weekly.1', rule: 'must not overlap weekly.0' },
    { field: 'note', rule: 'must have at most 500 characters' },
    { field: 'page', rule: 'must be at least 1' },
  ];
  const error = new AppError('invalid_input', { ...errors[0], errors });
  assert.deepEqual(inEnglish(error).errors, errors);
  const { errors: told, field, rule, detail } = inRussian(error);
  assert.deepEqual(told, [
    { field: 'name', rule: 'не может быть пустым' },
    { field: 'weekly.1', rule: 'не должно пересекаться с weekly.0' },
    { field: 'note', rule: 'максимум символов: 500' },
    { field: 'page', rule: 'не меньше 1' },
  ]);
  assert.deepEqual([field, rule], ['name', 'не может быть пустым']);
  assert.equal(
    detail,
    'name: не может быть пустым; weekly.1: не должно пересекаться с weekly.0; note: максимум символов: 500',
  );
});

test('bad input that names one field only has the same list', () => {
  const one = new AppError('invalid_input', { field: 'to', rule: 'must not be before from' });
  assert.deepEqual(inEnglish(one).errors, [{ field: 'to', rule: 'must not be before from' }]);
  assert.deepEqual(inRussian(one).errors, [{ field: 'to', rule: 'не должно быть раньше from' }]);
  assert.equal(
    inEnglish(new AppError('malformed_request', { field: '', rule: 'must be JSON' })).detail,
    'must be JSON',
  );
});

test('what was not found, not allowed or not offered is said', () => {
  const detail = (code: ErrorCode, params = {}) =>
    [inEnglish, inRussian].map((in_) => in_(new AppError(code, params)).detail);
  assert.deepEqual(detail('not_found', { what: 'booking' }), ['There is no such booking.', 'Такой записи нет.']);
  assert.deepEqual(detail('not_found', { what: '__proto__' }), [undefined, undefined]);
  assert.match(detail('forbidden', { header: 'X-Service-Key' })[0] ?? '', /X-Service-Key.*wrong/);
  assert.equal(detail('forbidden')[0], undefined);
  assert.match(detail('unauthenticated')[0] ?? '', /X-Service-Key/);
  assert.equal(detail('slot_not_offered', { rule: 'off_grid' })[0], 'Visits do not begin at such a minute.');
  assert.equal(detail('booking_limit_reached', { limit: 3 })[1], 'Не больше 3.');
});
