import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask } from './support/rest.ts';
import { assertProblem, openApi } from './support/rest-studio.ts';

test('two who edit the same are told apart by ETag and If-Match', async (t) => {
  const { api } = await openApi(t);
  const room = await ask<{ id: string }>(api, '/rooms', { method: 'POST', body: { name: 'One' } });
  const path = `/rooms/${room.body.id}`;
  const { headers } = await ask(api, path);
  const etag = headers.get('etag') ?? '';
  assert.match(etag, /^"[\w-]{22}"$/);
  const change = (name: string, version: string) =>
    ask(api, path, { method: 'PATCH', body: { name }, headers: { 'if-match': version } });
  const first = await change('Two', `"another", ${etag}`);
  assert.equal(first.status, 200);
  assert.notEqual(first.headers.get('etag'), etag);
  const second = await change('Three', etag);
  assertProblem(second, 'changed_meanwhile');
  assert.equal(`"${second.body['version']}"`, first.headers.get('etag'));
  assert.deepEqual((second.body['current'] as { name: string }).name, 'Two');
  assertProblem(await change('Four', `W/${first.headers.get('etag')}`), 'changed_meanwhile');
  assert.equal((await change('Five', '*')).status, 200);
  const list = await ask(api, '/rooms', { method: 'POST', body: { name: 'x' }, headers: { 'if-match': etag } });
  assertProblem(list, 'invalid_input');
});

test('two who give a day hours of its own are told apart as well, though it had none', async (t) => {
  const { api } = await openApi(t);
  const { body } = await ask<{ items: { id: string }[] }>(api, '/specialists');
  const day = `/specialists/${body.items[0]?.id}/hours/2031-03-06`;
  const none = (await ask(api, day)).headers.get('etag') ?? '';
  const own = day.replace('/hours/', '/overrides/');
  const put = (from: string) => {
    const intervals = [{ from, to: '18:00' }];
    return ask(api, own, { method: 'PUT', body: { intervals }, headers: { 'if-match': none } });
  };
  const first = await put('10:00');
  assert.equal(first.status, 200);
  const etag = first.headers.get('etag') ?? '';
  assert.deepEqual(
    [(await ask(api, own)).headers.get('etag'), (await ask(api, day)).headers.get('etag')],
    [etag, etag],
  );
  assertProblem(await put('11:00'), 'changed_meanwhile');
  const remove = (version: string) => ask(api, own, { method: 'DELETE', headers: { 'if-match': version } });
  assertProblem(await remove(none), 'changed_meanwhile');
  assert.equal((await remove(etag)).headers.get('etag'), none);
});
