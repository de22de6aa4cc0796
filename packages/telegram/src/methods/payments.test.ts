import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Snapshot } from '../snapshot.ts';
import { BOT_ID, type Reply, type TestWorld, testWorld } from '../test-world.ts';

const INVOICE = {
  ...{ chat_id: 1, title: 'Haircut', description: 'On Monday at noon', payload: 'booking-1', currency: 'RUB' },
  ...{ provider_token: 'provider', prices: [{ label: 'Haircut', amount: 250_000 }] },
};
const STARS = { ...INVOICE, currency: 'XTR', provider_token: '', prices: [{ label: 'Tip', amount: 50 }] };

type Update = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

const withInvoice = async (invoice: object = INVOICE): Promise<TestWorld> => {
  const world = await testWorld({ frozen: true });
  await world.anna.start();
  const { ok, description } = await world.call('sendInvoice', invoice);
  assert.ok(ok, description ?? 'refused');
  return world;
};

const newestUpdate = async (world: TestWorld): Promise<Update> => {
  const [update] = (await world.call('getUpdates', { offset: -1 })).result as readonly Update[];
  assert.ok(update);
  return update;
};

const answer = async (world: TestWorld, words: object): Promise<Reply> => {
  const { pre_checkout_query: query } = await newestUpdate(world);
  return world.call('answerPreCheckoutQuery', { pre_checkout_query_id: query?.['id'], ...words });
};

test('an invoice is paid when the bot agrees: the bot hears of it, and the invoice becomes its receipt', async () => {
  await using world = await withInvoice();
  const shown = world.anna.lastMessage();
  assert.deepEqual(shown?.invoice, {
    ...{ title: 'Haircut', description: 'On Monday at noon', paid: false },
    ...{ currency: 'RUB', total_amount: 250_000 },
  });
  assert.deepEqual(shown?.inline_keyboard, [[{ text: 'Pay', pay: true }]]);
  const paying = world.anna.pay();
  const { pre_checkout_query: query } = await newestUpdate(world);
  assert.partialDeepStrictEqual(query, { currency: 'RUB', total_amount: 250_000, invoice_payload: 'booking-1' });
  assert.equal((await answer(world, { ok: true })).result, true);
  assert.partialDeepStrictEqual(await paying, { paid: true });
  const { message } = await newestUpdate(world);
  const payment = message?.['successful_payment'];
  assert.partialDeepStrictEqual(payment, { currency: 'RUB', total_amount: 250_000, invoice_payload: 'booking-1' });
  assert.match(String((payment as Record<string, unknown>)['provider_payment_charge_id']), /^provider_/);
  const receipt = world.anna.messages().find(({ message_id }) => message_id === shown?.message_id);
  assert.equal(receipt?.invoice?.paid, true);
  assert.equal(receipt?.inline_keyboard, undefined);
  await assert.rejects(world.anna.pay({ message_id: shown?.message_id ?? 0 }), /has been paid/);
});

test('a bot that says no is heard, and nothing is paid', async () => {
  await using world = await withInvoice();
  const paying = world.anna.pay();
  assert.equal((await answer(world, { ok: false })).description, 'Bad Request: ERROR_TEXT_EMPTY');
  await answer(world, { ok: false, error_message: 'This time is gone.' });
  assert.deepEqual(await paying, { paid: false, error: 'This time is gone.' });
  assert.equal(world.anna.lastMessage()?.invoice?.paid, false);
});

test('a bot that says nothing for ten seconds has lost the payment, and its word comes too late', async () => {
  await using world = await withInvoice();
  const paying = world.anna.pay();
  const { pre_checkout_query: query } = await newestUpdate(world);
  world.emulator.clock.advance(10_000);
  assert.deepEqual(await paying, { paid: false, error: 'BOT_PRECHECKOUT_TIMEOUT' });
  const late = await world.call('answerPreCheckoutQuery', { pre_checkout_query_id: query?.['id'], ok: true });
  assert.equal(late.description, 'Bad Request: query is too old and response timeout expired or query ID is invalid');
});

test('a declined card pays nothing, and the next one does', async () => {
  await using world = await withInvoice();
  const first = world.anna.pay({ card: 'declined' });
  await answer(world, { ok: true });
  assert.deepEqual(await first, { paid: false, error: 'PAYMENT_DECLINED' });
  const second = world.anna.pay();
  await answer(world, { ok: true });
  assert.partialDeepStrictEqual(await second, { paid: true });
});

test('paid on two devices at once, an invoice is paid once', async () => {
  await using world = await withInvoice();
  const paying = [world.anna.pay(), world.anna.pay()];
  const updates = (await world.call('getUpdates', {})).result as readonly Update[];
  const results = Promise.allSettled(paying);
  for (const { pre_checkout_query: query } of updates)
    if (query) await world.call('answerPreCheckoutQuery', { pre_checkout_query_id: query['id'], ok: true });
  assert.deepEqual((await results).map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  assert.equal(world.anna.messages().filter(({ payment }) => payment !== undefined).length, 1);
});

test('whoever blocks the bot before it has agreed pays nothing', async () => {
  await using world = await withInvoice();
  const paying = assert.rejects(world.anna.pay(), /has blocked the bot/);
  const { pre_checkout_query: query } = await newestUpdate(world);
  await world.anna.block();
  await world.call('answerPreCheckoutQuery', { pre_checkout_query_id: query?.['id'], ok: true });
  await paying;
  assert.ok(world.anna.messages().every(({ payment, invoice }) => payment === undefined && invoice?.paid !== true));
});

test('Stars that the rate held back are given back by the next try', async () => {
  await using world = await testWorld({ frozen: true, limits: { chat_burst: 1 } });
  await world.anna.start();
  await world.call('sendInvoice', STARS);
  const paying = world.anna.pay();
  await answer(world, { ok: true });
  await paying;
  const { message } = await newestUpdate(world);
  const { telegram_payment_charge_id: charge } = (message?.['successful_payment'] ?? {}) as Record<string, unknown>;
  const refund = { user_id: 1, telegram_payment_charge_id: charge };
  assert.equal((await world.call('refundStarPayment', refund)).error_code, 429);
  world.emulator.clock.advance(1000);
  assert.equal((await world.call('refundStarPayment', refund)).result, true);
});

test('Stars are given back once; what a provider took is not given back by Telegram', async () => {
  await using world = await withInvoice(STARS);
  const paying = world.anna.pay();
  await answer(world, { ok: true });
  await paying;
  const { message } = await newestUpdate(world);
  const { telegram_payment_charge_id: charge } = (message?.['successful_payment'] ?? {}) as Record<string, unknown>;
  const refund = { user_id: 1, telegram_payment_charge_id: charge };
  assert.equal((await world.call('refundStarPayment', refund)).result, true);
  assert.deepEqual(world.anna.lastMessage()?.payment, { currency: 'XTR', total_amount: 50, refunded: true });
  assert.equal((await world.call('refundStarPayment', refund)).description, 'Bad Request: CHARGE_ALREADY_REFUNDED');
  const unknown = { ...refund, telegram_payment_charge_id: 'nothing' };
  assert.equal((await world.call('refundStarPayment', unknown)).description, 'Bad Request: CHARGE_NOT_FOUND');
});

test('an invoice that cannot be is refused, and so is a way to pay below anything else', async () => {
  await using world = await withInvoice();
  const refusals: readonly (readonly [object, string])[] = [
    [{ title: '' }, 'parameter "title" is required'],
    [{ payload: 'x'.repeat(129) }, 'INVOICE_PAYLOAD_INVALID'],
    [{ currency: 'rub' }, 'CURRENCY_INVALID'],
    [{ provider_token: '' }, 'PAYMENT_PROVIDER_INVALID'],
    [{ prices: [] }, 'CURRENCY_TOTAL_AMOUNT_INVALID'],
    [{ prices: [{ label: 'x', amount: 1.5 }] }, "can't parse labeled price"],
    [
      { reply_markup: { inline_keyboard: [[{ text: 'Later', callback_data: 'later' }]] } },
      'the first button must be a Pay button',
    ],
  ];
  for (const [change, why] of refusals)
    assert.equal((await world.call('sendInvoice', { ...INVOICE, ...change })).description, `Bad Request: ${why}`);
  const pay = { inline_keyboard: [[{ text: 'Pay', pay: true }]] };
  const below = await world.call('sendMessage', { chat_id: 1, text: 'no invoice', reply_markup: pay });
  assert.equal(below.description, 'Bad Request: BUTTON_TYPE_INVALID');
  const { result } = await world.call('sendMessage', { chat_id: 1, text: 'no invoice' });
  const { message_id } = result as { readonly message_id: number };
  const edits = { editMessageReplyMarkup: {}, editMessageText: { text: 'still none' } };
  for (const [method, words] of Object.entries(edits)) {
    const edited = await world.call(method, { chat_id: 1, message_id, reply_markup: pay, ...words });
    assert.equal(edited.description, 'Bad Request: BUTTON_TYPE_INVALID');
  }
});

test('what was paid outlives a restart of the emulator', async () => {
  await using world = await withInvoice(STARS);
  const paying = world.anna.pay();
  await answer(world, { ok: true });
  await paying;
  const snapshot = JSON.parse(JSON.stringify(world.emulator.snapshot())) as Snapshot;
  await using again = await testWorld({ snapshot });
  const [charge = ''] = snapshot.bots[0]?.payments?.[0] ?? [];
  const refund = { user_id: 1, telegram_payment_charge_id: charge };
  assert.equal((await again.call('refundStarPayment', refund)).result, true);
  assert.equal(again.emulator.as(1, BOT_ID).lastMessage()?.payment?.refunded, true);
});

test('a person sends a picture and a file, which the bot fetches', async () => {
  await using world = await testWorld();
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  );
  await world.anna.sendFile({ file_name: 'point.png', mime_type: 'image/png', content: png }, 'My hair');
  const { message } = await newestUpdate(world);
  assert.equal(message?.['caption'], 'My hair');
  const [photo] = (message?.['photo'] ?? []) as readonly { readonly file_id: string; readonly width: number }[];
  assert.equal(photo?.width, 1);
  const { file_path } = (await world.call('getFile', { file_id: photo?.file_id })).result as { file_path: string };
  const fetched = await fetch(`${world.url}/file/bot7000001:test-token/${file_path}`);
  assert.ok(Buffer.from(await fetched.arrayBuffer()).equals(png));
  await world.anna.sendFile({ file_name: 'notes.txt', mime_type: 'text/plain', content: Buffer.from('a note') });
  assert.equal(world.anna.lastMessage()?.document?.file_name, 'notes.txt');
  const nothing = { file_name: 'empty.txt', mime_type: 'text/plain', content: Buffer.alloc(0) };
  await assert.rejects(world.anna.sendFile(nothing), /must not be empty/);
});

test('a person changes the language of the app, and the bot sees it from then on', async () => {
  await using world = await testWorld();
  await world.anna.start();
  await world.anna.speak('en');
  await world.anna.type('Hello');
  const { message } = await newestUpdate(world);
  assert.partialDeepStrictEqual(message?.['from'], { language_code: 'en' });
  await assert.rejects(world.anna.speak('English!'), /language_code must be like/);
});
