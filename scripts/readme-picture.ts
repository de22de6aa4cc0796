// Draws the pictures of the README: the demo in a temporary folder, two chats side by side, in both languages.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DEMO_PERSON } from '@okno/backend';
import type { Language } from '@okno/contract';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../test/e2e/support/browser.ts';
import { bookInPane, paneOf, simulatorUrl } from '../test/e2e/support/simulator.ts';
import { STUDIO, words } from '../test/e2e/support/visitor.ts';
import { findProgram } from '../test/support/requires.ts';
import { root, startDemo } from './demo-server.ts';

const { buildPages }: { buildPages(root: string): Promise<void> } = await import(
  new URL('pages.mjs', import.meta.url).href
);
const MARIA = { id: DEMO_PERSON + 21, name: { en: 'Maria', ru: 'Мария' } };
const MOST_BYTES = 300_000;

const PICTURES: readonly { file: string; language: Language; locale: string; client: { id: number; name: string } }[] =
  [
    { file: 'simulator.png', language: 'en', locale: 'en-GB', client: { id: DEMO_PERSON + 12, name: 'Emma' } },
    { file: 'simulator-ru.png', language: 'ru', locale: 'ru-RU', client: { id: DEMO_PERSON + 11, name: 'Анна' } },
  ];

/** Plays a short conversation and takes the picture. */
const draw = async (browser: Browser, server_url: string, picture: (typeof PICTURES)[number]): Promise<void> => {
  const { file, language, locale, client } = picture;
  const page = await browser.newPage({
    viewport: { width: 1180, height: 700 },
    locale,
    colorScheme: 'light',
    reducedMotion: 'reduce',
  });
  await page.goto(simulatorUrl(server_url, [client.id, MARIA.id]));
  const [mine, theirs] = [paneOf(page, client.name), paneOf(page, MARIA.name[language])];
  await page.getByRole('button', { name: /^(Got it|Понятно)$/ }).click();
  await theirs.pane.getByRole('log').waitFor();
  const first = theirs.pane.getByRole('button', { name: /^(Start|Начать)$/ });
  if (await first.isVisible()) await first.click();
  await theirs.sees(STUDIO.ru);
  const heard = await theirs.count(words('ru', 'notice.new_booking'));
  await mine.press(/^(Start|Начать)$/, STUDIO[language]);
  await mine.press(words(language, 'menu.book'), words(language, 'services.title'));
  await bookInPane(mine, language, 2);
  await theirs.seesTimes(words('ru', 'notice.new_booking'), heard + 1);
  await mine.pane.getByRole('textbox').fill('/book');
  await mine.pane.getByRole('textbox').press('Enter');
  await mine.press(/Haircut|Стрижка/, words(language, 'specialists.title'));
  await mine.press(/^(Maria|Мария)$/, '🟢');
  await mine.pane.getByRole('button', { name: '›', exact: true }).last().click();
  await mine.pane.getByRole('button', { name: '‹', exact: true }).last().waitFor();
  await page.mouse.move(0, 0);
  const down = mine.pane.getByRole('button', { name: /^(To the newest message|К последнему сообщению)/ });
  if (await down.isVisible()) await down.click();
  await down.waitFor({ state: 'hidden' });
  const target = path.join(root, 'docs', file);
  await page.screenshot({ path: target, animations: 'disabled' });
  await page.close();
  const { size } = statSync(target);
  if (size > MOST_BYTES) throw new Error(`docs/${file} has ${size} bytes, more than ${MOST_BYTES}.`);
  process.stdout.write(`docs/${file}: ${Math.ceil(size / 1000)} kB\n`);
};

const main = async (): Promise<void> => {
  const program = findProgram('chromium');
  if (program === null) throw new Error('The pictures are drawn by Chromium, and it is not on this machine.');
  await buildPages(root);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'okno-picture-'));
  const demo = await startDemo(folder);
  const browser = await launchBrowser(program);
  try {
    for (const picture of PICTURES) await draw(browser, demo.url, picture);
  } finally {
    await browser.close();
    await demo.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

await main();
