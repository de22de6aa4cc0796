import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { AppError, type Call } from '@okno/contract';
import { KEY, openApp } from './testing-app.ts';

const FILE = '/api/v1/analytics/bookings.csv?period=last_week';

test('an action whose answer is a file gives one to save, to whoever wants a file or JSON, and not to others', async (t) => {
  const app = await openApp(t, {
    call: async ({ name, input }) => `${name} ${JSON.stringify(input)}\r\n`,
  });
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

/** An app whose lists of clients have so many parts of so many bytes; how many have been asked for. */
const openParts = async (
  t: TestContext,
  {
    parts,
    bytes,
    breaksAt = -1,
    admits = Number.POSITIVE_INFINITY,
  }: { parts: number; bytes: number; breaksAt?: number /** How many calls come through the door. */; admits?: number },
) => {
  const asked: unknown[] = [];
  const answer = async ({ input }: Call) => {
    const { after = '0', ...filter } = input as { after?: string };
    asked.push({ after, ...filter });
    const part = Number(after);
    if (part === breaksAt) throw new Error('the database is gone');
    return { text: `${part}`.padEnd(bytes - 1, 'x').concat('\n'), next: part + 1 < parts ? String(part + 1) : null };
  };
  let admitted = 0;
  const app = await openApp(t, {
    call: async (call) => {
      admitted += 1;
      if (admitted > admits) throw new AppError('too_many_requests');
      return answer(call);
    },
    callFurther: answer,
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    asked,
    get: (query = '') => fetch(`${url}/api/v1/clients.csv${query}`, { headers: { 'x-service-key': KEY } }),
  };
};

test('a file of any size comes in parts, each with the same filter, and is one file', async (t) => {
  const { asked, get } = await openParts(t, { parts: 3, bytes: 10 });
  const answer = await get('?tag=vip');
  assert.equal(answer.headers.get('content-disposition'), 'attachment; filename="clients.csv"');
  assert.equal(await answer.text(), '0xxxxxxxx\n1xxxxxxxx\n2xxxxxxxx\n');
  assert.deepEqual(asked, [
    { after: '0', tag: 'vip' },
    { after: '1', tag: 'vip' },
    { after: '2', tag: 'vip' },
  ]);
});

test('no part is asked for before the reader has taken those before it, and none when they are gone', async (t) => {
  const parts = 1000;
  const { asked, get } = await openParts(t, { parts, bytes: 1024 * 1024 });
  const reader = (await get()).body?.getReader() ?? assert.fail();
  await reader.read();
  // However long nobody reads, what fits into the buffers of the connection is all that is asked for.
  let seen = -1;
  while (seen !== asked.length) {
    seen = asked.length;
    for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
  }
  assert.ok(seen < parts / 2, `${seen} parts were asked for`);
  await reader.cancel();
});

test('a file that has been begun is not cut by a limit', async (t) => {
  const { get } = await openParts(t, { parts: 3, bytes: 3, admits: 1 });
  assert.equal(await (await get()).text(), '0x\n1x\n2x\n');
  assert.equal((await get()).status, 429, 'control: the first part of another one');
});

test('a file that breaks off in the middle does not look as if it were whole', async (t) => {
  const { get } = await openParts(t, { parts: 5, bytes: 10, breaksAt: 2 });
  const answer = await get();
  await assert.rejects(answer.text());
});

test('what is refused before the first part is a problem document', async (t) => {
  const { get } = await openParts(t, { parts: 5, bytes: 10, breaksAt: 0 });
  const answer = await get();
  assert.equal(answer.status, 500);
  assert.match(answer.headers.get('content-type') ?? '', /problem\+json/);
});
