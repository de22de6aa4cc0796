import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { Api } from 'grammy';
import { createBotApi } from './fetch.ts';

/** A Bot API that cuts the connection on the first request of each test, and counts. */
const openCutter = async (t: TestContext) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.url}`.split('/').at(-1) ?? '');
    if (asked.length === 1) request.socket.destroy();
    else response.setHeader('content-type', 'application/json').end('{"ok":true,"result":true}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { options, close } = createBotApi(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  t.after(async () => {
    await close();
    server.close();
  });
  return { api: new Api('1:token', options), asked };
};

test('an edit whose connection was cut is sent once more', async (t) => {
  const { api, asked } = await openCutter(t);
  await api.editMessageText(1, 1, 'text');
  assert.deepEqual(asked, ['editMessageText', 'editMessageText']);
});

test('a message whose connection was cut is not sent twice: nobody knows whether it arrived', async (t) => {
  const { api, asked } = await openCutter(t);
  await assert.rejects(api.sendMessage(1, 'text'));
  assert.deepEqual(asked, ['sendMessage']);
});

test('bots that wait for updates keep no message waiting, however many they are', async (t) => {
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    const answer = () => response.setHeader('content-type', 'application/json').end('{"ok":true,"result":[]}');
    if (request.url?.endsWith('/getUpdates')) waiting.add(answer);
    else answer();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { options, close } = createBotApi(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  t.after(() => server.close());
  const polls = Array.from({ length: 100 }, (_, bot) => new Api(`${bot}:token`, options).getUpdates());
  while (waiting.size < 100) await new Promise((next) => setImmediate(next));
  await new Api('1:token', options).sendMessage(1, 'text');
  for (const answer of waiting) answer();
  await Promise.all(polls);
  await close();
});
