import assert from 'node:assert/strict';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { Bot, InlineKeyboard, InputFile } from 'grammy';
import { TOKEN, testWorld } from './test-world.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const conversation = (apiRoot: string): Bot => {
  const bot = new Bot(TOKEN, { client: { apiRoot } });
  bot.command('start', (ctx) =>
    ctx.reply(`<b>Hello</b>, ${ctx.match || 'stranger'}`, {
      parse_mode: 'HTML',
      reply_markup: new InlineKeyboard().text('Book', 'book').text('Help', 'help'),
    }),
  );
  bot.callbackQuery('book', async (ctx) => {
    await ctx.editMessageText('Booked');
    await ctx.answerCallbackQuery({ text: 'Done', show_alert: true });
  });
  bot.on('message:text', (ctx) => ctx.replyWithPhoto(new InputFile(PNG, 'dot.png'), { caption: ctx.msg.text }));
  return bot;
};

const readJson = async (request: IncomingMessage) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
};

test('a grammY bot that polls holds a conversation with nothing changed but its apiRoot', async (context) => {
  await using world = await testWorld();
  const bot = conversation(world.url);
  const running = bot.start();
  // Else a failed test would poll for ever.
  context.after(() => bot.stop());
  await world.anna.start('promo');
  await world.anna.waitFor((anna) => anna.lastMessage('bot')?.text === 'Hello, promo');
  assert.deepEqual(world.anna.lastMessage('bot')?.entities, [{ type: 'bold', offset: 0, length: 5 }]);
  const result = await world.anna.tap('Book');
  assert.deepEqual(result, { answer: { text: 'Done', show_alert: true } });
  assert.equal(world.anna.lastMessage('bot')?.text, 'Booked');
  assert.deepEqual(world.anna.keyboard(), []);
  await world.anna.type('look');
  const photo = await world.anna.waitFor((anna) => anna.lastMessage('bot')?.photo);
  assert.deepEqual({ width: photo.width, height: photo.height }, { width: 1, height: 1 });
  await bot.stop();
  await running;
});

test('a grammY bot behind a webhook gets updates with the secret header and answers them', async (context) => {
  await using world = await testWorld();
  const bot = conversation(world.url);
  await bot.init();
  assert.equal(bot.botInfo.username, 'test_bot');
  const secrets: unknown[] = [];
  const server = createServer((request, response) => {
    secrets.push(request.headers['x-telegram-bot-api-secret-token']);
    readJson(request)
      .then((update) => bot.handleUpdate(update))
      .then(() => response.end())
      .catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  await bot.api.setWebhook(`http://127.0.0.1:${port}/hook`, { secret_token: 'Secret_1' });
  await world.anna.start();
  await world.anna.waitFor((anna) => anna.keyboard().length > 0);
  const result = await world.anna.tap('Book');
  assert.equal(result.answer?.text, 'Done');
  assert.deepEqual(secrets, ['Secret_1', 'Secret_1']);
  await assert.rejects(bot.api.getUpdates(), /409: Conflict: can't use getUpdates method while webhook is active/);
});
