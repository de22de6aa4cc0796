import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { test } from 'node:test';
import { AppError, createTexts } from '@okno/contract';
import fastify from 'fastify';
import { createLog } from '../log.ts';
import { handleErrors } from './errors.ts';
import { addWebhook, WEBHOOK_PATH } from './webhook.ts';

const SECRET = 'the-secret-of-the-webhook';

/** A webhook of bot 7 on a real connection, and what connections to it send and hear. */
const open = async (t: { after(work: () => unknown): void }) => {
  const app = fastify({ forceCloseConnections: true });
  t.after(() => app.close());
  handleErrors(app, {
    texts: createTexts(),
    log: createLog('silent'),
    methodsAt: () => [],
    onFault: assert.fail,
  });
  const account = { webhook_secret: SECRET, bot_info: { id: 7 } };
  addWebhook(app, {
    accounts: { find: (id: number) => (id === 7 ? account : undefined) } as never,
    dispatch: () => Promise.reject(new AppError('internal')),
    hasLeft: () => false,
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  return async (secret: string, body: string, length: number) => {
    const socket = connect(port, '127.0.0.1');
    t.after(() => socket.destroy());
    const heard = { text: '' };
    socket.setEncoding('utf8').on('data', (part: string) => {
      heard.text += part;
    });
    const closed = once(socket, 'close').then(() => heard.text);
    const head = `POST ${WEBHOOK_PATH}/7 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n`;
    const write = () =>
      socket.write(`${head}X-Telegram-Bot-Api-Secret-Token: ${secret}\r\nContent-Length: ${length}\r\n\r\n${body}`);
    write();
    return { socket, closed, heard, write };
  };
};

test('who brings no secret is told so, and cut unless all of the body is there', async (t) => {
  const post = await open(t);
  const whole = await post('wrong', '{}', 2);
  const telegram = await post(SECRET, '{', 100_000);
  const unfinished = await post('wrong', '{', 100_000);
  assert.match(await unfinished.closed, /^HTTP\/1\.1 401 /);
  // Both came before the one that was cut, so that their time would have been over.
  assert.deepEqual([whole.socket.closed, telegram.socket.closed, telegram.heard.text], [false, false, '']);
  assert.match(whole.heard.text, /^HTTP\/1\.1 401 /);
  whole.heard.text = '';
  whole.write();
  await once(whole.socket, 'data');
  assert.match(whole.heard.text, /^HTTP\/1\.1 401 /, 'it is kept for the next request');
});
