import assert from 'node:assert/strict';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { DEMO_PERSON } from '@okno/backend';
import { requireProgram } from '../support/requires.ts';
import { tempFolder } from './support/at-end.ts';
import { openBrowser, watchPage } from './support/browser.ts';
import { startOkno } from './support/okno.ts';
import { ask } from './support/rest.ts';
import { bookInPane, paneOf, simulatorUrl } from './support/simulator.ts';
import { SERVICE_KEY } from './support/studio.ts';
import { STUDIO, words } from './support/visitor.ts';

const [ANNA, EMMA, MARIA] = [11, 12, 21].map((number) => DEMO_PERSON + number) as [number, number, number];
const DAY_MS = 86_400_000;

type View = { readonly width: number; readonly height: number; readonly locale: string; readonly people: number[] };

/** The demo, and a browser that shows its simulator. */
const openSimulator = async (t: TestContext, program: string, { width, height, locale, people }: View) => {
  const settings = { DATA_DIR: path.join(tempFolder(t), 'data'), TELEGRAM_BOT_API_KEY: SERVICE_KEY };
  const server = await startOkno(t, settings);
  const browser = await openBrowser(t, program);
  const context = await browser.newContext({ viewport: { width, height }, locale });
  const watched = await watchPage(context, server.url);
  watched.page.setDefaultTimeout(10_000);
  await watched.page.goto(simulatorUrl(server.url, people));
  return { server, ...watched };
};

/** Days of 24 hours until the day before Emma's visit has begun. */
const daysToReminder = async (server_url: string): Promise<number> => {
  type List = { items: { starts_at: string; client: { name: string } }[] };
  const query = '/bookings?status=confirmed&limit=100';
  const { body } = await ask<List>(`${server_url}/api/v1`, query, { headers: { 'x-tenant': 'demo' } });
  const visit = body.items.find(({ client }) => client.name === 'Emma');
  assert.ok(visit);
  return Math.ceil((Date.parse(visit.starts_at) - DAY_MS - Date.now()) / DAY_MS);
};

test('in the simulator a visit is booked, heard of, cancelled and reminded of, without a word in the console', async (t) => {
  const program = requireProgram(t, 'chromium');
  if (program === null) return;
  const view = { width: 1440, height: 900, locale: 'en-GB', people: [EMMA, MARIA] };
  const { server, page, assertClean } = await openSimulator(t, program, view);
  const emma = paneOf(page, 'Emma');
  const maria = paneOf(page, 'Maria');
  const list = page.getByRole('navigation', { name: 'Chats', exact: true });
  await list.getByRole('listitem').filter({ hasText: 'Maria' }).getByText('specialist', { exact: true }).waitFor();
  await maria.press('Start', words('ru', 'menu.greeting_staff', { business: STUDIO.ru }).slice(0, 20));
  await emma.press('Start', 'Hello!');
  await emma.press(words('en', 'menu.book'), words('en', 'services.title'));
  await bookInPane(emma, 'en', 0);
  await maria.sees(words('ru', 'notice.new_booking'));

  await emma.pane.getByRole('textbox').fill('/book');
  await emma.pane.getByRole('textbox').press('Enter');
  await emma.sees(words('en', 'services.title'));
  await bookInPane(emma, 'en', 3);
  await emma.press(words('en', 'booking.cancel'), words('en', 'cancelling.ask'));
  await emma.press(words('en', 'cancelling.yes'), words('en', 'status.cancelled'));
  await maria.sees(words('ru', 'notice.booking_cancelled'));
  assert.equal(await emma.count(words('en', 'status.confirmed')), 1);

  for (let left = await daysToReminder(server.url); left > 0; left -= 1) {
    const moved = page.waitForResponse(/\/people\/clock$/);
    await page.getByRole('button', { name: '+1 day' }).click();
    await moved;
  }
  await emma.sees('⏰');

  // The visit, an hour for it to count as done, and the question how it was.
  for (let days = 0; days < 3; days += 1) {
    const moved = page.waitForResponse(/\/people\/clock$/);
    await page.getByRole('button', { name: '+1 day' }).click();
    await moved;
  }
  await emma.sees(words('en', 'notice.review_request').slice(0, 20));
  await emma.press(/^5|⭐.*5|5.*⭐/, words('en', 'review.words'));
  await emma.pane.locator('.message', { hasText: words('en', 'review.words') }).hover();
  await emma.pane.getByRole('button', { name: 'Reply', exact: true }).last().click();
  const field = emma.pane.getByRole('textbox');
  await emma.pane.locator('.reply-banner').waitFor();
  assert.ok(
    await field.evaluate((element) => element === element.ownerDocument.activeElement),
    'one can write at once',
  );
  await field.fill('Gladly again');
  await field.press('Enter');
  await emma.sees(words('en', 'review.written', { stars: '' }).split('\n')[0]?.slice(0, 24) ?? '');
  await emma.pane.locator('.quoted', { hasText: 'Thank you' }).first().waitFor();
  assert.equal(await emma.pane.locator('.reply-banner').count(), 0);
  assertClean();
});

test('on a phone a visit is booked in Russian, and nothing is wider than the screen', async (t) => {
  const program = requireProgram(t, 'chromium');
  if (program === null) return;
  const view = { width: 390, height: 844, locale: 'ru-RU', people: [ANNA] };
  const { page, assertClean } = await openSimulator(t, program, view);
  const overflow = () => page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  const anna = paneOf(page, 'Анна');
  await anna.press('Начать', 'Здравствуйте!');
  await anna.press(words('ru', 'menu.book'), words('ru', 'services.title'));
  await bookInPane(anna, 'ru', 1);
  assert.equal(await overflow(), 0);
  assertClean();
});

test('a tap whose answer is slow holds up no button that has come to its place since', async (t) => {
  const program = requireProgram(t, 'chromium');
  if (program === null) return;
  const view = { width: 1440, height: 900, locale: 'en-GB', people: [EMMA] };
  const { page, assertClean } = await openSimulator(t, program, view);
  const emma = paneOf(page, 'Emma');
  const { promise, resolve: release } = Promise.withResolvers<void>();
  await page.route('**/tap', async (route) => {
    const response = await route.fetch();
    await promise;
    await route.fulfill({ response });
  });
  await emma.press('Start', 'Hello!');
  // The first button of the menu, then the first of what takes its place.
  await emma.press(words('en', 'menu.book'), words('en', 'services.title'));
  await emma.press(/Haircut/, words('en', 'specialists.title'));
  release();
  await page.unrouteAll({ behavior: 'wait' });
  assertClean();
});
