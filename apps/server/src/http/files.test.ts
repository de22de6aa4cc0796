import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTexts } from '@okno/contract';
import { createLog } from '../log.ts';
import { createApp } from './app.ts';
import { createWakes } from './waiting.ts';

const KEY = 'a-service-key-of-the-tests';
const FILE = '/api/v1/analytics/bookings.csv?period=last_week';

test('an action whose answer is a file gives one to save, to whoever wants a file or JSON, and not to others', async (t) => {
  const app = await createApp({
    call: async ({ name, input }) => `${name} ${JSON.stringify(input)}\r\n`,
    readFeed: async () => undefined,
    keys: [KEY],
    recogniseAssistant: async () => undefined,
    onWrongKey: () => {},
    wakes: createWakes(),
    texts: createTexts(),
    log: createLog('silent'),
    health: { isConnected: async () => true, isReady: () => true },
    version: '0',
    limitAddress: null,
    trustedProxies: [],
    serveApi: true,
  });
  t.after(() => app.close());
  const ask = (accept: string) => app.inject({ url: FILE, headers: { 'x-service-key': KEY, accept } });
  for (const accept of ['text/csv', 'application/json', '*/*']) {
    const answer = await ask(accept);
    assert.equal(answer.statusCode, 200, accept);
    assert.equal(answer.headers['content-type'], 'text/csv; charset=utf-8');
    assert.equal(answer.headers['content-disposition'], 'attachment; filename="bookings.csv"');
    assert.equal(answer.headers['cache-control'], 'no-store');
    assert.equal(answer.body, 'analytics.export {"period":"last_week"}\r\n');
  }
  assert.equal((await ask('image/png')).statusCode, 406);
  const { paths } = (await app.inject('/api/v1/openapi.json')).json();
  const answers = paths['/analytics/bookings.csv'].get.responses['200'].content;
  assert.deepEqual(Object.keys(answers), ['text/csv']);
});
