import type { Language } from '@okno/contract';
import type { Locator, Page } from 'playwright-core';
import { DEMO_BOT_ID } from './demo.ts';
import { words } from './visitor.ts';

/** The address of the simulator with these people's chats open side by side. */
export const simulatorUrl = (server_url: string, people: readonly number[]): string =>
  `${server_url}/simulator/?open=${people.map((id) => `${DEMO_BOT_ID}:${id}`).join(',')}`;

/** One chat of the simulator page. */
export type Pane = {
  readonly pane: Locator;
  /** Taps the newest button that says this, and waits until a message says that. */
  readonly press: (button: string | RegExp, text: string) => Promise<void>;
  readonly sees: (text: string) => Promise<void>;
  /** Waits until so many messages say this. */
  readonly seesTimes: (text: string, times: number) => Promise<void>;
  readonly count: (text: string) => Promise<number>;
};

/** The chat of the person with this name. */
export const paneOf = (page: Page, name: string): Pane => {
  const pane = page.getByRole('region', { name: new RegExp(`(as|имени:) ${name}$`) });
  const messages = (text: string) => pane.getByRole('log').locator('.bubble', { hasText: text });
  const sees = async (text: string) => messages(text).last().waitFor();
  return {
    pane,
    sees,
    seesTimes: (text, times) =>
      messages(text)
        .nth(times - 1)
        .waitFor(),
    count: (text) => messages(text).count(),
    press: async (button, text) => {
      const exact = typeof button === 'string';
      await pane.getByRole('button', { name: button, exact }).last().click();
      await sees(text);
    },
  };
};

/** From the button "Book" to the card of a booking with Maria, on the n-th free day of the next month. */
export const bookInPane = async (
  { pane, press, count, seesTimes }: Pane,
  language: Language,
  day: number,
): Promise<void> => {
  const say = (key: Parameters<typeof words>[1]) => words(language, key as 'menu.book');
  await press(/Haircut|Стрижка/, say('specialists.title'));
  await press(/^(Maria|Мария)$/, '🟢');
  await pane.getByRole('button', { name: '›', exact: true }).last().click();
  // The arrow back shows that the next month has come.
  await pane.getByRole('button', { name: '‹', exact: true }).last().waitFor();
  await pane
    .getByRole('button', { name: /^\d+🟢$/u })
    .nth(day)
    .click();
  await press(/^\d\d:\d\d$/, say('confirm.title'));
  const cards = await count(say('status.confirmed'));
  await pane
    .getByRole('button', { name: say('confirm.yes'), exact: true })
    .last()
    .click();
  await seesTimes(say('status.confirmed'), cards + 1);
};
