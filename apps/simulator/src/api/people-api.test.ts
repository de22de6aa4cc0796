import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiRoot } from './api-root.ts';
import { createPeopleApi, RefusedError, reasonIn, UnreachableError } from './people-api.ts';

const answering = (status: number, body: string) => {
  const calls: { url: string; body: unknown }[] = [];
  const api = createPeopleApi('/people', (url, init) => {
    calls.push({ url, body: init?.body && JSON.parse(String(init.body)) });
    return Promise.resolve(new Response(body, { status }));
  });
  return { api, calls };
};

test('a tap names its button by row and column', async () => {
  const { api, calls } = answering(200, '{}');
  await api.tap({ bot_id: 1, person_id: 11 }, { message_id: 5, row: 0, column: 2 });
  assert.deepEqual(calls, [{ url: '/people/chats/1/11/tap', body: { message_id: 5, row: 0, column: 2 } }]);
});

test('a refusal is told in the emulator’s own words', async () => {
  const { api } = answering(400, '{"detail":"text: at most 4096 characters"}');
  await assert.rejects(api.text({ bot_id: 1, person_id: 11 }, 'x'), new RefusedError('text: at most 4096 characters'));
});

test('a refusal without words is told by its status', async () => {
  const { api } = answering(502, '<html>Bad gateway</html>');
  await assert.rejects(api.state(), new RefusedError('HTTP 502'));
});

test('no answer at all is told apart from a refusal', async () => {
  const api = createPeopleApi('', () => Promise.reject(new TypeError('network')));
  await assert.rejects(api.state(), UnreachableError);
});

test('Telegram’s own form of an error is understood too', () => {
  assert.equal(
    reasonIn('{"ok":false,"description":"Forbidden: bot was blocked by the user"}'),
    'Forbidden: bot was blocked by the user',
  );
  assert.equal(reasonIn('[]'), undefined);
});

test('the people API lies on this server unless the address asks for another', () => {
  assert.equal(apiRoot(''), '/telegram/people');
  assert.equal(apiRoot('?api=http://127.0.0.1:9/people/'), 'http://127.0.0.1:9/people');
});
