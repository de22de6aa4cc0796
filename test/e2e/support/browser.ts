import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { atEnd } from './at-end.ts';

/** Everything a browser may do of its own accord is switched off: the tests see the page's requests and no others. */
const ARGUMENTS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const launchBrowser = (program: string): Promise<Browser> =>
  chromium.launch({ executablePath: program, args: ARGUMENTS });

export type Watched = {
  readonly page: Page;
  /** Fails when the page has complained, asked anybody but the server, or got an error for an answer. */
  readonly assertClean: () => void;
};

/** A page whose complaints and requests are written down; `origin` is the only place it may talk to. */
export const watchPage = async (context: BrowserContext, origin: string): Promise<Watched> => {
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && url.protocol !== 'data:') complaints.push(`outside: ${url.href}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
  });
  page.on('requestfailed', (request) => {
    // The stream of events ends with the page, and that is no failure.
    if (!request.url().endsWith('/people/events')) complaints.push(`failed: ${request.url()}`);
  });
  return { page, assertClean: () => assert.deepEqual(complaints, []) };
};

/** A browser that is closed after the test. */
export const openBrowser = async (t: TestContext, program: string): Promise<Browser> => {
  const browser = await launchBrowser(program);
  atEnd(t, () => browser.close());
  return browser;
};
