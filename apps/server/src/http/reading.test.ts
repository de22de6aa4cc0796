import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Problem } from '@okno/contract';
import { KEY, openListener } from './testing-app.ts';

test('a body that is too deep, holds too much, or a text that is no text is refused by name', async (t) => {
  const { app, calls } = await openListener(t);
  const send = async (payload: string | Buffer) => {
    const headers = { 'x-service-key': KEY, 'content-type': 'application/json' };
    const answer = await app.inject({ method: 'POST', url: '/api/v1/schedule/preview', headers, payload });
    const { code, errors } = answer.json() as Problem;
    return [answer.statusCode, code, errors?.[0]?.field, errors?.[0]?.rule];
  };
  const deep = `{"a":${'['.repeat(60_000)}${']'.repeat(60_000)}}`;
  const TOO_DEEP = 'must not be nested deeper than 32';
  assert.deepEqual(
    (await send(deep)).filter((_, index) => index !== 2),
    [400, 'invalid_input', TOO_DEEP],
  );
  const many = JSON.stringify({ a: Array<number>(200_000).fill(1) });
  assert.deepEqual(await send(many), [400, 'invalid_input', 'body', 'must not hold more than 100000 values']);
  const UNSTORABLE = 'has a value that cannot be stored';
  assert.deepEqual(await send('{"a":{"b":"\\ud800"}}'), [400, 'invalid_input', 'a.b', UNSTORABLE]);
  const latin = Buffer.from('{"a":"\xe9"}', 'latin1');
  assert.deepEqual(await send(latin), [400, 'malformed_request', 'body', 'must be JSON in UTF-8']);
  assert.deepEqual(await send('{"__proto__":{"a":1}}'), [400, 'malformed_request', 'body', 'must be JSON']);
  for (const broken of ['{"a":', 'a', ''])
    assert.deepEqual(await send(broken), [400, 'malformed_request', 'body', 'must be JSON']);
  for (const other of ['[]', '"a"'])
    assert.deepEqual(await send(other), [400, 'invalid_input', 'body', 'must be a JSON object']);
  assert.deepEqual(await send('"\\ud800"'), [400, 'invalid_input', 'body', UNSTORABLE]);
  assert.deepEqual(calls, []);
  const ids = Array<string>(50_000).fill('0190a1b2-c3d4-7e5f-8a1b-2c3d4e5f6a7b');
  const headers = { 'x-service-key': KEY };
  const payload = { entity: 'client', selection: { ids }, change: { add_tags: ['a'] } };
  const answer = await app.inject({ method: 'POST', url: '/api/v1/bulk-edits/preview', headers, payload });
  assert.equal(answer.statusCode, 200, 'as many ids as may be changed in one go are read');
});
