import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Bot } from 'grammy';
import type { Update, UserFromGetMe } from 'grammy/types';
import { createBotApi } from '../../apps/server/src/telegram/fetch.ts';
import { answerParent, inputOfParent } from '../lib/answer-parent.ts';
import type { EchoInput } from './protocol.ts';

// The least a Telegram bot can do: a bare HTTP server, a bare grammY bot, every text sent back.
const { api_root, token, our_client } = inputOfParent() as EchoInput;
const client = our_client ? createBotApi(api_root).options : { apiRoot: api_root };
const botInfo = {
  id: Number(token.split(':')[0]),
  is_bot: true,
  first_name: 'Echo',
  username: 'echo_bench_bot',
} as UserFromGetMe;

const bot = new Bot(token, { botInfo, client });
bot.on('message:text', async (ctx) => {
  await ctx.reply(ctx.message.text);
});

const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  await bot.handleUpdate(JSON.parse(Buffer.concat(chunks).toString()) as Update);
  response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
};

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    response.writeHead(500).end();
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
answerParent({ url: `http://127.0.0.1:${port}` }, {}, async () => {
  server.closeAllConnections();
  server.close();
});
