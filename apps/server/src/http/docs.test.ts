import assert from 'node:assert/strict';
import { test } from 'node:test';
import Fastify from 'fastify';
import { addDocs } from './docs.ts';
import { openApp } from './testing-app.ts';

const PAGES = ['/docs/', '/docs/js/scalar.js'];

test('the page is opened with the first who asks for it, and brings its own script', async (t) => {
  const app = await openApp(t, { call: async () => ({}) });
  const [page, script] = await Promise.all(PAGES.map((url) => app.inject(url)));
  assert.deepEqual([page?.statusCode, script?.statusCode], [200, 200]);
  assert.match(String(page?.headers['content-type']), /^text\/html/);
  assert.match(page?.body ?? '', /js\/scalar\.js/);
  assert.match(String(script?.headers['content-type']), /^application\/javascript/);
});

test('whoever looks for something else below it is among those who are counted', async (t) => {
  const app = await openApp(t, { call: async () => ({}), limitAddress: { max: 2, seconds: 3600 } });
  const statusOf = async (url: string) => (await app.inject(url)).statusCode;
  const statuses = [await statusOf('/docs/.env'), await statusOf('/docs/js/other.js'), await statusOf('/docs/x')];
  assert.deepEqual(statuses, [404, 404, 429]);
  assert.equal(await statusOf('/docs/'), 200, 'the page itself is a file');
});

test('a page that could not be opened once is opened with the next who asks', async (t) => {
  const app = Fastify();
  t.after(() => app.close());
  let tries = 0;
  await addDocs(app, '0', async () => {
    tries += 1;
    if (tries === 1) throw new Error('no memory');
    return Fastify().get('/docs/', async () => 'the page');
  });
  assert.equal((await app.inject('/docs/')).statusCode, 500);
  assert.deepEqual([(await app.inject('/docs/')).body, (await app.inject('/docs/')).body], ['the page', 'the page']);
  assert.equal(tries, 2);
});
