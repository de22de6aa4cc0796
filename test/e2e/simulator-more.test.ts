import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { createClock, createEmulator, type Emulator } from '@okno/telegram';
import { requireProgram } from '../support/requires.ts';
import { atEnd } from './support/at-end.ts';
import { openBrowser, watchPage } from './support/browser.ts';
import { DEMO_BOT_ID } from './support/demo.ts';
import { paneOf, simulatorUrl } from './support/simulator.ts';

const PAGE = path.resolve(import.meta.dirname, '../../apps/simulator/dist');
const TOKEN = `${DEMO_BOT_ID}:token-of-the-test`;
const ANNA = 7;
const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html' };

type Update = {
  readonly update_id: number;
  readonly pre_checkout_query?: { readonly id: string; readonly total_amount: number };
  readonly message?: { readonly document?: { readonly file_name: string }; readonly photo?: readonly unknown[] };
};

/** The page over an emulator of its own, and a bot that is nothing but this test. */
const openPage = async (t: TestContext, program: string) => {
  const emulator = createEmulator({ clock: createClock(), local: true });
  emulator.addBot({ token: TOKEN, username: 'test_bot', first_name: 'Test' });
  emulator.addPerson({ id: ANNA, first_name: 'Anna', language_code: 'en' });
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://here');
    if (pathname.startsWith('/telegram/')) return emulator.handle(request, response, '/telegram');
    const file = pathname.replace('/simulator/', '') || 'index.html';
    readFile(path.join(PAGE, file)).then(
      (content) =>
        response.writeHead(200, { 'content-type': TYPES[path.extname(file)] ?? 'image/svg+xml' }).end(content),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  atEnd(t, async () => {
    await emulator.close();
    server.closeAllConnections();
    server.close();
  });
  const browser = await openBrowser(t, program);
  const context = await browser.newContext({ viewport: { width: 1180, height: 900 }, locale: 'en-GB' });
  const watched = await watchPage(context, url);
  watched.page.setDefaultTimeout(10_000);
  await emulator.as(ANNA, DEMO_BOT_ID).start();
  await watched.page.goto(simulatorUrl(url, [ANNA]));
  return { ...watched, emulator, anna: paneOf(watched.page, 'Anna'), call: caller(url) };
};

const caller =
  (url: string) =>
  async <T>(method: string, params: object): Promise<T> => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${url}/telegram/bot${TOKEN}/${method}`, {
      ...{ method: 'POST', headers, body: JSON.stringify(params) },
    });
    const { ok, result, description } = (await response.json()) as { ok: boolean; result: T; description?: string };
    assert.ok(ok, description ?? 'refused');
    return result;
  };

type Call = ReturnType<typeof caller>;

/** Waits for the first update that this fits. */
const heard = async (call: Call, fits: (update: Update) => boolean): Promise<Update> => {
  for (let offset = 0; ; ) {
    const updates = await call<Update[]>('getUpdates', { offset, timeout: 5 });
    const found = updates.find(fits);
    offset = (updates.at(-1)?.update_id ?? 0) + 1;
    if (found !== undefined) {
      await call('getUpdates', { offset, timeout: 0 });
      return found;
    }
  }
};

const INVOICE = {
  ...{ chat_id: ANNA, title: 'Haircut', description: 'On Monday at noon', payload: 'one', currency: 'RUB' },
  ...{ provider_token: 'provider', prices: [{ label: 'Haircut', amount: 250_000 }] },
};

/** From the button below the invoice to the bot's word. */
const payWith = async (
  call: Call,
  { pane }: ReturnType<typeof paneOf>,
  card: RegExp,
  answer: object,
): Promise<void> => {
  await pane.getByRole('button', { name: /^Pay RUB/ }).click();
  await pane.page().getByRole('dialog').getByRole('button', { name: card }).click();
  const { pre_checkout_query: query } = await heard(call, (update) => update.pre_checkout_query !== undefined);
  assert.equal(query?.total_amount, 250_000);
  await call('answerPreCheckoutQuery', { pre_checkout_query_id: query?.id, ...answer });
};

test('in the simulator an invoice is refused by the bot, by the bank, and then paid', async (t) => {
  const program = requireProgram(t, 'chromium');
  if (program === null) return;
  const { page, anna, call, assertClean } = await openPage(t, program);
  await call('sendInvoice', INVOICE);
  await anna.sees('On Monday at noon');
  const close = () => page.getByRole('button', { name: 'OK' }).click();
  await payWith(call, anna, /^Pay$/, { ok: false, error_message: 'This time is gone.' });
  await page.getByText('This time is gone.').waitFor();
  await close();
  await payWith(call, anna, /declines/, { ok: true });
  await page.getByText('The bank has declined the card.').waitFor();
  await close();
  await payWith(call, anna, /^Pay$/, { ok: true });
  await anna.sees('You paid');
  await anna.sees('Receipt');
  assert.equal(await anna.pane.getByRole('button', { name: /^Pay RUB/ }).count(), 0);
  assertClean();
});

test('files go both ways, and the language of a person’s app is changed', async (t) => {
  const program = requireProgram(t, 'chromium');
  if (program === null) return;
  const { page, anna, emulator, call, assertClean } = await openPage(t, program);
  const choosing = page.waitForEvent('filechooser');
  await anna.pane.getByRole('button', { name: 'Send a file' }).click();
  await (await choosing).setFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('a note') });
  const { message } = await heard(call, (update) => update.message?.document !== undefined);
  assert.equal(message?.document?.file_name, 'notes.txt');
  await anna.sees('notes.txt');
  await anna.pane.getByRole('button', { name: 'Chat menu' }).click();
  await page.getByRole('menuitem', { name: 'Their Telegram in Russian' }).click();
  await languageIs(emulator, 'ru');
  await call('sendMessage', { chat_id: ANNA, text: 'first' });
  const { message_id } = await call<{ message_id: number }>('sendMessage', { chat_id: ANNA, text: 'second' });
  await anna.sees('second');
  await call('editMessageText', { chat_id: ANNA, message_id, text: 'another' });
  await anna.sees('another');
  await call('deleteMessage', { chat_id: ANNA, message_id });
  await anna.pane.getByText('another').waitFor({ state: 'detached' });
  await anna.pane.getByRole('button', { name: 'Chat menu' }).click();
  await page.getByRole('menuitem', { name: 'Block bot' }).click();
  await anna.pane.getByRole('button', { name: 'Unblock bot' }).click();
  await anna.pane.getByRole('textbox').waitFor();
  assertClean();
});

const languageIs = async (emulator: Emulator, language: string): Promise<void> => {
  await emulator.as(ANNA, DEMO_BOT_ID).waitFor(() => emulator.as(ANNA, DEMO_BOT_ID).person.language_code === language);
};
